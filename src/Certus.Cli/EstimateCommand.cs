using System.CommandLine;
using System.Globalization;
using Certus.Measure;

namespace Certus.Cli;

/// <summary><c>certus estimate ITEMS.csv RESPONSES.csv</c>: how able each person is, and how sure that is.</summary>
internal static class EstimateCommand
{
    private const int PersonsAtOnce = 500;

    private enum Outcome
    {
        Found,
        NoMaximumAbove,
        NoMaximumBelow,
        NoAnswers,
    }

    private sealed record Row(string Person, double? Theta, double? StandardError, double? ObservedError, int Answered, Outcome Outcome);

    private sealed record Document(string Method, double PriorMean, double PriorSd, int Items, IReadOnlyList<string> ColumnsWithoutItem, int Persons, IReadOnlyList<Row> Scores);

    private static readonly (string Name, AbilityMethod Method)[] Methods =
    [
        ("eap", AbilityMethod.ExpectedAPosteriori), ("map", AbilityMethod.MaximumAPosteriori), ("mle", AbilityMethod.MaximumLikelihood), ("wle", AbilityMethod.WeightedLikelihood),
        ("jeffreys", AbilityMethod.JeffreysMode),
    ];

    public static Command Make(Terminal terminal)
    {
        var items = new Argument<string>("ITEMS.csv") { Description = "Items with their parameters, a row an item; see docs/models/ability.md." };
        var responses = new Argument<string>("RESPONSES.csv") { Description = "Answers: a column an item, a row a person; empty where an item was not administered." };
        var method = new Option<string>("--method") { Description = "eap, map, mle, wle (Warm's) or jeffreys.", HelpName = "METHOD", DefaultValueFactory = _ => "eap" };
        method.AcceptOnlyFromAmong([.. Methods.Select(known => known.Name)]);
        var model = new Option<string>("--model") { Description = "What items with b1, b2, … are that do not say so themselves: graded or gpcm.", HelpName = "MODEL", DefaultValueFactory = _ => "graded" };
        model.AcceptOnlyFromAmong("graded", "gpcm");
        var mean = Number("--prior-mean", "The mean of the prior for eap and map, in logits; left out, 0.", "a number", _ => true);
        var deviation = Number("--prior-sd", "The prior's standard deviation, in logits; left out, 1.", "a number above 0", value => value > 0);
        var file = new Option<string?>("--out") { Description = "Write the scores into this file, as comma-separated values.", HelpName = "FILE" };
        var json = Shared.Json();
        var command = new Command("estimate", "Estimate the ability of persons from their answers to calibrated items.") { items, responses, method, model, mean, deviation, file, json };
        command.SetAction((parsed, cancel) =>
        {
            var (name, chosen) = Methods.First(known => known.Name == parsed.GetValue(method));
            var prior = new NormalPrior(parsed.GetValue(mean) ?? 0, parsed.GetValue(deviation) ?? 1);
            var bank = MeasureFiles.Items(parsed.GetRequiredValue(items), parsed.GetValue(model) == "gpcm");
            var answers = MeasureFiles.Responses(parsed.GetRequiredValue(responses), cancel);
            var document = Estimate(name, chosen, prior, bank, answers, parsed, (parsed.GetRequiredValue(items), parsed.GetRequiredValue(responses)), terminal, cancel);
            if (parsed.GetValue(file) is { } path) MeasureFiles.Write(path, writer => WriteRows(writer, document));
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, document);
            else Print(terminal, document, parsed.GetValue(file));
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static Document Estimate(
        string name, AbilityMethod method, NormalPrior prior, IReadOnlyList<CalibratedItem> bank, Responses answers, ParseResult parsed, (string Items, string Responses) files, Terminal terminal,
        CancellationToken cancel)
    {
        var known = bank.ToDictionary(item => item.Id, item => item.Model, StringComparer.Ordinal);
        int[] columns = [.. Enumerable.Range(0, answers.Items.Count).Where(column => known.ContainsKey(answers.Items[column]))];
        if (columns.Length == 0) throw Refusal.WrongUse($"{files.Items} and {files.Responses} have no item in common: the answers are to {Some(answers.Items)}, the items are {Some([.. bank.Select(item => item.Id)])}.");
        ItemModel[] models = [.. columns.Select(column => known[answers.Items[column]])];
        var estimator = new AbilityEstimator(method, models, prior);
        var rows = new Row[answers.Persons];
        var done = 0;
        ProgressBar.During(terminal, "Estimating", answers.Persons, progress =>
        {
            try
            {
                Parallel.For(0, (answers.Persons + PersonsAtOnce - 1) / PersonsAtOnce, new ParallelOptions { CancellationToken = cancel }, batch =>
                {
                    var given = new sbyte[columns.Length];
                    var (from, to) = (batch * PersonsAtOnce, Math.Min((batch + 1) * PersonsAtOnce, answers.Persons));
                    for (var person = from; person < to; person++)
                    {
                        var row = answers.Row(person);
                        for (var i = 0; i < given.Length; i++)
                        {
                            given[i] = row[columns[i]];
                            if (given[i] >= models[i].Categories)
                                throw Refusal.WrongUse($"{files.Responses}: the answer of person {answers.Person(person)} to '{answers.Items[columns[i]]}' is {given[i]}, and {files.Items} knows it with {models[i].Categories} categories, from 0.");
                        }
                        rows[person] = Of(answers.Person(person), given.Count(response => response != Response.Missing), estimator.Estimate(given));
                    }
                    progress?.Report(Interlocked.Add(ref done, to - from));
                });
            }
            catch (AggregateException many) when (many.InnerExceptions.OfType<Refusal>().FirstOrDefault() is { } refusal)
            {
                throw refusal;
            }
            return done;
        });
        return new(name, prior.Mean, prior.StandardDeviation, columns.Length, [.. answers.Items.Where(item => !known.ContainsKey(item))], answers.Persons, rows);
    }

    private static Row Of(string person, int answered, AbilityEstimate estimate) => estimate switch
    {
        AbilityEstimate.Found found => new(person, found.Theta, found.StandardError, found.ObservedError, answered, Outcome.Found),
        AbilityEstimate.NoFiniteMaximum none => new(person, null, null, null, answered, none.Upward ? Outcome.NoMaximumAbove : Outcome.NoMaximumBelow),
        AbilityEstimate.NoAnswers => new(person, null, null, null, answered, Outcome.NoAnswers),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static void WriteRows(TextWriter writer, Document document)
    {
        writer.WriteLine("person,theta,se,se_observed,answered,outcome");
        foreach (var row in document.Scores)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{MeasureFiles.Cell(row.Person)},{row.Theta:R},{row.StandardError:R},{row.ObservedError:R},{row.Answered},{Words(row.Outcome)}"));
    }

    private static void Print(Terminal terminal, Document document, string? file)
    {
        if (file is null)
        {
            var width = Math.Max(6, document.Scores.Max(row => row.Person.Length));
            terminal.Out.WriteLine($"{"person".PadRight(width)}      theta         se   answered");
            foreach (var row in document.Scores)
                terminal.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{row.Person.PadRight(width)} {row.Theta,10:0.0000} {row.StandardError,10:0.0000} {row.Answered,10}{(row.Outcome == Outcome.Found ? "" : "   " + Words(row.Outcome))}"));
        }
        else terminal.Out.WriteLine($"Wrote the scores of {Contents.Count(document.Persons, "person")} to {file}.");
        var found = document.Scores.Count(row => row.Outcome == Outcome.Found);
        terminal.Out.WriteLine($"{Contents.Count(document.Persons, "person")}, {Contents.Count(document.Items, "item")}, {document.Method}: {Contents.Count(found, "estimate")}, {document.Persons - found} without a finite one.");
        if (document.ColumnsWithoutItem.Count > 0) terminal.Out.WriteLine($"Left out, for there are no parameters: {Some(document.ColumnsWithoutItem)}.");
    }

    private static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Found => "found",
        Outcome.NoMaximumAbove => "no finite maximum: ever likelier upward",
        Outcome.NoMaximumBelow => "no finite maximum: likeliest for the least able",
        _ => "no answers",
    };

    private static string Some(IReadOnlyList<string> names) => names.Count <= 3 ? string.Join(", ", names) : $"{names[0]}, {names[1]}, … ({names.Count})";

    private static Option<double?> Number(string name, string description, string mustBe, Func<double, bool> fits) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result => Shared.Parse<double>(
            result, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && fits(value) ? value : null, mustBe),
    };
}
