using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Certus.Cli;

/// <summary>What a command talks to: the process's streams, or a test's.</summary>
/// <param name="In">Where answers come from.</param>
/// <param name="Out">Where results go.</param>
/// <param name="Error">Where complaints about the call go.</param>
/// <param name="Clock">What time it is.</param>
/// <param name="Width">Columns of a file or pipe, which gets plain text; null on a screen.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, TimeProvider Clock, int? Width)
{
    private const int WidthOfFiles = 160;
    private const int WidthOfProse = 100;

    /// <summary>The streams of this process. What goes to a file or a pipe is UTF-8 whatever the locale says.</summary>
    public static Terminal OfProcess()
    {
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
        var output = Console.IsOutputRedirected ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 64 * 1024) : Console.Out;
        return new(Console.In, output, Console.Error, TimeProvider.System, Console.IsOutputRedirected ? WidthOfFiles : null)
        {
            Watched = Console.IsErrorRedirected ? null : AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }),
        };
    }

    /// <summary>Standard error where it is a screen, for progress; null where nobody watches.</summary>
    public IAnsiConsole? Watched { get; init; }

    /// <summary>For prose: no wider than is good to read, and plain where nobody watches.</summary>
    public IAnsiConsole Screen
    {
        get
        {
            if (field is not null) return field;
            field = ConsoleOn(Out);
            field.Profile.Width = Math.Min(field.Profile.Width, WidthOfProse);
            return field;
        }
    }

    /// <summary>Writes a table, as wide as it needs to be; into a file or a pipe without the spaces that only fill the width.</summary>
    public void Write(IRenderable table)
    {
        if (Width is null)
        {
            ConsoleOn(Out).Write(table);
            return;
        }
        var text = new StringWriter();
        ConsoleOn(text).Write(table);
        foreach (var line in text.ToString().TrimEnd().Split('\n')) Out.WriteLine(line.TrimEnd());
    }

    private IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Interactive = InteractionSupport.No,
            Ansi = Width is null ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = Width is null ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (Width is { } width) console.Profile.Width = width;
        return console;
    }

    /// <summary>The local date.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Clock.GetLocalNow().DateTime);
}
