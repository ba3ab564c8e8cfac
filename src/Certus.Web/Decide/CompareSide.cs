using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>One of the two decisions of the comparison.</summary>
/// <param name="Key">a or b, as in the address.</param>
/// <param name="Label">What it is called on the page: First or Second.</param>
/// <param name="Who">Whose profile: mine, import-a, import-b or the id of an example.</param>
/// <param name="WhoText">What was asked for, known or not.</param>
/// <param name="On">The day; null where the text is none.</param>
/// <param name="DayText">The day as it was typed.</param>
/// <param name="Profile">The profile; null where it isn't known.</param>
/// <param name="Faults">What is wrong: for who and on a sentence each.</param>
public sealed record CompareSide(string Key, string Label, string Who, string WhoText, DateOnly? On, string DayText, Profile? Profile, IReadOnlyDictionary<string, string> Faults)
{
    /// <summary>Whose profile is the kept one.</summary>
    public const string Mine = "mine";

    /// <summary>The name under which an imported profile is kept and asked for.</summary>
    public static string Import(string key) => "import-" + key;

    /// <summary>The answer; null where something is wrong.</summary>
    public Decision? Decision { get; init; }

    /// <summary>For people: whose profile it is.</summary>
    public string Name => NameOf(Who);

    /// <summary>For people: whose profile it is.</summary>
    public static string NameOf(string who) => who switch
    {
        Mine => "You, as kept here",
        "import-a" => "The imported profile for the first",
        "import-b" => "The imported profile for the second",
        _ => ExampleProfiles.Find(who)?.Name ?? who,
    };
}
