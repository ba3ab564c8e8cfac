using System.Globalization;
using Certus.Catalog;
using Certus.Practice;
using Certus.Store;
using Spectre.Console;

namespace Certus.Cli;

/// <summary>Asks the questions of a sitting one after the other; each answer is on disk before the next question.</summary>
internal sealed class QuizSitting(
    Sitting sitting, IReadOnlyList<Question> questions, Certification exam, Register register, EventLog log, Terminal terminal, string resumeWith)
{
    private const string Stop = "q";

    private Sitting _sitting = sitting;

    private SittingStart Start => _sitting.Start;
    private IAnsiConsole Screen => terminal.Screen;
    private bool Studying => Start.Explains;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        try
        {
            if (_sitting.PausedAt is not null) await AppendAsync(new SittingEvent.Resumed(Guid.CreateVersion7(), Now));
            Screen.WriteLine($"{exam.Code}: {questions.Count} questions, no clock, seed {Start.Form.Seed}. Enter skips a question, {Stop} stops; every answer is kept.");
            if (!await AskAllAsync(cancel)) return StopHere(Exit.Good);
            await AppendAsync(new SittingEvent.Ended(Guid.CreateVersion7(), Now));
            PrintReport();
            return Exit.Good;
        }
        catch (OperationCanceledException)
        {
            return StopHere(Exit.Interrupted);
        }
    }

    /// <summary>Asks what is open, then what was skipped, until the learner ends; false where the learner stopped on the way.</summary>
    private async Task<bool> AskAllAsync(CancellationToken cancel)
    {
        for (var position = 1; position <= questions.Count; position++)
            if (!_sitting.IsAnswered(position) && !await AskAsync(position, cancel)) return false;
        while (_sitting.Unanswered > 0)
        {
            var open = Enumerable.Range(1, questions.Count).Where(position => !_sitting.IsAnswered(position)).ToList();
            if (await ReadAsync($"Not answered: {string.Join(", ", open)}. Enter ends the quiz, a number goes back: ", cancel) is not { } line || IsStop(line)) return false;
            if (line.Length == 0) return true;
            if (!int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var position) || !open.Contains(position)) Screen.WriteLine($"'{line}' is none of {string.Join(", ", open)}.");
            else if (!await AskAsync(position, cancel)) return false;
        }
        return true;
    }

    private async Task<bool> AskAsync(int position, CancellationToken cancel)
    {
        var (question, item) = (questions[position - 1], _sitting.Form.Items[position - 1]);
        await AppendAsync(new SittingEvent.Shown(Guid.CreateVersion7(), Now, position));
        QuestionText.Ask(Screen, question, item.OptionOrder, $"{position} of {questions.Count}");
        var since = terminal.Clock.GetTimestamp();
        while (true)
        {
            var line = await ReadAsync($"Your answer ({AnswerText.Hint(item.Shape)}): ", cancel);
            if (line is null || IsStop(line) || line.Length == 0)
            {
                await AppendAsync(new SittingEvent.Dwelt(Guid.CreateVersion7(), Now, position, terminal.Clock.GetElapsedTime(since)));
                return line is { Length: 0 };
            }
            var (picks, fault) = AnswerText.Read(line, item.Shape, item.OptionOrder);
            if (picks is null)
            {
                Screen.WriteLine(fault!);
                continue;
            }
            var elapsed = terminal.Clock.GetElapsedTime(since);
            List<SittingEvent> events =
            [
                new SittingEvent.Answered(Guid.CreateVersion7(), Now, position, picks, elapsed), new SittingEvent.Dwelt(Guid.CreateVersion7(), Now, position, elapsed),
            ];
            if (Studying) events.Add(new SittingEvent.Revealed(Guid.CreateVersion7(), Now, position));
            await AppendAsync([.. events]);
            if (Studying) QuestionText.Explain(Screen, question, item.OptionOrder, picks, register);
            return true;
        }
    }

    private void PrintReport()
    {
        var report = Report.Of(_sitting, questions, exam.Format.PassingScore);
        if (!Studying)
            foreach (var result in report.Items)
            {
                QuestionText.Ask(Screen, result.Question, result.Item.OptionOrder, $"{result.Item.Position} of {questions.Count}");
                QuestionText.Explain(Screen, result.Question, result.Item.OptionOrder, result.Place.Picks, register);
                if (result.PartCredit is { } part) Screen.WriteLine(part);
            }
        Screen.WriteLine();
        Screen.WriteLine($"{report.Right} of {report.Scored} right.");
        var table = new Table().Border(TableBorder.Simple).AddColumns("Domain", "Right", "Questions");
        foreach (var domain in report.Domains)
            table.AddRow(
                new Text(exam.Domains.FirstOrDefault(known => known.Id == domain.DomainId)?.Name ?? domain.DomainId),
                new Text(domain.Right.ToString(CultureInfo.InvariantCulture)), new Text(domain.Scored.ToString(CultureInfo.InvariantCulture)));
        if (report.Domains.Count > 0) terminal.Write(table);
        Screen.WriteLine("The quiz is in your history; it does not count as a full exam.");
    }

    private int StopHere(int code)
    {
        var answered = questions.Count - _sitting.Unanswered;
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"Stopped; {answered} of {questions.Count} answers are recorded. Go on with '{resumeWith}' or in the browser.");
        return code;
    }

    private DateTimeOffset Now => terminal.Clock.GetUtcNow();

    private static bool IsStop(string line) => line.Equals(Stop, StringComparison.OrdinalIgnoreCase);

    private async Task<string?> ReadAsync(string prompt, CancellationToken cancel)
    {
        Screen.Write(new Text(prompt));
        await terminal.Out.FlushAsync(cancel);
        // A console read can't be canceled, only left behind.
        return (await Task.Run(terminal.In.ReadLine, CancellationToken.None).WaitAsync(cancel))?.Trim();
    }

    /// <summary>Writes events down; not to be interrupted half-way.</summary>
    private async Task AppendAsync(params SittingEvent[] events)
    {
        var appended = await log.AppendAsync(Learner.Local, Start.Id, events, CancellationToken.None) ?? throw Refusal.No("the quiz is no longer in the data file.");
        _sitting = appended.Sitting;
        foreach (var outcome in appended.Outcomes)
            switch (outcome)
            {
                case Submission.TooLate: throw Refusal.No("the quiz was ended elsewhere; its report is in your history.");
                case Submission.Refused refused: throw Refusal.No(refused.Reason);
            }
    }
}
