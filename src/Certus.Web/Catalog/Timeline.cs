using System.Globalization;
using Certus.Catalog;

namespace Certus.Web.Catalog;

/// <summary>The exams on a time axis, as of a day: what is drawn and where, in units of the drawing. The states are those of <see cref="Lifecycle.On"/>.</summary>
/// <param name="On">The day that is asked about.</param>
/// <param name="From">The first day of the axis.</param>
/// <param name="To">The last day.</param>
/// <param name="Rows">The exams; one that replaces another stands right below it.</param>
/// <param name="Links">From an exam to its successor.</param>
public sealed record Timeline(DateOnly On, DateOnly From, DateOnly To, IReadOnlyList<Timeline.Row> Rows, IReadOnlyList<Timeline.Link> Links)
{
    /// <summary>Sizes of the drawing.</summary>
    public const double Width = 930, Head = 48, RowHeight = 56, BarTop = 19, BarHeight = 14, LabelWidth = 112;

    private const int YearsBefore = 4, YearsAfter = 2;

    /// <summary>What a bar says.</summary>
    public enum Kind
    {
        /// <summary>Can be booked, by sources that were read.</summary>
        Open,

        /// <summary>Nobody says that it ends, and nobody has looked since.</summary>
        Expected,

        /// <summary>Said by secondary sources only.</summary>
        Reported,

        /// <summary>In beta.</summary>
        Beta,

        /// <summary>In some languages only.</summary>
        Limited,

        /// <summary>No source says whether it can be booked.</summary>
        Unknown,
    }

    /// <summary>An exam.</summary>
    public sealed record Row(Certification Exam, ExamStatus Status, IReadOnlyList<Bar> Bars, IReadOnlyList<Mark> Marks);

    /// <summary>A stretch of days.</summary>
    /// <param name="X">Where it begins.</param>
    /// <param name="Length">How long it is.</param>
    /// <param name="Is">What it says.</param>
    /// <param name="Text">The same in words, with its days.</param>
    public sealed record Bar(double X, double Length, Kind Is, string Text);

    /// <summary>A day that has a name.</summary>
    /// <param name="X">Where it is; at the edge where it lies beyond.</param>
    /// <param name="Label">Its name and date, with "reported" where it is only that.</param>
    /// <param name="Above">Whether the label stands above the bar: starts stand below, ends and betas above.</param>
    /// <param name="ToTheLeft">Whether the label ends at the mark.</param>
    /// <param name="Reported">Whether only secondary sources tell the day.</param>
    /// <param name="IsEnd">Whether something ends there.</param>
    /// <param name="Beyond">Whether it lies beyond the axis.</param>
    public sealed record Mark(double X, string Label, bool Above, bool ToTheLeft, bool Reported, bool IsEnd, bool Beyond);

    /// <summary>From a row's end to its successor's start.</summary>
    public sealed record Link(int FromRow, double FromX, int ToRow, double ToX);

    /// <summary>Height of the drawing.</summary>
    public double Height => Head + Rows.Count * RowHeight;

    /// <summary>The first days of the years.</summary>
    public IEnumerable<(int Year, double X)> Years => Enumerable.Range(From.Year, To.Year - From.Year + 1).Select(year => (year, At(new(year, 1, 1))));

    /// <summary>Where a day stands.</summary>
    public double At(DateOnly day) => Math.Round(Width * (day.DayNumber - From.DayNumber) / (To.DayNumber - From.DayNumber + 1), 1);

