using System.CommandLine;
using System.Globalization;
using Certus.Content.Csv;
using Certus.Remember;

namespace Certus.Cli;

/// <summary><c>certus fsrs</c>: the memory model on a review log.</summary>
internal static class FsrsCommand
{
    public static Command Make(Terminal terminal) => new("fsrs", "Fit, evaluate and replay the memory model FSRS-6 on a review log.")
    {
        FsrsFitCommand.Make(terminal),
        FsrsEvaluateCommand.Make(terminal),
        FsrsReplayCommand.Make(terminal),
        FsrsScheduleCommand.Make(terminal),
        FsrsWorkloadCommand.Make(terminal),
    };

    public static Argument<string> Log() => new("LOG.csv") { Description = "Reviews: card_id, review_time (milliseconds since 1970, UTC), review_rating (1 to 4); other columns are passed over." };

    public static Option<string?> UserColumn() => new("--user-col") { Description = "The column that tells learners apart; left out, all reviews are one learner's.", HelpName = "NAME" };

    public static Option<string?> Parameters() => new("--params") { Description = "A JSON file with 21 parameters, or what 'certus fsrs fit --json' printed; left out, the published defaults.", HelpName = "FILE" };

    public static Option<bool> NoShortTerm() => new("--no-short-term") { Description = "Treat a second review on one day as a review after no days, without a rule of its own." };

    public static Option<double?> Share(string name, string description, double least, double most) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        CustomParser = result => Shared.Parse<double>(
            result, text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share >= least && share <= most ? share : null,
            string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}")),
    };

    public static IReadOnlyList<LearnerReviews> Read(string path, string? userColumn, CancellationToken cancel) => MeasureFiles.Read(path, stream => ReviewCsv.Read(stream, path, userColumn, cancel));

    /// <summary>A name for messages and tables.</summary>
    public static string Name(string learner) => learner.Length == 0 ? "all" : learner;
}
