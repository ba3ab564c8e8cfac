using Certus.Catalog;
using Certus.Content.Yaml;
using Certus.Practice.Labs;

namespace Certus.Content;

/// <summary>Reads a lab's brief: <c>labs/ID/lab.yaml</c>.</summary>
internal static class LabReader
{
    private const int AllPoints = 100;

    public static LabBrief? Read(YamlNode? node, string folder, Register register, Complaints complaints)
    {
        if (Fields.From(node, complaints, "A lab") is not { } file) return null;
        var (id, title, task, minutes, data, check) = (file.Text("id"), file.Text("title"), file.Text("task"), file.Whole("minutes", 10, 240), file.Text("data"), file.Date("checked"));
        if (id is not null && folder != $"labs/{id}") complaints.Error(file.LineOf("id"), $"the id '{id}' differs from the folder '{folder}'.");
        var skills = file.Texts("skills");
        foreach (var (skill, line) in skills)
            if (!register.Skills.ContainsKey(skill)) complaints.Error(line, $"unknown skill '{skill}'.");
        var services = file.Texts("services");
        var cost = file.Map("cost") is { } price ? Cost(price) : null;
        List<LabStep> steps = [.. file.Maps("steps").Select(Step).OfType<LabStep>()];
        List<LabCheck> checks = [.. file.Maps("checks").Select(Check).OfType<LabCheck>()];
        List<LabFault> faults = [.. file.Maps("faults", false).Select(Fault).OfType<LabFault>()];
        var references = CardReader.References(file, 1);
        file.Done();
        foreach (var twice in checks.GroupBy(entry => entry.Id).Where(same => same.Count() > 1)) complaints.Error(file.LineOf("checks"), $"two checks have the id '{twice.Key}'.");
        foreach (var twice in faults.GroupBy(entry => entry.Id).Where(same => same.Count() > 1)) complaints.Error(file.LineOf("faults"), $"two faults have the id '{twice.Key}'.");
        if (checks.Sum(entry => entry.Points) is var points && points != AllPoints) complaints.Error(file.LineOf("checks"), $"the points of the checks sum to {points}, not {AllPoints}.");
        if (check is { } day && task is not null)
            ServiceChecks.Report(string.Join('\n', steps.SelectMany(step => step.Hints.Append(step.Body).Append(step.Title)).Append(task)), file.LineOf("task"), day, register, complaints);
        return id is null || title is null || task is null || minutes is null || data is null || cost is null || check is null
            ? null
            : new(id, title, task, Plain(skills), minutes.Value, Plain(services), data, cost, steps, checks, faults, references, check.Value);
    }

    private static IReadOnlyList<string> Plain(IReadOnlyList<(string Text, int Line)> texts) => [.. texts.Select(entry => entry.Text)];

    private static LabCost? Cost(Fields cost)
    {
        var (usd, assumes, source, asOf) = (cost.Number("usd", 0, 1000), cost.Text("assumes"), cost.Text("source"), cost.Date("asOf"));
        cost.Done();
        if (source is not null && !(Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme == "https")) cost.Complaints.Error(cost.LineOf("source"), $"'{source}' is not an https address.");
        else if (usd is not null && assumes is not null && source is not null && asOf is not null) return new(usd.Value, assumes, new Uri(source), asOf.Value);
        return null;
    }

    private static LabStep? Step(Fields step)
    {
        var (title, body, hints) = (step.Text("title"), step.Text("body"), step.Texts("hints", false));
        List<LabCommand> commands = [];
        if (step.Map("commands", false) is { } given)
        {
            if (given.Text("cli", false) is { } cli) commands.Add(new(LabClient.Cli, cli));
            if (given.Text("boto3", false) is { } boto3) commands.Add(new(LabClient.Boto3, boto3));
            if (given.Text("dotnet", false) is { } dotnet) commands.Add(new(LabClient.DotNet, dotnet));
            given.Done();
        }
        step.Done();
        return title is null || body is null ? null : new(title, body, Plain(hints), commands);
    }

    private static LabCheck? Check(Fields check)
    {
        var (id, title, points) = (check.Text("id"), check.Text("title"), check.Whole("points", 1, AllPoints));
        check.Done();
        return id is null || title is null || points is null ? null : new(id, title, points.Value);
    }

    private static LabFault? Fault(Fields fault)
    {
        var (id, symptom) = (fault.Text("id"), fault.Text("symptom"));
        fault.Done();
        return id is null || symptom is null ? null : new(id, symptom);
    }
}
