using Certus.Catalog;
using Certus.Content;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Practice;
using Certus.Web.Safety;

namespace Certus.Web.Measure;

/// <summary>Misconceptions shown and overcome, and the drill against one that was shown again.</summary>
public static class BeliefsRoom
{
    /// <summary>Questions of a drill, where the bank has as many.</summary>
    public const int DrillSize = 6;

    /// <summary>What the page shows.</summary>
    /// <param name="Records">Those that the catalog knows.</param>
    /// <param name="Register">The catalog.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record Model(IReadOnlyList<BeliefRecord> Records, Register Register, TimeZoneInfo Zone);

    /// <summary>Maps <c>/measure/misconceptions</c> and the drill.</summary>
    public static void MapBeliefs(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/measure/misconceptions", async (Readings readings, Library library, TimeProvider clock, CancellationToken cancel) =>
            Show.Page<BeliefsPage>(new Model(Records(await readings.AnswersAsync(cancel), library.Register), library.Register, clock.LocalTimeZone)));

        routes.MapPost("/measure/misconceptions/drill", async (HttpContext context, Sittings sittings, Library library, TimeProvider clock, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var id = PracticeStart.SittingOf(form["sitting"]);
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not null) { context.Response.Redirect($"/sittings/{id}/1"); return; }
            if (!library.Register.Misconceptions.TryGetValue(form["misconception"].ToString(), out var belief))
            {
                await Failure.Answer(context, StatusCodes.Status404NotFound, $"The catalog has no misconception '{form["misconception"]}'.");
                return;
            }
            var bank = Against(belief, library.Bank);
            var now = clock.GetUtcNow();
            var size = Math.Min(DrillSize, bank.Items.Count + bank.Generators.Count);
            switch (FormAssembler.Assemble(new(null, size, 0, null, PracticeStart.FreshSeed(), [], []), library.Register, bank, await sittings.ExposureAsync(Learner.Local, now, cancel)))
            {
                case Assembly.Assembled assembled:
                    await sittings.StartAsync(Learner.Local, new(id, SittingMode.Study, assembled.Form, now, 0), assembled.Items, cancel);
                    context.Response.Redirect($"/sittings/{id}/1");
                    return;
                case Assembly.Impossible: await Failure.Answer(context, StatusCodes.Status409Conflict, "The bank has no question against that misconception any more."); return;
            }
        });
    }

    /// <summary>What became of each misconception, as far as the catalog knows it.</summary>
    internal static IReadOnlyList<BeliefRecord> Records(IEnumerable<AnsweredQuestion> answers, Register register) =>
        [.. BeliefRecord.Of(answers.Select(answer => (answer.SittingId, answer.At, answer.Result))).Where(record => register.Misconceptions.ContainsKey(record.Misconception))];

    /// <summary>The questions that offer a misconception; where those are too few for a drill, also those that test a skill it gets in the way of. A case stays whole.</summary>
    private static Bank Against(Misconception belief, Bank bank)
    {
        static string Block(BankItem item) => item.Question.Case?.CaseId ?? item.Question.Id;
        Bank Of(Func<Question, bool> wanted, bool generators)
        {
            var blocks = bank.Items.Where(item => wanted(item.Question)).Select(Block).ToHashSet(StringComparer.Ordinal);
            return new(bank.Items.Where(item => blocks.Contains(Block(item))).Select(item => item.Question), generators ? bank.Generators.Where(generator => generator.Skills.Any(belief.Skills.Contains)) : []);
        }
        bool Offers(Question question) => BeliefRecord.OfferedBy(question).Contains(belief.Id);
        var offering = Of(Offers, generators: false);
        return offering.Items.Count >= DrillSize ? offering : Of(question => Offers(question) || question.Skills.Any(belief.Skills.Contains), generators: true);
    }
}
