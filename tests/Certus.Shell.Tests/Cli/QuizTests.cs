using Certus.Practice;
using Certus.Shell.Tests.Store;
using Certus.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class QuizTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_finished_quiz_is_explained_and_lies_in_the_history()
    {
        var quiz = await QuizAsync((_, prompt) => ScriptedLearner.FirstOptions(prompt), "--size", "6", "--seed", "3");

        var sitting = Assert.Single(await SittingsAsync());
        Assert.Equal(SittingMode.Custom, sitting.Start.Mode);
        Assert.Equal(3UL, sitting.Start.Form.Seed);
        Assert.NotNull(sitting.EndedByLearnerAt);
        Assert.Equal(0, sitting.Unanswered);
        Assert.Contains("6 right.", quiz.Out, StringComparison.Ordinal);
        foreach (var why in new[] { "Three times four.", "That adds.", "It halves twice.", "Nothing moves then.", "Twenty make a score.", "Hens have two legs." })
            Assert.Contains(why, quiz.Out, StringComparison.Ordinal);
        Assert.Contains("https://example.org/page", quiz.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', quiz.Out);
        Assert.Equal("", quiz.Error);
        Assert.Equal(0, quiz.Code);
    }

    [Fact]
    public async Task Nothing_is_explained_before_the_end_but_in_study_mode()
    {
        var plain = await QuizAsync((asked, prompt) => asked > 3 ? null : ScriptedLearner.FirstOptions(prompt), "--size", "6", "--seed", "3");
        var study = await QuizAsync((asked, prompt) => asked > 3 ? null : ScriptedLearner.FirstOptions(prompt), "--size", "6", "--seed", "3", "--study");

        Assert.DoesNotContain("Your answer: ", plain.Out, StringComparison.Ordinal);
        Assert.Equal(3, study.Out.Split("Your answer: ").Length - 1);
        var sitting = (await SittingsAsync()).Single(sitting => sitting.Start.Mode == SittingMode.Study);
        Assert.Equal(3, sitting.Places.Count(place => place.Revealed));
    }

    [Fact]
    public async Task The_misconception_behind_a_wrong_pick_is_told()
    {
        var quiz = await QuizAsync((_, prompt) => prompt.Contains("(A-D)", StringComparison.Ordinal) ? "abcd"[..1] : ScriptedLearner.FirstOptions(prompt), "--size", "6", "--seed", "3");
        var off = (await SittingsAsync()).Single().Start.Form.Items.Single(item => item.QuestionId == "apples-in-a-crate");
        var letter = "abcd"[Enumerable.Range(0, 4).First(place => off.OptionOrder[place] == 2)];

        var again = await QuizAsync((_, prompt) => prompt.Contains("(A-D)", StringComparison.Ordinal) ? letter.ToString() : ScriptedLearner.FirstOptions(prompt), "--size", "6", "--seed", "3");

        Assert.Equal(0, quiz.Code);
        Assert.Contains("Behind it: Counting starts at two. In truth: It starts at one.", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_that_ends_leaves_a_quiz_that_can_be_resumed()
    {
        var stopped = await QuizAsync((asked, prompt) => asked > 2 ? null : ScriptedLearner.FirstOptions(prompt), "--size", "6", "--seed", "3");
        var open = Assert.Single(await SittingsAsync());

        var resumed = await QuizAsync((_, prompt) => ScriptedLearner.FirstOptions(prompt), "--resume");

        Assert.Equal(4, open.Unanswered);
        Assert.Null(open.EndedByLearnerAt);
        Assert.Contains($"Stopped; 2 of 6 answers are recorded. Go on with 'certus quiz SND-C01 --resume --data {_data.FullName}'", stopped.Out, StringComparison.Ordinal);
        Assert.Equal(0, stopped.Code);
        var ended = Assert.Single(await SittingsAsync());
        Assert.Equal(open.Start.Id, ended.Start.Id);
        Assert.Equal(0, ended.Unanswered);
        Assert.NotNull(ended.EndedByLearnerAt);
        Assert.Equal(0, resumed.Code);
        Assert.Equal(1, (await QuizAsync((_, _) => null, "--resume")).Code);
    }

    [Fact]
    public async Task An_interrupt_keeps_the_answers_and_says_how_to_go_on()
    {
        using var interrupt = new CancellationTokenSource();
        using var never = new ManualResetEventSlim();
        string? Answer(int asked, string prompt)
        {
            if (asked <= 2) return ScriptedLearner.FirstOptions(prompt);
            interrupt.Cancel();
            never.Wait(TimeSpan.FromSeconds(10));       // a console goes on waiting for its line
            return null;
        }

        var quiz = await CommandLine.RunAsync(screen => new ScriptedLearner(screen, Answer), interrupt.Token, Args("--size", "6", "--seed", "3"));
        never.Set();

        Assert.Equal(130, quiz.Code);
        Assert.Contains("2 of 6 answers are recorded. Go on with 'certus quiz SND-C01 --resume", quiz.Out, StringComparison.Ordinal);
        Assert.Equal(4, Assert.Single(await SittingsAsync()).Unanswered);
    }

    [Fact]
    public async Task A_line_that_is_no_answer_is_asked_again()
    {
        var quiz = await QuizAsync((asked, _) => asked switch { 1 => "z", 2 => "?!", 3 => "a b c d", 4 => "q", _ => null }, "--size", "6", "--seed", "3");

        Assert.Contains("'Z' is not among the options.", quiz.Out, StringComparison.Ordinal);
        Assert.Contains("'?' is not among the options.", quiz.Out, StringComparison.Ordinal);
        Assert.Contains("Stopped; 0 of 6", quiz.Out, StringComparison.Ordinal);
        Assert.Equal(6, Assert.Single(await SittingsAsync()).Unanswered);
    }

    [Fact]
    public async Task Skipped_questions_are_offered_again_before_the_end()
    {
        var quiz = await QuizAsync((asked, prompt) => asked switch
        {
            <= 6 => "",
            7 => "9",
            8 => "2",
            9 => ScriptedLearner.FirstOptions(prompt),
            _ => "",
        }, "--size", "6", "--seed", "3");

        Assert.Contains("Not answered: 1, 2, 3, 4, 5, 6.", quiz.Out, StringComparison.Ordinal);
        Assert.Contains("'9' is none of 1, 2, 3, 4, 5, 6.", quiz.Out, StringComparison.Ordinal);
        Assert.Contains("Not answered: 1, 3, 4, 5, 6.", quiz.Out, StringComparison.Ordinal);
        var sitting = Assert.Single(await SittingsAsync());
        Assert.Equal(5, sitting.Unanswered);
        Assert.NotNull(sitting.EndedByLearnerAt);
    }

    [Fact]
    public async Task Ten_questions_of_MLS_C01_are_a_quick_start()
    {
        var quiz = await CommandLine.RunAsync(new StringReader("q\n"), "quiz", "MLS-C01", "--data", _data.FullName);

        var sitting = Assert.Single(await SittingsAsync());
        Assert.Equal(SittingMode.Quick, sitting.Start.Mode);
        Assert.Equal(10, sitting.Places.Count);
        Assert.Null(sitting.Start.Minutes);
        Assert.Equal(0, quiz.Code);
    }

    [Fact]
    public async Task Wrong_use_is_refused()
    {
        (await CommandLine.RunAsync("quiz", "XYZ-C09", "--data", _data.FullName)).RefusedWith(2, "there is no exam 'XYZ-C09'");
        (await CommandLine.RunAsync("quiz", "MLS-C01", "--size", "0", "--data", _data.FullName)).RefusedWith(2, "--size must be a whole number from 1 to 200, not '0'");
        (await CommandLine.RunAsync(Args("--size", "200"))).RefusedWith(1, "The bank has 6 of the 200 questions needed in domain SND-C01/1");
        (await CommandLine.RunAsync(Args("--resume"))).RefusedWith(1, "there is no unfinished quiz of SND-C01");
    }

    private string[] Args(params string[] options) => ["quiz", "SND-C01", "--data", _data.FullName, "--content", CommandLine.Bank("sound-bank"), .. options];

    private Task<CommandLine> QuizAsync(Func<int, string, string?> answer, params string[] options) =>
        CommandLine.RunAsync(screen => new ScriptedLearner(screen, answer), CancellationToken.None, Args(options));

    private async Task<IReadOnlyList<Sitting>> SittingsAsync()
    {
        await using var file = await DataFile.OpenAsync(_data.DataFile, TestContext.Current.CancellationToken);
        return await new Sittings(file, new(file)).ListAsync(Learner.Local, TestContext.Current.CancellationToken);
    }
}
