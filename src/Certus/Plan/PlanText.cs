using System.Globalization;

namespace Certus.Plan;

/// <summary>What a plan says in words.</summary>
internal static class PlanText
{
    /// <summary>The article's marks, in per cent: of the first full test, and of the last ones.</summary>
    public const int FirstMark = 65, LastMark = 75;

    public static string Date(DateOnly day) => day.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Hours(double hours) => string.Create(CultureInfo.InvariantCulture, $"{hours:0.#} hour{(Math.Round(hours, 1) == 1 ? "" : "s")}");

    public static string Share(double worth) => string.Create(CultureInfo.InvariantCulture, $"{worth * 100:0.0} %");

    public static string Learn(Work work, Syllabus syllabus, IReadOnlyList<string> opens, bool late)
    {
        var topic = syllabus.Blocks.FirstOrDefault(block => block.Number == work.Home)?.Topic;
        var worth = work.Worth >= 0.0005 ? $"About {Share(work.Worth)} of the exam asks for it" : "The exam doesn't ask for it by itself";
        var why = opens.Count switch { 0 => "", 1 => $"; {opens[0]} builds on it", 2 => $"; {opens[0]} and {opens[1]} build on it", _ => $"; {opens[0]} and {opens.Count - 1} more skills build on it" };
        return $"{worth}{why}.{(topic is null ? "" : late ? $" Belongs to: {topic}; it comes later because that time was full." : work.Block < work.Home ? $" Belongs to: {topic}; it comes earlier because that time will be full." : $" Part of: {topic}.")}";
    }

    public static string ByHand(Work work, IReadOnlyDictionary<string, string> names)
    {
        var last = work.Skills.LastOrDefault(names.ContainsKey);
        return work.Project is not null
            ? last is null ? "A step of a project that you chose." : $"A step of a project that you chose, after what it needs ({names[last]})."
            : last is null ? "By hand what you know already." : $"By hand right after what it needs: {string.Join(", ", work.Skills.Where(names.ContainsKey).Select(id => names[id]).Take(3))}.";
    }

    public static (string Title, string Reason) Practice((string One, string Other)? alike, int mocksBehind, bool learning)
    {
        if (mocksBehind > 0) return ("Wrong answers, then targeted drills", $"What the {Ordinal(mocksBehind)} full test showed comes first{(alike is { } pair ? $"; then {pair.One} and {pair.Other} side by side" : "")}.");
        if (alike is { } like) return ("Mixed practice", $"{like.One} and {like.Other} are taken for each other, so their questions come side by side.");
        return ("Mixed practice", learning ? "Recalling what was learned some days ago keeps it better than reading it again." : "Questions on everything so far, the weak and the long unseen first.");
    }

    public static (string Title, string Reason) Mock(int mock, int count, int part, int parts)
    {
        var title = $"{(count == 1 ? "Full practice test" : $"{Ordinal(mock, capital: true)} full practice test")}{(parts > 1 ? $", part {part} of {parts}" : "")}";
        var first = mock == 1 && count > 1;
        var reason = first
            ? $"{FirstMark} % is the mark; there is still time to mend what it shows."
            : $"Questions that you never saw, under exam conditions; {LastMark} % or better is the mark.";
        return (title, parts > 1 ? $"No day is long enough for all of it, so it is split. {reason}" : reason);
    }

    public static string Ordinal(int number, bool capital = false)
    {
        var word = number switch { 1 => "first", 2 => "second", 3 => "third", 4 => "fourth", 5 => "fifth", _ => string.Create(CultureInfo.InvariantCulture, $"{number}th") };
        return capital ? char.ToUpperInvariant(word[0]) + word[1..] : word;
    }

    public const string ReviewTitle = "Cards that fall due";
    public const string ReviewReason = "Reviews come first on every study day: what is forgotten costs more than what is new.";
    public const string RestTitle = "Free";
    public const string RestReason = "There is more time than this needs; spaced work holds better than more of it.";
}
