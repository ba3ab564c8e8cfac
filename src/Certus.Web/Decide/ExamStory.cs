using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>What one exam was worth to the article's people, on several days.</summary>
/// <param name="Exam">The exam's code.</param>
/// <param name="Days">The days, in their order.</param>
/// <param name="Rows">A row for each of the people.</param>
public sealed record ExamStory(string Exam, IReadOnlyList<DateOnly> Days, IReadOnlyList<ExamStory.Row> Rows)
{
    /// <summary>One of them, with a cell for each day.</summary>
    public sealed record Row(ExampleProfile Who, IReadOnlyList<Cell> Cells);

    /// <summary>One of them on one day, by each set of figures.</summary>
    public sealed record Cell(RankedOption Article, RankedOption Evidence)
    {
        /// <summary>The option by one of the sets.</summary>
        public RankedOption By(string set) => set == DecideRequest.Article ? Article : Evidence;

        /// <summary>In a few words: does it pay, is it too late, is it gone?</summary>
        public string Words(string set)
        {
            var option = By(set);
            var blocks = option.Reasons.Where(reason => reason.Kind == ReasonKind.Blocks).Select(reason => reason.Id).ToList();
            return option switch
            {
                { Outcome: null } => option.Steps is [{ Status: { CanBeBooked: false } status }] ? status.Word switch { "Closed" => "Gone", var word => word } : "Not in their language",
                _ when blocks.Contains("too-late") => "Can be booked, too late to start",
                _ when blocks.Count > 0 => "Ruled out",
                { Outcome.Npv.Mean: > 0 } => "Pays",
                _ => "Does not pay",
            };
        }

        /// <summary>What stands behind these words: figures, a reason, or what there is instead.</summary>
        public string Detail(string set)
        {
            var option = By(set);
            if (option.Outcome is null) return option.Steps is [{ Instead: { } code }] ? $"{code} instead." : "Nothing that can be booked takes its place.";
            var late = option is { Steps: [{ WeeksLeft: { } left, WeeksNeeded: var needed }] } && needed > left
                ? FormattableString.Invariant($"{Math.Max(0, Math.Floor(left)):0} weeks left, about {Math.Ceiling(needed):0} needed.")
                : null;
            var block = option.Reasons.FirstOrDefault(reason => reason is { Kind: ReasonKind.Blocks, Id: not "too-late" })?.Text;
            return late is null && block is null ? Worth(set) : string.Join(" ", new[] { late, block }.OfType<string>());
        }

        /// <summary>The figures by one of the sets; empty where it can't be done.</summary>
        public string Worth(string set) => By(set).Outcome is { } outcome
            ? FormattableString.Invariant($"{Money.Text(outcome.Npv.Median, "USD")} in the middle case; pays in {outcome.ChancePays * 100:0}\u00a0%.")
            : "";
    }
}
