using Certus.Catalog;

namespace Certus.Decide;

/// <summary>Asks of every open question what its answer would be worth and whether it would change the advice.</summary>
/// <remarks>
/// Partial expected value of perfect information (Brennan, Kharroubi, O'Hagan and Chilcott 2007) over a few answers with weights, on common random numbers. The
/// largest of noisy means is too high on average, so the choice is made on one half of the draws and valued on the other, both ways.
/// </remarks>
internal static class Inquiry
{
    private const int Draws = 4096;

    public static IReadOnlyList<QuestionValue> Of(Profile profile, DateOnly asOf, MarketFacts facts, AssumptionSet set, Func<string, Availability> look, ulong seed)
    {
        var buffers = facts.Options.Select(_ => new double[Draws]).ToArray();
        var now = Run(profile, buffers);
        return
        [
            .. ProfileFields.All.Where(field => field.Answers.Count > 0 && !ProfileFields.IsAnswered(profile, field.Name)).Select(Value)
                .OrderByDescending(question => question.ChanceOfChange).ThenByDescending(question => question.Value),
        ];

        Futures Run(Profile asked, double[][]? into)
        {
            var (planned, model) = Planner.Plan(new(asked), asOf, facts, set, look);
            var npv = into ?? [.. model.Options.Select(_ => new double[Draws])];
            new Simulation(model, seed).Run(npv, Draws);
            var columns = model.Options.Select((option, i) => (option.Id, Column: npv[i])).ToDictionary(entry => entry.Id, entry => entry.Column);
            return new(Valuation.AdvisedId(planned, id => Lanes.Sum(columns[id]) / Draws), columns);
        }

        QuestionValue Value(ProfileField field)
        {
            var answers = field.Answers.Select(answer => (answer.Text, answer.Weight, Futures: Run(answer.Apply(profile), null))).ToList();
            var options = facts.Options.Select(option => option.Id).Where(id => answers.All(answer => answer.Futures.Columns.ContainsKey(id))).ToList();
            var gains = new double[Draws];
            Cross(0, Draws / 2, Draws / 2, Draws);
            Cross(Draws / 2, Draws, 0, Draws / 2);
            var mean = Lanes.Sum(gains) / Draws;
            var error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (Draws - 1) / Draws);
            var change = answers.Where(answer => answer.Futures.Advised != now.Advised).Sum(answer => answer.Weight);
            return new(field.Name, field.Question, change, mean, error, Naive(), [.. answers.Select(answer => new AnswerOutcome(answer.Text, answer.Weight, answer.Futures.Advised))]);

            void Cross(int from, int to, int valuedFrom, int valuedTo)
            {
                var without = Best(id => answers.Sum(answer => answer.Weight * Mean(answer.Futures.Columns[id], from, to)));
                foreach (var (_, weight, futures) in answers)
                {
                    var with = Best(id => Mean(futures.Columns[id], from, to));
                    if (with == without) continue;
                    var (chosen, other) = (futures.Columns[with], futures.Columns[without]);
                    for (var i = valuedFrom; i < valuedTo; i++) gains[i] += weight * (chosen[i] - other[i]);
                }
            }

            double Naive()
            {
                var without = options.Max(id => answers.Sum(answer => answer.Weight * Mean(answer.Futures.Columns[id], 0, Draws)));
                return answers.Sum(answer => answer.Weight * options.Max(id => Mean(answer.Futures.Columns[id], 0, Draws))) - without;
            }

            string Best(Func<string, double> mean)
            {
                var (best, most) = (options[0], double.NegativeInfinity);
                foreach (var id in options)
                    if (mean(id) is var value && value > most) (best, most) = (id, value);
                return best;
            }
        }
    }

    private static double Mean(double[] column, int from, int to) => Lanes.Sum(column.AsSpan(from, to - from)) / (to - from);

    private sealed record Futures(string Advised, IReadOnlyDictionary<string, double[]> Columns);
}
