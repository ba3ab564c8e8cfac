using System.CommandLine;
using Certus.Content.Csv;
using Certus.Measure;
using Certus.Measure.Calibration;

namespace Certus.Cli;

/// <summary>What the verbs that calibrate are told.</summary>
internal sealed class CalibrationInputs(bool groupsRequired = false, bool modelRequired = true)
{
    private static readonly (string Name, ItemFamily Family)[] Models =
    [
        ("rasch", ItemFamily.Rasch), ("2pl", ItemFamily.TwoParameter), ("3pl", ItemFamily.ThreeParameter), ("graded", ItemFamily.Graded), ("gpcm", ItemFamily.PartialCredit), ("nominal", ItemFamily.Nominal),
    ];

    public Argument<string> Responses { get; } = new("RESPONSES.csv") { Description = "Answers: a column an item, a row a person, categories from 0; empty where an item was not administered." };

    public Option<string?> Model { get; } = MakeModel(modelRequired);

    public Option<string?> Groups { get; } = new("--groups") { Description = "The group of each person: columns person and group. The group named first is the reference.", HelpName = "G.csv", Required = groupsRequired };

    public Option<string?> Fixed { get; } = new("--fixed") { Description = "Items whose parameters stand; the others come out on their scale.", HelpName = "ITEMS.csv" };

    public Option<string?> Priors { get; } = new("--priors") { Description = "Authors' ratings of difficulty: columns item, b (logits) and sd.", HelpName = "PRIORS.csv" };

    public Option<bool> NoGuessingPrior { get; } = new("--no-guessing-prior") { Description = "Leave out the prior on the lower asymptote of 3pl (its logit around -1.1, give or take 0.5)." };

    private static Option<string?> MakeModel(bool required)
    {
        var model = new Option<string?>("--model") { Description = "rasch, 2pl, 3pl, graded, gpcm or nominal.", HelpName = "MODEL", Required = required };
        model.AcceptOnlyFromAmong([.. Models.Select(known => known.Name)]);
        return model;
    }

    public static string Name(ItemFamily family) => Models.First(known => known.Family == family).Name;

    /// <summary>The answers with their groups.</summary>
    public Responses Read(ParseResult parsed, CancellationToken cancel, bool chosenOptions = false)
    {
        var path = parsed.GetRequiredValue(Responses);
        var responses = chosenOptions ? MeasureFiles.Options(path, cancel) : MeasureFiles.Responses(path, cancel);
        return parsed.GetValue(Groups) is { } groups ? MeasureFiles.Read(groups, stream => GroupCsv.Read(stream, groups, responses, cancel)) : responses;
    }

    /// <summary>How to calibrate; null where no model was named and there is no other.</summary>
    public CalibrationOptions? Options(ParseResult parsed, ItemFamily? otherwise = null)
    {
        if ((parsed.GetValue(Model) is { } name ? Models.First(known => known.Name == name).Family : otherwise) is not { } family) return null;
        var options = new CalibrationOptions(family) { Guessing = parsed.GetValue(NoGuessingPrior) ? null : CalibrationPrior.UsualGuessing };
        if (parsed.GetValue(Fixed) is { } known) options = options with { Fixed = MeasureFiles.Items(known, family == ItemFamily.PartialCredit).ToDictionary(item => item.Id, item => item.Model, StringComparer.Ordinal) };
        if (parsed.GetValue(Priors) is { } priors) options = options with { Priors = MeasureFiles.Read(priors, stream => PriorCsv.Read(stream, priors)) };
        return options;
    }

    /// <summary>Calibrates under a bar, or refuses.</summary>
    public CalibrationReport Calibrate(ParseResult parsed, Responses responses, CalibrationOptions options, Terminal terminal, CancellationToken cancel) => Run(responses, options, terminal, cancel) switch
    {
        CalibrationResult.Calibrated calibrated => calibrated.Report,
        CalibrationResult.Refused refused => throw Refusal.No($"{parsed.GetRequiredValue(Responses)}: {refused.Reason}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Calibrates under a bar.</summary>
    public static CalibrationResult Run(Responses responses, CalibrationOptions options, Terminal terminal, CancellationToken cancel) =>
        ProgressBar.During(terminal, "Calibrating", SlopeProgress.Total, steps => Calibrator.Calibrate(responses, options, steps is null ? null : new SlopeProgress(steps, options.Tolerance), cancel));

    /// <summary>How far the slope has come down from where it was first to where it must be, in decades.</summary>
    private sealed class SlopeProgress(IProgress<int> steps, double tolerance) : IProgress<CalibrationProgress>
    {
        public const int Total = 100;
        private double? _first;

        public void Report(CalibrationProgress value)
        {
            if (!(value.ScaledGradient > 0)) return;
            _first ??= Math.Max(value.ScaledGradient, tolerance * 10);
            steps.Report((int)Math.Clamp(Total * Math.Log(_first.Value / value.ScaledGradient) / Math.Log(_first.Value / tolerance), 0, Total));
        }
    }
}
