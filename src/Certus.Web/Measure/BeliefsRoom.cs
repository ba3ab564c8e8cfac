using Certus.Catalog;
using Certus.Content;
using Certus.Numerics;
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
            var (now, seed) = (clock.GetUtcNow(), PracticeStart.FreshSeed());
            var exposure = await sittings.ExposureAsync(Learner.Local, now, cancel);
            var (bank, size) = Against(belief, library.Bank, exposure, seed);
            switch (FormAssembler.Assemble(new(null, size, 0, null, seed, [], []), library.Register, bank, exposure))
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

    /// <summary>
    /// The questions that offer a misconception, all of them where they are too few for a drill; then others that test a skill it gets in the way of, new ones first, fill it up. A case
    /// stays whole. Where only computed questions offer it, which draw their wrong options, the drill is over its skills.
    /// </summary>
    private static (Bank Bank, int Size) Against(Misconception belief, Bank bank, Exposure exposure, ulong seed)
    {
        var blocks = bank.Items.Select(item => item.Question).GroupBy(question => question.BlockId, StringComparer.Ordinal).Select(block => block.ToList()).ToList();
        bool Offers(Question question) => BeliefRecord.OfferedBy(question).Contains(belief.Id);
        List<Question> chosen = [.. blocks.Where(block => block.Exists(Offers)).SelectMany(block => block)];
        if (chosen.Count >= DrillSize) return (new(chosen, []), DrillSize);
        var others = blocks.Where(block => !block.Exists(Offers) && block.Exists(question => question.Skills.Any(belief.Skills.Contains)));
        foreach (var block in new SeededRandom(seed, "misconception").Shuffle(others).OrderBy(block => block.TrueForAll(question => exposure.IsFresh(question.Id)) ? 0 : 1))
            if (chosen.Count < DrillSize) chosen.AddRange(block);
        if (blocks.Exists(block => block.Exists(Offers))) return (new(chosen, []), chosen.Count);
        var generators = bank.Generators.Where(generator => generator.Skills.Any(belief.Skills.Contains)).ToList();
        return (new(chosen, generators), Math.Min(DrillSize, chosen.Count + generators.Count));
    }
}
