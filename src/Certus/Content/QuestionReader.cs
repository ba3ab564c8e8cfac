using System.Text.RegularExpressions;
using Certus.Catalog;
using Certus.Content.Yaml;
using Certus.Practice;

namespace Certus.Content;

/// <summary>Reads a question file: one question, or the questions of a case.</summary>
internal sealed partial class QuestionReader(Register register, Complaints complaints, string area, IReadOnlyDictionary<string, ContentFile> neighbors)
{
    public IReadOnlyList<QuestionDraft> Read(YamlNode? node, string fileName)
    {
        if (Fields.From(node, complaints, "A question") is not { } file) return [];
        var id = file.Text("id");
        if (id is not null && id != fileName) complaints.Error(file.LineOf("id"), $"the id '{id}' differs from the file name '{fileName}'.");
        if (id is not null && !KebabCase().IsMatch(id)) complaints.Error(file.LineOf("id"), $"the id '{id}' must be lower-case words with hyphens.");
        var type = file.Word<QuestionType>("type");
        var shared = ReadShared(file, null);
        var review = file.Map("review", false) is { } reviewFields ? ReadReview(reviewFields) : null;
        if (review is null && !file.Has("review")) complaints.Error(file.Line, "'review' is missing: no blind reader has answered this question.");
        var check = file.Date("checked");
        var enemies = file.Texts("enemies", false);
        List<QuestionDraft> drafts = [];
        if (type == QuestionType.Case)
        {
            var scenario = file.Text("scenario");
            var parts = file.Maps("questions");
            if (parts.Count < 2) complaints.Error(file.LineOf("questions"), "a case needs at least two questions.");
            for (var i = 0; i < parts.Count; i++)
            {
                var partId = parts[i].Text("id");
                if (partId is not null && !KebabCase().IsMatch(partId)) complaints.Error(parts[i].LineOf("id"), $"the id '{partId}' must be lower-case words with hyphens.");
                var partType = parts[i].Word<QuestionType>("type");
                if (partType is not (QuestionType.Single or QuestionType.Multiple or null))
                {
                    complaints.Error(parts[i].LineOf("type"), "a question of a case is single or multiple.");
                    partType = null;
                }
                if (Draft(parts[i], $"{id}.{partId}", partType, ReadShared(parts[i], shared), check, review, i == 0 ? enemies : [], new(id ?? "", scenario ?? "", i + 1, parts.Count), file.LineOf("scenario")) is { } part) drafts.Add(part);
                parts[i].Done();
            }
        }
        else if (Draft(file, id ?? fileName, type, shared, check, review, enemies, null) is { } draft) drafts.Add(draft);
        file.Done();
        return drafts;
    }

    private static readonly string[] KeysOfTypes = ["options", "steps", "prompts", "extra", "scenario", "questions"];

    private sealed record Shared(
        IReadOnlyList<string> Tasks, IReadOnlyList<string> Skills, double? Difficulty, string? Principle, IReadOnlyList<Reference> References);

