using System.Diagnostics;
using System.Text;
using Certus.Cli;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class CommandTests
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, "Certus.Cli.dll");

    [Fact]
    public async Task Help_lists_the_verbs()
    {
        var help = await CommandLine.RunAsync("--help");

        foreach (var verb in new[] { "check", "exams", "decide", "questions", "form", "generate", "quiz", "backup", "restore" })
            Assert.Contains($"\n  {verb} ", help.Out, StringComparison.Ordinal);
        Assert.Equal(0, help.Code);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("exams")]
    [InlineData("decide")]
    [InlineData("questions")]
    [InlineData("form")]
    [InlineData("generate")]
    [InlineData("quiz")]
    [InlineData("backup")]
    [InlineData("restore")]
    public async Task Each_verb_explains_itself(string verb)
    {
        var help = await CommandLine.RunAsync(verb, "--help");

        Assert.Contains($"certus {verb}", help.Out, StringComparison.Ordinal);
        Assert.Equal("", help.Error);
        Assert.Equal(0, help.Code);
    }

    [Fact]
    public async Task The_version_is_told()
    {
        var version = await CommandLine.RunAsync("--version");

        Assert.Matches(@"^certus \d+\.\d+\.\d+( \([0-9a-f]{7}\))?\n$", version.Out);
        Assert.Equal(0, version.Code);
    }

    [Fact]
    public async Task An_unknown_verb_or_option_is_refused()
    {
        (await CommandLine.RunAsync("guess")).RefusedWith(2, "there is no command 'guess'");
        (await CommandLine.RunAsync("exams", "--asof", "2026-01-01")).RefusedWith(2, "see 'certus exams --help'");
        (await CommandLine.RunAsync("check", "a", "b")).RefusedWith(2, "'b'");
    }

    [Fact]
    public async Task Without_a_verb_the_help_is_shown_as_an_error()
    {
        var nothing = await CommandLine.RunAsync();

        Assert.Equal("", nothing.Out);
        Assert.Contains("Usage:", nothing.Error, StringComparison.Ordinal);
        Assert.Equal(2, nothing.Code);
    }

    [Fact]
    public async Task A_bug_is_one_sentence_and_exit_70()
    {
        using var error = new StringWriter();

        var code = await CertusCommand.RunAsync(["exams"], new(TextReader.Null, new BrokenWriter(), error, new FixedClock(), 80), TestContext.Current.CancellationToken);

        Assert.Equal("certus: something went wrong (InvalidOperationException: the test broke it); set CERTUS_TRACE=1 to see where.\n", error.ToString());
        Assert.Equal(70, code);
    }

    [Fact]
    public async Task A_reader_that_leaves_early_ends_the_command_quietly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");

        var (code, output, error) = await ShellAsync($"set -o pipefail; dotnet '{Program}' questions --json | head -n 1");

        Assert.Equal("[\n", output);
        Assert.Equal("", error);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Output_is_utf_8_whatever_the_locale()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");

        var (_, output, _) = await ShellAsync($"LC_ALL=en_US.ISO-8859-1 dotnet '{Program}' questions --exam SND-C01 --json --content '{CommandLine.Bank("sound-bank")}'");

        Assert.Contains("– at 5 °C?", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_under_the_output_is_one_sentence()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full");

        var (code, _, error) = await ShellAsync($"dotnet '{Program}' questions --json > /dev/full");

        Assert.StartsWith("certus: reading or writing failed: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Control_C_in_a_quiz_keeps_the_answer_and_says_how_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
        using var data = new TempDirectory();
        // A run that was started in the background hands an ignored SIGINT down; the quiz under test must not inherit that.
        using var quiz = Start("env", "--default-signal=INT", "dotnet", Program, "quiz", "SND-C01", "--seed", "3", "--size", "6", "--data", data.FullName, "--content", CommandLine.Bank("sound-bank"));
        var screen = new StringBuilder();
        await ReadToAsync(quiz, screen, "Your answer (");
        await quiz.StandardInput.WriteLineAsync(ScriptedLearner.FirstOptions(screen.ToString().Split('\n')[^1]));
        await quiz.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await ReadToAsync(quiz, screen, "2 of 6");
        await ReadToAsync(quiz, screen, "Your answer (");

        using (var kill = Start("kill", "-INT", quiz.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var rest = await quiz.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await quiz.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Stopped; 1 of 6 answers are recorded. Go on with 'certus quiz SND-C01 --resume", rest, StringComparison.Ordinal);
        Assert.Equal(130, quiz.ExitCode);
    }

    private static async Task ReadToAsync(Process process, StringBuilder seen, string words)
    {
        var from = seen.Length;
        var buffer = new char[1];
        while (!seen.ToString(from, seen.Length - from).Contains(words, StringComparison.Ordinal))
        {
            if (await process.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken) == 0) Assert.Fail($"It ended before '{words}': {seen}");
            seen.Append(buffer[0]);
        }
        while (words.EndsWith('(') && !seen.ToString().EndsWith("): ", StringComparison.Ordinal) && await process.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken) > 0) seen.Append(buffer[0]);
    }

    private static async Task<(int Code, string Out, string Error)> ShellAsync(string script)
    {
        using var shell = Start("bash", "-c", script);
        var output = shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, await output, error);
    }

    private static Process Start(string program, params string[] args) => Process.Start(new ProcessStartInfo(program, args)
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8,
    })!;

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(char[] buffer, int index, int count) => throw new InvalidOperationException("the test broke it");
        public override void Write(string? value) => throw new InvalidOperationException("the test broke it");
        public override void WriteLine(string? value) => throw new InvalidOperationException("the test broke it");
    }
}
