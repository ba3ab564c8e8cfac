using System.Globalization;
using Certus.Content;
using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>Two decisions that are asked for, as an address has them: names and days, never a profile.</summary>
/// <param name="First">The one on the left.</param>
/// <param name="Second">The one on the right.</param>
/// <param name="Today">The learner's day.</param>
/// <param name="Assume">evidence or article.</param>
/// <param name="Exam">The exam whose story is told besides; empty for none.</param>
/// <param name="Faults">What is wrong with assume or exam, a sentence each.</param>
public sealed record CompareRequest(CompareSide First, CompareSide Second, DateOnly Today, string Assume, string Exam, IReadOnlyDictionary<string, string> Faults)
{
    /// <summary>Where the page lives.</summary>
    public const string Path = "/decide/compare";

    /// <summary>The day of the article's exams.</summary>
    public static readonly DateOnly ArticleDay = new(2025, 9, 15);

    /// <summary>Both sides.</summary>
    public IReadOnlyList<CompareSide> Sides => [First, Second];

    /// <summary>Whether all of it can be answered.</summary>
    public bool IsSound => Faults.Count == 0 && Sides.All(side => side.Faults.Count == 0);

    /// <summary>The same as an address; today is left out, so that it stays today.</summary>
    public string Address => AddressOf(First.WhoText, First.On == Today ? "" : First.DayText, Second.WhoText, Second.On == Today ? "" : Second.DayText, Assume, Exam);

    /// <summary>The same with both days named, so that it shows the same tomorrow.</summary>
    public string Link => AddressOf(First.WhoText, First.DayText, Second.WhoText, Second.DayText, Assume, Exam);

    /// <summary>An address of the comparison; an empty day is today.</summary>
    public static string AddressOf(string a, string aOn, string b, string bOn, string assume, string exam)
    {
        var parts = new[] { ("exam", exam), ("a", a), ("aOn", aOn), ("b", b), ("bOn", bOn), ("assume", assume == DecideRequest.Evidence ? "" : assume) };
        return Path + "?" + string.Join('&', parts.Where(part => part.Item2.Length > 0).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}"));
    }

    /// <summary>"MLS-C01 then and now": the story of the exam that the article is about.</summary>
    public static string ThenAndNow => AddressOf("ml-engineer", Iso(ArticleDay), "ml-engineer", "", DecideRequest.Article, "MLS-C01");

    /// <summary>Reads what an address or a form says.</summary>
    /// <param name="said">The value of a name; null or empty where nothing is said.</param>
    /// <param name="profiles">The profiles that are kept, by who.</param>
    /// <param name="today">The learner's day.</param>
    /// <param name="library">Exams and options.</param>
    public static CompareRequest Read(Func<string, string?> said, IReadOnlyDictionary<string, Profile> profiles, DateOnly today, Library library)
    {
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentNullException.ThrowIfNull(library);
        string Said(string name) => (said(name) ?? "").Trim() is { Length: > MostLetters } longer ? longer[..MostLetters] : (said(name) ?? "").Trim();

        CompareSide Side(string key, string label, DateOnly otherwise)
        {
            Dictionary<string, string> faults = [];
            var who = Said(key) is { Length: > 0 } named ? named : CompareSide.Mine;
            var profile = profiles.GetValueOrDefault(who) ?? ExampleProfiles.Find(who)?.Profile;
            if (profile is null)
                faults["who"] = who.StartsWith("import-", StringComparison.Ordinal) ? "No profile is imported there; take one below." : $"No profile is called '{who}'; choose one of the list.";
            var text = Said(key + "On");
            var day = text.Length == 0 ? otherwise : default;
            var known = text.Length == 0 || (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day >= DecideRoom.Earliest && day <= DecideRoom.Latest);
            if (!known) faults["on"] = $"'{text}' is not a day from {Iso(DecideRoom.Earliest)} to {Iso(DecideRoom.Latest)}; write it as 2026-11-23.";
            return new(key, label, who, who, known ? day : null, known ? Iso(day) : text, profile, faults);
        }

        Dictionary<string, string> faults = [];
        var (assume, exam) = (Said("assume"), Said("exam").ToUpperInvariant());
        if (assume.Length == 0) assume = DecideRequest.Evidence;
        if (assume is not (DecideRequest.Evidence or DecideRequest.Article)) (faults["assume"], assume) = ($"'{assume}' is not a set of figures; it is 'evidence' or 'article'.", DecideRequest.Evidence);
        if (exam.Length > 0 && library.Market is { } facts && ExamStories.OptionOf(facts, exam) is null) (faults["exam"], exam) = ($"'{exam}' is no exam that Decide weighs by itself; choose one of the list.", "");
        // Whoever says nothing sees themselves today and in half a year.
        var later = Names.All(name => Said(name).Length == 0) ? today.AddMonths(6) : today;
        return new(Side("a", "First", today), Side("b", "Second", later), today, assume, exam, faults);
    }

    private const int MostLetters = 60;
    private static readonly string[] Names = ["a", "aOn", "b", "bOn", "exam"];

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