    private Shared ReadShared(Fields fields, Shared? of)
    {
        var tasks = fields.Texts("exams", of is null);
        foreach (var (task, line) in tasks)
            if (register.FindTask(task) is null) complaints.Error(line, $"unknown exam task '{task}'.");
        var skills = fields.Texts("skills", of is null);
        foreach (var (skill, line) in skills)
            if (!register.Skills.ContainsKey(skill)) complaints.Error(line, $"unknown skill '{skill}'.");
        if (of is null && fields.IsEmptyList("exams")) complaints.Error(fields.LineOf("exams"), "'exams' names no task.");
        if (of is null && fields.IsEmptyList("skills")) complaints.Error(fields.LineOf("skills"), "'skills' names no skill.");
        var difficulty = fields.Number("difficulty", of is null);
        if (difficulty is < -3 or > 3) complaints.Error(fields.LineOf("difficulty"), "'difficulty' is in logits, from -3 to 3.");
        var principle = fields.Text("principle", of is null);
        List<Reference> references = [];
        foreach (var reference in fields.Maps("references", of is null))
        {
            var (title, url) = (reference.Text("title"), reference.Text("url"));
            reference.Done();
            if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == "https"))
                complaints.Error(reference.LineOf("url"), $"'{url}' is not an https address.");
            else if (title is not null && url is not null) references.Add(new(title, url));
        }
        if (of is null && fields.IsEmptyList("references")) complaints.Error(fields.LineOf("references"), "a question needs a reference.");
        return new(
            tasks.Count > 0 || of is null ? [.. tasks.Select(entry => entry.Text)] : of.Tasks,
            skills.Count > 0 || of is null ? [.. skills.Select(entry => entry.Text)] : of.Skills,
            (double?)difficulty ?? of?.Difficulty, principle ?? of?.Principle, references.Count > 0 || of is null ? references : of.References);
    }

    private Review? ReadReview(Fields review)
    {
        var (outcome, sure, second, on) = (review.Text("outcome"), review.Whole("sure", 0, 100), review.Text("second", false), review.Date("on"));
        review.Done();
        if (outcome is not (null or "agreed" or "mended")) complaints.Error(review.LineOf("outcome"), "'outcome' must be agreed or mended.");
        if (second is not null && !(second.Length == 1 && second[0] is >= 'A' and <= 'F')) complaints.Error(review.LineOf("second"), "'second' must be an option's letter.");
        return outcome is null || sure is null || on is null ? null : new(outcome, sure.Value, second, on.Value);
    }

    private QuestionDraft? Draft(Fields fields, string id, QuestionType? type, Shared shared, DateOnly? check, Review? review, IReadOnlyList<(string Id, int Line)> enemies, CasePart? part, int scenarioLine = 0)
    {
        var stem = fields.Text("stem");
        List<Option> options = [];
        List<Prompt> prompts = [];
        List<int> optionLines = [];
        var key = Picks.None;
        switch (type)
        {
            case QuestionType.Single or QuestionType.Multiple: key = ReadOptions(fields, type.Value, stem, options, optionLines); break;
            case QuestionType.Ordering: key = ReadSteps(fields, options, optionLines); break;
            case QuestionType.Matching: key = ReadPrompts(fields, options, prompts, optionLines); break;
            default: foreach (var unread in KeysOfTypes) fields.Has(unread); break;     // whether they belong here, only the type could tell
        }
        var stemLine = fields.LineOf("stem");
        int LineOfOption(int i) => type == QuestionType.Matching ? stemLine : optionLines[i];     // its lines are those of the prompts
        var texts = new (string?, int)[] { (stem, stemLine), (part?.Scenario, scenarioLine), (shared.Principle, fields.LineOf("principle")) }
            .Concat(options.SelectMany((option, i) => new[] { ((string?)option.Text, LineOfOption(i)), (option.Why, LineOfOption(i)) }))
            .Concat(prompts.SelectMany((prompt, i) => new[] { ((string?)prompt.Text, optionLines[i]), (prompt.Why, optionLines[i]) }));
        var figures = FigureReader.Read(texts, neighbors, complaints);
        // What else is missing has been said and keeps the file out of the bank; the draft lives on, so that its other faults are told in the same run.
        if (type is null || stem is null) return null;
        var question = new Question(
            id, type.Value, area, shared.Tasks, shared.Skills, shared.Difficulty ?? 0, stem, options, prompts, key, shared.Principle ?? "", shared.References, check ?? default, review, part, null, figures)
        {
            Enemies = [.. enemies.Select(enemy => enemy.Id)],
        };
        return new(question, complaints, fields.LineOf("id"), stemLine, optionLines, fields.LineOf("principle"), [.. enemies.Select(enemy => enemy.Line)]);
    }

    private Picks ReadOptions(Fields fields, QuestionType type, string? stem, List<Option> options, List<int> lines)
    {
        List<int> right = [];
        foreach (var option in fields.Maps("options"))
        {
            var (text, correct, why, misconception) = (option.Text("text"), option.Flag("correct", false) ?? false, option.Text("why"), option.Text("misconception", false));
            option.Done();
            if (misconception is not null && !register.Misconceptions.ContainsKey(misconception)) complaints.Error(option.LineOf("misconception"), $"unknown misconception '{misconception}'.");
            if (misconception is not null && correct) complaints.Error(option.LineOf("misconception"), "a right option can't name a misconception.");
            if (correct) right.Add(options.Count);
            lines.Add(option.Line);
            options.Add(new(text ?? "", why ?? "", misconception));
        }
        var line = fields.LineOf("options");
        if (type == QuestionType.Single)
        {
            if (options.Count != 4) complaints.Error(line, $"a single choice has four options, not {options.Count}.");
            if (right.Count != 1) complaints.Error(line, right.Count == 0 ? "no option is right." : $"{right.Count} options are right in a single choice.");
        }
        else
        {
            if ((options.Count, right.Count) is not ((5, 2) or (6, 3)))
                complaints.Error(line, $"{right.Count} of {options.Count} options are right; a multiple response has two right ones of five, or three of six.");
            else if (stem is not null && $"(Select {(right.Count == 2 ? "TWO" : "THREE")}.)" is var ending && !stem.EndsWith(ending, StringComparison.Ordinal))
                complaints.Error(fields.LineOf("stem"), $"the stem must end with '{ending}'.");
        }
        return Picks.Of(right);
    }

    /// <summary>The steps by their text, since a file has them in the right order and their numbers go to the browser.</summary>
    private static Picks ReadSteps(Fields fields, List<Option> options, List<int> lines)
    {
        List<(Option Step, int Line, int Place)> steps = [];
        foreach (var step in fields.Maps("steps"))
        {
            var (text, why) = (step.Text("text"), step.Text("why"));
            step.Done();
            steps.Add((new(text ?? "", why ?? "", null), step.Line, steps.Count));
        }
        if (steps.Count is < 3 or > 5) fields.Complaints.Error(fields.LineOf("steps"), $"an ordering has three to five steps, not {steps.Count}.");
        var sorted = steps.OrderBy(step => step.Step.Text, StringComparer.Ordinal).ToList();
        options.AddRange(sorted.Select(step => step.Step));
        lines.AddRange(sorted.Select(step => step.Line));
        return Picks.InOrder(steps.Select(step => sorted.IndexOf(step)));
    }

    private static Picks ReadPrompts(Fields fields, List<Option> options, List<Prompt> prompts, List<int> lines)
    {
        List<string> answers = [];
        foreach (var prompt in fields.Maps("prompts"))
        {
            var (text, answer, why) = (prompt.Text("text"), prompt.Text("answer"), prompt.Text("why"));
            prompt.Done();
            lines.Add(prompt.Line);
            prompts.Add(new(text ?? "", why ?? ""));
            answers.Add(answer ?? "");
        }
        if (prompts.Count is < 3 or > 7) fields.Complaints.Error(fields.LineOf("prompts"), $"a matching has three to seven prompts, not {prompts.Count}.");
        var extra = fields.Texts("extra", false);
        if (extra.Count > 5) fields.Complaints.Error(fields.LineOf("extra"), $"a matching has at most five extra choices, not {extra.Count}.");
        foreach (var (text, line) in extra.Where(entry => answers.Contains(entry.Text))) fields.Complaints.Error(line, $"'{text}' is an answer, so it is not extra.");
        var choices = answers.Concat(extra.Select(entry => entry.Text)).Distinct().Order(StringComparer.Ordinal).ToList();
        options.AddRange(choices.Select(choice => new Option(choice, "", null)));
        return Picks.InOrder(answers.Select(answer => choices.IndexOf(answer)));
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