    /// <summary>Draws the exams around a day: four years back to the end of the next year.</summary>
    public static Timeline Of(Register register, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(register);
        var line = new Timeline(on, new(on.Year - YearsBefore, 1, 1), new(on.Year + YearsAfter - 1, 12, 31), [], []);
        List<Row> rows = [.. Order(register, on).Select(line.RowOf)];
        List<Link> links = [];
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Exam.Lifecycle is { Successor: { } next } life && rows.FindIndex(row => row.Exam.Code == next) is >= 0 and var to
                && (life.LimitedFrom ?? life.LastDay) is { } end && Begin(rows[to].Exam.Lifecycle) is { } begin && line.Shows(end) && line.Shows(begin))
                links.Add(new(i, line.At(end), to, line.At(begin)));
        return line with { Rows = rows, Links = links };
    }

    /// <summary>Families by the letters of their codes, those that can be practiced first, then those that can be booked.</summary>
    private static IEnumerable<Certification> Order(Register register, DateOnly on) => Exams.Rows(register, on)
        .GroupBy(row => row.Exam.Code.Split('-')[0]).SelectMany(family => family.OrderBy(row => row.Exam.Code, StringComparer.Ordinal)).Select(row => row.Exam);

    private static DateOnly? Begin(Lifecycle life) => life.BetaStart ?? life.Launch ?? life.SeenOpen;

    private bool Shows(DateOnly day) => day >= From && day <= To;

    private Row RowOf(Certification exam)
    {
        var life = exam.Lifecycle;
        List<Bar> bars = [];
        foreach (var span in life.Spans(From, To))
        {
            // What nobody has read yet is not drawn as if somebody had.
            if (span.Status.State == ExamState.Verified && life.Fact.AsOf is { } read && read < span.To)
            {
                if (read >= span.From) Add(span.From, read, Kind.Open, "can be booked");
                Add(read < span.From ? span.From : read.AddDays(1), span.To, Kind.Expected, "no end announced, not looked at since");
            }
            else if (KindOf(span.Status) is { } kind) Add(span.From, span.To, kind, kind switch { Kind.Beta => "beta", Kind.Limited => string.Join(", ", life.LimitedTo) + " only", Kind.Unknown => "unknown", Kind.Reported => "reported", _ => "can be booked" });
        }
        return new(exam, life.On(On), bars, [.. MarksOf(life)]);

        void Add(DateOnly from, DateOnly to, Kind kind, string words) => bars.Add(new(At(from), Math.Round(At(to.AddDays(1)) - At(from), 1), kind, $"{exam.Code}: {words}, {Iso(from)} to {Iso(to)}"));
    }

    private static Kind? KindOf(ExamStatus status) => status.State switch
    {
        ExamState.Verified or ExamState.Closing => Kind.Open,
        ExamState.Reported => status.InBeta ? Kind.Beta : Kind.Reported,
        ExamState.Limited => Kind.Limited,
        ExamState.Unknown => Kind.Unknown,
        _ => null,
    };

    private IEnumerable<Mark> MarksOf(Lifecycle life)
    {
        const double LetterWidth = 6.2;     // of the smallest text, generously
        Mark Make(DateOnly day, string label, bool above, bool reported, bool end)
        {
            var x = Math.Clamp(At(day), 0, Width);
            var room = label.Length * LetterWidth;
            return new(x, day < From ? "◂ " + label : day > To ? label + " ▸" : label, above, day > To || (day >= From && (end ? x > room : x + room > Width)), reported, end, !Shows(day));
        }

        if (life.BetaStart is { } beta)
            yield return Make(beta, life.BetaEnd is { } betaEnd ? $"beta {Iso(beta)} to {Iso(betaEnd)}" : $"beta from {Iso(beta)}", true, life.Fact.Confidence != Confidence.High, false);
        if (life.Launch is { } launch) yield return Make(launch, Iso(launch) + Sure(life.LaunchConfidence), false, life.LaunchConfidence != Confidence.High, false);
        else if (life.SeenOpen is { } seen) yield return Make(seen, $"first seen {Iso(seen)}", false, true, false);
        if (life.LimitedFrom is { } limited) yield return Make(limited, $"{life.LimitedTo.Count} languages from {Iso(limited)}", true, life.Fact.Confidence != Confidence.High, true);
        if (life.LimitedUntil is { } until && Shows(until)) yield return Make(until, $"ends {Iso(until)}, reported", false, true, true);
        if (life.LastDay is { } last) yield return Make(last, $"last day {Iso(last)}{Sure(life.Fact.Confidence)}", true, life.Fact.Confidence != Confidence.High, true);
    }

    private static string Sure(Confidence confidence) => confidence == Confidence.High ? "" : ", reported";

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
