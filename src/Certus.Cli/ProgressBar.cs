using Spectre.Console;

namespace Certus.Cli;

/// <summary>A bar on the terminal while long work goes on; nothing where nobody watches.</summary>
internal static class ProgressBar
{
    private sealed class Steps(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = Math.Max(task.Value, value);
    }

    /// <summary>Does the work and shows how far it is.</summary>
    /// <param name="terminal">The bar goes to standard error if that is a terminal, so that results may go to a file meanwhile.</param>
    /// <param name="what">Named beside the bar.</param>
    /// <param name="total">What the work will have reported at its end.</param>
    /// <param name="work">The work; its progress is null where nobody watches.</param>
    public static T During<T>(Terminal terminal, string what, int total, Func<IProgress<int>?, T> work) =>
        terminal.Watched is not { } console ? work(null)
        : console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Steps(context.AddTask(Markup.Escape(what), maxValue: total))));
}
