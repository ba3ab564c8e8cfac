using System.CommandLine;
using System.Globalization;
using Certus.Measure;
using Certus.Measure.Adaptive;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus adaptive BANK.csv</c>: simulated adaptive tests, and what they measure.</summary>
internal static class AdaptiveCommand
{
    private const int DefaultExaminees = 1000, DefaultLength = 25, ItemsShown = 10, MostExaminees = 10_000_000;
    private const ulong DefaultSeed = 1;
    private static readonly double[] Bands = [double.NegativeInfinity, -2, -1, 0, 1, 2, double.PositiveInfinity];

    private sealed record Asked(string Id, string Content, double Share);

    private sealed record Band(double? From, double? To, int Examinees, double Bias, double Rmse, double MeanStandardError, double MeanItems);

    private sealed record ExposureView(double Largest, double Unused, double Overlap, IReadOnlyList<Asked> Items);

    private sealed record Document(
        int Examinees, int Length, ulong Seed, string Select, double Bias, double Rmse, double MeanStandardError, double Coverage90, double MeanItems, long Steps, double? Passed,
        IReadOnlyDictionary<string, int> Stopped, IReadOnlyList<Band> ByAbility, ExposureView Exposure, IReadOnlyList<SimulatedExaminee> Tests);

    public static Command Make(Terminal terminal)
    {
        var bank = new Argument<string>("BANK.csv") { Description = "Items with their parameters, a row an item; see docs/models/adaptive.md." };
        var examinees = Whole("--examinees", $"How many tests to simulate; left out, {DefaultExaminees}.", 1, MostExaminees);
        var length = Whole("--length", $"The most items of a test; left out, {DefaultLength} or all there are.", 1, 10_000);
        var seed = Shared.Seed(required: false);
        seed.Description = "Whole number; equal seeds give equal results. Left out, 1.";
        var error = Number("--se", "Stop once the standard error is below this.", "a number above 0", value => value > 0);
        var pass = Number("--pass", "Stop once it is decided on which side of this ability an examinee is (sequential probability ratio, zone of ±0.25, errors of 5 %).", "a number", _ => true);
        var at = Number("--at", "The true ability of all examinees; left out, it is drawn from a standard normal distribution.", "a number from -10 to 10", value => Math.Abs(value) <= 10);
        var select = new Option<string>("--select") { Description = "The next item: information (largest at the estimate) or kl (Kullback–Leibler about it).", HelpName = "RULE", DefaultValueFactory = _ => "information" };
        select.AcceptOnlyFromAmong("information", "kl");
        var among = Whole("--randomesque", "Ask one of the best N items.", 1, 1000);
        var limit = Number("--max-exposure", "Ask no item of more than this share of examinees (Sympson and Hetter).", "a number above 0 and at most 1", value => value is > 0 and <= 1);
        var balance = new Option<bool>("--balance") { Description = "Keep the content areas in the proportions that they have in the bank." };
        var model = new Option<string>("--model") { Description = "What items with b1, b2, … are that do not say so themselves: graded or gpcm.", HelpName = "MODEL", DefaultValueFactory = _ => "graded" };
        model.AcceptOnlyFromAmong("graded", "gpcm");
        var json = Shared.Json();
        var command = new Command("adaptive", "Simulate adaptive tests on a bank of calibrated items.") { bank, examinees, length, seed, error, pass, at, select, among, limit, balance, model, json };
        command.SetAction((parsed, cancel) =>
        {
            if (parsed.GetValue(among) is not null && parsed.GetValue(limit) is not null) throw Refusal.WrongUse("--randomesque and --max-exposure exclude each other.");
            var items = MeasureFiles.Items(parsed.GetRequiredValue(bank), parsed.GetValue(model) == "gpcm");
            var (number, most, start) = (parsed.GetValue(examinees) ?? DefaultExaminees, parsed.GetValue(length) ?? Math.Min(DefaultLength, items.Count), parsed.GetValue(seed) ?? DefaultSeed);
            if (most > items.Count) throw Refusal.WrongUse($"--length is {most}, and {parsed.GetRequiredValue(bank)} has {Contents.Count(items.Count, "item")}.");
            var settings = new AdaptiveSettings(most)
            {
                StandardError = parsed.GetValue(error),
                PassLine = parsed.GetValue(pass) is { } theta ? new(theta) : null,
                Selection = parsed.GetValue(select) == "kl" ? ItemSelection.KullbackLeibler : ItemSelection.MaximumInformation,
                Blueprint = parsed.GetValue(balance) ? [.. items.GroupBy(item => item.Content, StringComparer.Ordinal).Select(area => new ContentShare(area.Key, area.Count()))] : null,
                Exposure = parsed.GetValue(among) is { } best ? new ExposureControl.Randomesque(best) : new ExposureControl.None(),
            };
            var prepared = new AdaptiveBank(items);
            if (parsed.GetValue(limit) is { } share)
            {
                if (share * items.Count < most) throw Refusal.WrongUse(string.Create(CultureInfo.InvariantCulture, $"--max-exposure is {share}, and tests of {most} out of {items.Count} items ask each of {(double)most / items.Count:0.###} on average."));
                settings = settings with { Exposure = SympsonHetterSearch.Find(prepared, settings, share, start, cancel: cancel) };
            }
            var report = ProgressBar.During(terminal, "Testing", number, progress =>
                parsed.GetValue(at) is { } ability
                    ? AdaptiveSimulation.Run(prepared, settings, [.. Enumerable.Repeat(ability, number)], start, progress, cancel)
                    : AdaptiveSimulation.Run(prepared, settings, number, start, progress, cancel));
            var document = Of(report, items, most, start, parsed.GetValue(select)!);
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, document);
            else Print(terminal, document);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static Document Of(AdaptiveReport report, IReadOnlyList<CalibratedItem> items, int length, ulong seed, string select) => new(
        report.Examinees.Count, length, seed, select, report.Bias, report.Rmse, report.MeanStandardError, report.Coverage, report.MeanItems, report.Steps,
        report.Examinees[0].Passed is null ? null : report.Examinees.Average(examinee => examinee.Passed == true ? 1.0 : 0),
        report.Examinees.GroupBy(examinee => examinee.Stopped).OrderBy(group => group.Key).ToDictionary(group => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(group.Key.ToString()), group => group.Count()),
        [.. Enumerable.Range(0, Bands.Length - 1).Select(i => BandOf(report, Bands[i], Bands[i + 1])).OfType<Band>()],
        new(report.Exposure.Max(), report.Unused, report.Overlap, [.. items.Select((item, i) => new Asked(item.Id, item.Content, report.Exposure[i]))]), report.Examinees);

    private static Band? BandOf(AdaptiveReport report, double from, double to)
    {
        SimulatedExaminee[] inside = [.. report.Examinees.Where(examinee => examinee.TrueTheta >= from && examinee.TrueTheta < to)];
        if (inside.Length == 0) return null;
        var part = new AdaptiveReport(inside, [1]);
        return new(double.IsFinite(from) ? from : null, double.IsFinite(to) ? to : null, inside.Length, part.Bias, part.Rmse, part.MeanStandardError, part.MeanItems);
    }

    private static void Print(Terminal terminal, Document document)
    {
        static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
        var table = new Table().Border(TableBorder.Simple).AddColumns("True ability", "Examinees", "Items", "Bias", "RMSE", "Standard error");
        foreach (var band in document.ByAbility)
            table.AddRow(
                new Text(band switch { { From: null } => $"below {band.To}", { To: null } => $"{band.From} and above", _ => $"{band.From} to {band.To}" }), new Text(band.Examinees.ToString(CultureInfo.InvariantCulture)),
                new Text(band.MeanItems.ToString("0.0", CultureInfo.InvariantCulture)), new Text(Number(band.Bias)), new Text(Number(band.Rmse)), new Text(Number(band.MeanStandardError)));
        terminal.Write(table);
        terminal.Out.WriteLine();
        terminal.Screen.Write(new Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{document.Examinees} tests of {document.MeanItems:0.0} items on average, seed {document.Seed}: bias {document.Bias:0.000}, root mean squared error {document.Rmse:0.000}, mean standard error {document.MeanStandardError:0.000}; the truth lies in {document.Coverage90 * 100:0.0} % of the 90 % intervals.\n")));
        terminal.Screen.Write(new Text($"Stopped: {string.Join(", ", document.Stopped.Select(reason => $"{Reason(reason.Key)} {reason.Value}"))}.\n"));
        if (document.Passed is { } passed) terminal.Screen.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"Above the pass line: {passed * 100:0.0} %.\n")));
        terminal.Screen.Write(new Text(string.Create(
            CultureInfo.InvariantCulture,
            $"Most asked: {string.Join(", ", document.Exposure.Items.OrderByDescending(item => item.Share).Take(ItemsShown).Select(item => $"{item.Id} {item.Share * 100:0} %"))}; {document.Exposure.Unused * 100:0} % of the bank was never asked, and two tests share {document.Exposure.Overlap * 100:0} % of their items.\n")));
    }

    private static string Reason(string key) => key switch
    {
        "standardError" => "sure enough",
        "length" => "at the length",
        "decided" => "decided",
        _ => "out of items",
    };

    private static Option<int?> Whole(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Shared.Parse<int>(
            result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null, $"a whole number from {least} to {most}"),
    };

    private static Option<double?> Number(string name, string description, string mustBe, Func<double, bool> fits) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result => Shared.Parse<double>(
            result, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && fits(value) ? value : null, mustBe),
    };
}
