using System.Text.RegularExpressions;
using Certus.Catalog;
using Certus.Content.Yaml;
using Certus.Remember.Cards;

namespace Certus.Content;

/// <summary>Reads a deck: <c>cards/AREA/SKILL.yaml</c>.</summary>
internal static partial class CardReader
{
    /// <summary>One idea a card: an answer that takes longer to read holds two.</summary>
    private const int MostWordsOfAnswer = 80;

    public static (Deck? Deck, IReadOnlyList<(Note Note, int Line)> Notes) Read(YamlNode? node, string fileName, string folder, Register register, Complaints complaints)
    {
        if (Fields.From(node, complaints, "A deck") is not { } file) return (null, []);
        var skill = SkillOf(file, fileName, folder, "cards", register);
        var (check, review) = (file.Date("checked"), ReviewOf(file));
        var confusable = file.Texts("confusable", false);
        foreach (var (id, line) in confusable)
            if (!register.Skills.ContainsKey(id)) complaints.Error(line, $"unknown skill '{id}'.");
            else if (id == skill) complaints.Error(line, "a skill can't be mixed up with itself.");
        var references = References(file, 1);
        List<(Note, int)> notes = [];
        var cards = file.Maps("cards");
        if (file.IsEmptyList("cards")) complaints.Error(file.LineOf("cards"), "a deck needs a card.");
        foreach (var card in cards)
            if (NoteOf(card, skill ?? fileName, references, check, register) is { } note) notes.Add((note, card.Line));
        file.Done();
        return skill is null || check is null ? (null, notes) : (new(skill, [.. confusable.Select(entry => entry.Text)], references, check.Value, review, [.. notes.Select(note => note.Item1)]), notes);
    }

    private static DeckReview? ReviewOf(Fields file)
    {
        if (file.Map("review", false) is not { } review) return null;
        var (agreed, mended, on) = (review.Whole("agreed", 0, 1000), review.Whole("mended", 0, 1000), review.Date("on"));
        review.Done();
        return agreed is null || mended is null || on is null ? null : new(agreed.Value, mended.Value, on.Value);
    }

    private static Note? NoteOf(Fields card, string skill, IReadOnlyList<Reference> references, DateOnly? check, Register register)
    {
        var complaints = card.Complaints;
        var (id, front, back, cloze) = (card.Text("id"), card.Text("front", false), card.Text("back", false), card.Text("cloze", false));
        var (extra, misconception) = (card.Text("note", false), card.Text("misconception", false));
        card.Done();
        card.CheckId(id);
        if (misconception is not null && !register.Misconceptions.ContainsKey(misconception)) complaints.Error(card.LineOf("misconception"), $"unknown misconception '{misconception}'.");
        if (cloze is not null ? front is not null || back is not null : front is null || back is null)
        {
            complaints.Error(card.Line, "a card has a front and a back, or a cloze.");
            return null;
        }
        if (cloze is not null && Cloze.Numbers(cloze) is var numbers && (numbers.Count == 0 || numbers[^1] != numbers.Count))
            complaints.Error(card.LineOf("cloze"), numbers.Count == 0 ? "the cloze has no deletion such as {{c1::answer}}." : "the deletions of a cloze are numbered from c1 without gaps.");
        if (back is not null && Words(back) > MostWordsOfAnswer) complaints.Error(card.LineOf("back"), $"the answer has {Words(back)} words; more than {MostWordsOfAnswer} hold more than one idea.");
        if (check is { } day) ServiceChecks.Report(string.Join('\n', new[] { front, back, cloze, extra }.OfType<string>()), card.Line, day, register, complaints);
        return id is null ? null : new(id, cloze ?? front!, cloze is null ? back : null, extra, skill, skill, misconception, references, check);
    }

    /// <summary>The skill of a deck or lesson, which its file is named for, in the folder of its area.</summary>
    internal static string? SkillOf(Fields file, string fileName, string folder, string root, Register register)
    {
        if (file.Text("skill") is not { } id) return null;
        if (id != fileName) file.Complaints.Error(file.LineOf("skill"), $"the skill '{id}' differs from the file name '{fileName}'.");
        if (!register.Skills.TryGetValue(id, out var skill)) file.Complaints.Error(file.LineOf("skill"), $"unknown skill '{id}'.");
        else if (folder != $"{root}/{skill.Area}") file.Complaints.Error(file.LineOf("skill"), $"the skill '{id}' is one of {skill.Area}: its file lies in {root}/{skill.Area}/.");
        return id;
    }

    internal static IReadOnlyList<Reference> References(Fields file, int least)
    {
        List<Reference> references = [];
        foreach (var reference in file.Maps("references"))
        {
            var (title, url) = (reference.Text("title"), reference.Text("url"));
            reference.Done();
            if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == "https")) file.Complaints.Error(reference.LineOf("url"), $"'{url}' is not an https address.");
            else if (title is not null && url is not null) references.Add(new(title, url));
        }
        if (file.Has("references") && references.Count < least) file.Complaints.Error(file.LineOf("references"), $"{references.Count} references are too few; {least} or more are needed.");
        return references;
    }

    internal static int Words(string text) => Word().Count(text);

    [GeneratedRegex(@"[\p{L}\p{N}][^\s|]*")]
    private static partial Regex Word();
}
