using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Certus.Remember;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus fsrs fit LOG.csv</c>: the parameters that predict a learner's reviews best.</summary>
internal static class FsrsFitCommand
{
    private sealed record Fitted(
        string User, IReadOnlyList<double> Parameters, int Reviews, int Items, double? LogLoss, double? DefaultLogLoss, double? RmseBins, double? Auc, double? HoldoutLogLoss, double? HoldoutDefaultLogLoss, bool Converged);

    private sealed record One(
        IReadOnlyList<double> Parameters, int Reviews, int Items, double? LogLoss, double? DefaultLogLoss, double? RmseBins, double? Auc, double? HoldoutLogLoss, double? HoldoutDefaultLogLoss, bool Converged, double Seconds);

    private sealed record Many(IReadOnlyList<Fitted> Users, int Reviews, int Items, double? LogLoss, double? DefaultLogLoss, double? RmseBins, double? HoldoutLogLoss, double Seconds);

    public static Command Make(Terminal terminal)
    {
        var (log, user, plain, json) = (FsrsCommand.Log(), FsrsCommand.UserColumn(), FsrsCommand.NoShortTerm(), Shared.Json());
        var holdout = FsrsCommand.Share("--holdout", "Also fit on the earlier items alone and tell the loss on this last share of them, such as 0.2.", 0.01, 0.9);
        var command = new Command("fit", "Fit the 21 parameters of FSRS-6 to a review log.") { log, user, holdout, plain, json };
        command.SetAction((parsed, cancel) =>
        {
            var learners = FsrsCommand.Read(parsed.GetRequiredValue(log), parsed.GetValue(user), cancel);
            var clock = Stopwatch.StartNew();
            // Several learners are fitted side by side, each on one core: that waits less than one after the other on all of them.
            var options = new FitOptions { ShortTerm = !parsed.GetValue(plain), MostThreads = learners.Count >= Environment.ProcessorCount ? 1 : -1 };
            var users = ProgressBar.During(terminal, "Fitting", learners.Count, progress =>
            {
                var (fitted, done) = (new Fitted[learners.Count], 0);
                Parallel.For(0, learners.Count, new ParallelOptions { CancellationToken = cancel }, learner =>
                {
                    fitted[learner] = Fit(learners[learner], parsed.GetValue(holdout), options, cancel);
                    progress?.Report(Interlocked.Increment(ref done));
                });
                return fitted.ToList();
            });
            var seconds = clock.Elapsed.TotalSeconds;
            if (parsed.GetValue(json))
                if (parsed.GetValue(user) is null) JsonOutput.Write(terminal, OneOf(users[0], seconds));
                else JsonOutput.Write(terminal, ManyOf(users, seconds));
            else Print(terminal, users, seconds);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static Fitted Fit(LearnerReviews learner, double? holdout, FitOptions options, CancellationToken cancel)
    {
        var history = ReviewHistory.Of(learner.Reviews, LearnerDays.Utc);
        var fit = FsrsOptimizer.Fit(history, options, cancel: cancel);
        if (fit.Items == 0) return new(learner.Learner, fit.Parameters.Values, history.Count, 0, null, null, null, null, null, null, true);
        var all = MemoryEvaluation.Of(history, new Fsrs6(fit.Parameters, options.ShortTerm));
        double? held = null, heldDefault = null;
        if (holdout is { } share && (int)((1 - share) * history.ItemCount) is var split && split < history.ItemCount)
        {
            var early = FsrsOptimizer.Fit(history, options with { Items = ..split }, cancel: cancel);
            held = MemoryEvaluation.Of(history, new Fsrs6(early.Parameters, options.ShortTerm), split..).LogLoss;
            heldDefault = MemoryEvaluation.Of(history, new Fsrs6(Fsrs6Parameters.Default, options.ShortTerm), split..).LogLoss;
        }
        return new(learner.Learner, fit.Parameters.Values, history.Count, fit.Items, fit.LogLoss, fit.DefaultLogLoss, all.RmseBins, all.Auc, held, heldDefault, fit.Converged);
    }

    private static One OneOf(Fitted user, double seconds) => new(
        user.Parameters, user.Reviews, user.Items, user.LogLoss, user.DefaultLogLoss, user.RmseBins, user.Auc, user.HoldoutLogLoss, user.HoldoutDefaultLogLoss, user.Converged, seconds);

    private static Many ManyOf(List<Fitted> users, double seconds)
    {
        double? Mean(Func<Fitted, double?> of) => users.Exists(user => of(user) is not null) ? users.Where(user => of(user) is not null).Sum(user => of(user)!.Value * user.Items) / users.Where(user => of(user) is not null).Sum(user => user.Items) : null;
        return new(
            users,
            users.Sum(user => user.Reviews), users.Sum(user => user.Items), Mean(user => user.LogLoss), Mean(user => user.DefaultLogLoss), Mean(user => user.RmseBins), Mean(user => user.HoldoutLogLoss), seconds);
    }

    private static void Print(Terminal terminal, List<Fitted> users, double seconds)
    {
        static string Loss(double? loss) => loss is { } known ? known.ToString("0.00000", CultureInfo.InvariantCulture) : "-";
        var table = new Table().Border(TableBorder.Simple).AddColumns("Learner", "Reviews", "Items", "Log loss", "Of the defaults", "RMSE (bins)", "AUC", "Held out", "Of the defaults");
        foreach (var user in users)
            table.AddRow(
                new Text(FsrsCommand.Name(user.User)), new Text(user.Reviews.ToString("N0", CultureInfo.InvariantCulture)), new Text(user.Items.ToString("N0", CultureInfo.InvariantCulture)), new Text(Loss(user.LogLoss)),
                new Text(Loss(user.DefaultLogLoss)), new Text(Loss(user.RmseBins)), new Text(Loss(user.Auc)), new Text(Loss(user.HoldoutLogLoss)), new Text(Loss(user.HoldoutDefaultLogLoss)));
        terminal.Write(table);
        foreach (var user in users) terminal.Out.WriteLine($"{FsrsCommand.Name(user.User)}: {string.Join(", ", user.Parameters.Select(value => value.ToString("0.####", CultureInfo.InvariantCulture)))}");
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Fitted in {seconds:0.00} s."));
    }
}
