using Certus.Measure.Calibration;

namespace Certus.Measure.Analysis;

/// <summary>Tests every item for differential functioning: do equally able persons of different groups have equal chances?</summary>
/// <remarks>
/// The matching variable of Mantel–Haenszel and logistic regression is the total over all items that are right or wrong, the studied one included, among persons who answered all of them. The model's
/// likelihood-ratio test (Thissen, Steinberg and Wainer, 1993) uses all answers: all other items are the anchor, the groups' abilities are free. See docs/models/dif.md.
/// </remarks>
public static class DifReport
{
    /// <summary>Compares each group with the first.</summary>
    /// <param name="responses">The answers, in at least two groups.</param>
    /// <param name="options">How to calibrate for the model's test; null to leave it out.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>A line for each item and group but the first.</returns>
    /// <exception cref="ArgumentException">There is one group only.</exception>
    public static IReadOnlyList<ItemDif> Of(Responses responses, CalibrationOptions? options = null, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(responses);
        if (responses.Groups.Count < 2) throw new ArgumentException("There must be two groups.", nameof(responses));
        int[] columns = [.. Enumerable.Range(0, responses.Items.Count).Where(column => responses.Categories[column] is 1 or 2)];
        var totals = Totals(responses, columns);
        List<ItemDif> found = [];
        for (var focal = 1; focal < responses.Groups.Count; focal++)
        {
            var pair = options is null ? null : Pair(responses, focal);
            var equal = pair is null ? null : LogLikelihood(pair, options!, cancel);
            for (var column = 0; column < responses.Items.Count; column++)
            {
                cancel.ThrowIfCancellationRequested();
                MantelHaenszel? mantelHaenszel = null;
                LogisticDif? logistic = null;
                if (columns.Contains(column))
                {
                    var strata = Strata(responses, totals, columns.Length, column, focal);
                    (mantelHaenszel, logistic) = (MantelHaenszel.Of(strata), LogisticDif.Of(strata));
                }
                RatioTest? model = null;
                if (equal is { } less && LogLikelihood(Split(pair!, column), options!, cancel) is { } more && more.Parameters > less.Parameters)
                    model = RatioTest.Of(less.Value, more.Value, more.Parameters - less.Parameters);
                found.Add(new(responses.Items[column], responses.Groups[focal], mantelHaenszel, logistic, model));
                progress?.Report(((focal - 1) * responses.Items.Count + column + 1.0) / ((responses.Groups.Count - 1) * responses.Items.Count));
            }
        }
        return found;
    }

    /// <summary>Each person's total; −1 where an answer is missing.</summary>
    private static int[] Totals(Responses responses, int[] columns)
    {
        var totals = new int[responses.Persons];
        for (var person = 0; person < totals.Length; person++)
        {
            var answers = responses.Row(person);
            foreach (var column in columns)
            {
                if (answers[column] < 0)
                {
                    totals[person] = -1;
                    break;
                }
                totals[person] += answers[column];
            }
        }
        return totals;
    }

    private static (double, double, double, double)[] Strata(Responses responses, int[] totals, int most, int column, int focal)
    {
        var strata = new (double Right, double Wrong, double FocalRight, double FocalWrong)[most + 1];
        for (var person = 0; person < totals.Length; person++)
        {
            var group = responses.GroupOf(person);
            if (totals[person] < 0 || group != 0 && group != focal) continue;
            ref var cell = ref strata[totals[person]];
            switch (group, responses.Row(person)[column])
            {
                case (0, 1): cell.Right++; break;
                case (0, _): cell.Wrong++; break;
                case (_, 1): cell.FocalRight++; break;
                default: cell.FocalWrong++; break;
            }
        }
        return strata;
    }

    /// <summary>The persons of the first group and one other.</summary>
    private static Responses Pair(Responses responses, int focal)
    {
        var builder = new ResponsesBuilder(responses.Items);
        List<int> groups = [];
        for (var person = 0; person < responses.Persons; person++)
        {
            var group = responses.GroupOf(person);
            if (group != 0 && group != focal) continue;
            builder.Add(responses.Row(person));
            groups.Add(group == 0 ? 0 : 1);
        }
        return builder.Build().WithGroups([responses.Groups[0], responses.Groups[focal]], groups);
    }

    /// <summary>The same with the item as two, one for each group.</summary>
    private static Responses Split(Responses responses, int column)
    {
        var name = responses.Items[column];
        do name += "′"; while (responses.Items.Contains(name));
        var builder = new ResponsesBuilder([.. responses.Items, name]);
        var row = new sbyte[responses.Items.Count + 1];
        for (var person = 0; person < responses.Persons; person++)
        {
            responses.Row(person).CopyTo(row);
            row[^1] = Response.Missing;
            if (responses.GroupOf(person) == 1) (row[column], row[^1]) = (Response.Missing, row[column]);
            builder.Add(row);
        }
        return builder.Build().WithGroups(responses.Groups, [.. Enumerable.Range(0, responses.Persons).Select(responses.GroupOf)]);
    }

    private static (double Value, int Parameters)? LogLikelihood(Responses responses, CalibrationOptions options, CancellationToken cancel) =>
        Calibrator.Calibrate(responses, options with { StandardErrors = false, Scores = false }, cancel: cancel) is CalibrationResult.Calibrated { Report: { Converged: true } report }
            ? (report.LogLikelihood + report.LogPrior, report.Parameters) : null;
}
