using System.CommandLine;
using System.Globalization;
using Certus.Catalog;
using Certus.Content.Csv;
using Certus.Measure.Readiness;
using Certus.Numerics;
using Certus.Store;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus readiness EXAM [ANSWERS.csv]</c>: the chance to pass, and whether to book.</summary>
internal static class ReadinessCommand
{
    private const int DefaultDays = 14;

    private sealed record Range(double Low, double High)
    {
        public static Range Of(Interval interval) => new(interval.Low, interval.High);
    }

    private sealed record DomainRow(string Id, string Name, int Answers, double Theta, double Sd, double Share, Range ShareRange);

    private sealed record Row(
        string Learner, int Answers, int LeftOut, double Chance, Range Range, double Share, Range ShareRange, IReadOnlyList<ChanceByCut> ByCut, IReadOnlyList<DomainRow> Domains, BookOrWait Booking);

    private sealed record Gates(int First, int Later, int Questions, double Chance, Range Range);

    private sealed record Document(string Exam, int Days, decimal FeeAgain, decimal? DayWorth, Gates Gates, IReadOnlyList<Row> Learners);

    public static Command Make(Terminal terminal)
    {
        var (exam, content, data, json) = (Shared.Exam(), Shared.Content(), Shared.Data(), Shared.Json());
        var file = new Argument<string?>("ANSWERS.csv") { Description = "Answers of one learner or several, see docs/models/readiness.md; left out, your own.", Arity = ArgumentArity.ZeroOrOne };
        var days = Whole("--days", $"Days until the exam, 0 to 365; left out, {DefaultDays}.", 365);
        var fee = Amount("--fee-again", "What another attempt would cost you, in US dollars; left out, the exam's fee, 0 with a free retake.");
        var worth = Amount("--day-worth", "What it is worth to you to be done a day sooner, in US dollars: the hours you study a day, and what you hope to gain. Left out, only the balance is told.");
        var command = new Command("readiness", "Say how likely you are to pass an exam, how sure that is, and whether to book or to wait.") { exam, file, days, fee, worth, content, data, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var library = LoadedContent.Load(parsed.GetValue(content)!, terminal, cancel);
            var certification = Shared.Find(library.Register, parsed.GetRequiredValue(exam));
            var form = ReadinessInputs.FormOf(certification, library.Bank) ?? throw Refusal.No($"the catalog does not know how many questions of {certification.Code} count, so there is no chance to compute.");
            var learners = parsed.GetValue(file) is { } path ? Read(path, certification, cancel) : [new LearnerAnswers("", await OwnAsync(parsed.GetValue(data), certification, terminal.Clock.GetUtcNow(), cancel))];
            var ahead = parsed.GetValue(days) ?? DefaultDays;
            var (feeAgain, dayWorth) = (parsed.GetValue(fee) ?? certification.Format.FeeUsd ?? 0, parsed.GetValue(worth));
            var questions = certification.Format.Questions ?? form.Scored;
            var gates = GateWorth.Of(form, questions);
            var document = new Document(
                certification.Code, ahead, feeAgain, dayWorth, new(gates.First, gates.Later, questions, gates.Readiness.Chance, Range.Of(gates.Readiness.Range)),
                [.. learners.Select(learner => Judge(learner, certification, form, ahead, feeAgain, dayWorth, cancel))]);
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, document);
            else Print(terminal, document);
            return Exit.Good;
        });
        return command;
    }

    private static Row Judge(LearnerAnswers learner, Certification exam, ExamForm form, int days, decimal feeAgain, decimal? dayWorth, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var now = ExamReadiness.Of(learner.Answers, form, days);
        var later = ExamReadiness.Of(learner.Answers, form, days + BookOrWait.RetakeDays, gain: BookOrWait.GainPerWeek * BookOrWait.RetakeDays / 7);
        var names = exam.Domains.ToDictionary(domain => domain.Id, domain => domain.Name, StringComparer.Ordinal);
        return new(
            learner.Learner, now.Answers, now.LeftOut, now.Chance, Range.Of(now.Range), now.Share, Range.Of(now.ShareRange), now.ByCut,
            [.. now.Domains.Select(domain => new DomainRow(domain.Id, names[domain.Id], domain.Answers, domain.Theta, domain.Sd, domain.Share, Range.Of(domain.ShareRange)))],
            BookOrWait.Of(now.Chance, later.Chance, BookOrWait.RetakeDays, feeAgain, dayWorth));
    }

    private static List<LearnerAnswers> Read(string path, Certification exam, CancellationToken cancel)
    {
        var learners = MeasureFiles.Read(path, stream => AnswerCsv.Read(stream, path, cancel));
        var ids = exam.Domains.SelectMany(domain => new[] { (Name: domain.Id, domain.Id), (Name: domain.Id[(domain.Id.IndexOf('/', StringComparison.Ordinal) + 1)..], domain.Id) })
            .ToDictionary(entry => entry.Name, entry => entry.Id, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. learners.Select(learner => learner with
            {
                Answers = [.. learner.Answers.Select(answer => answer with
                {
                    Domain = ids.GetValueOrDefault(answer.Domain) ?? throw Refusal.WrongUse($"{path}: {exam.Code} has no domain '{answer.Domain}'; it has {string.Join(", ", exam.Domains.Select(domain => domain.Id))}."),
                })],
            }),
        ];
    }

    private static async Task<IReadOnlyList<PracticeAnswer>> OwnAsync(string? data, Certification exam, DateTimeOffset now, CancellationToken cancel)
    {
        await using var own = await OwnData.OpenAsync(data, cancel);
        return ReadinessInputs.AnswersFor(await new AnswerHistory(own.Sittings).ReadAsync(Learner.Local, now, cancel), exam, now);
    }

    private static void Print(Terminal terminal, Document document)
    {
        foreach (var learner in document.Learners)
        {
            var who = learner.Learner.Length == 0 ? "You" : learner.Learner;
            if (learner.Answers == 0)
            {
                terminal.Screen.Write(new Text(
                    $"{who}: no answer counts yet ({learner.LeftOut} do not). Only answers against the clock to questions never seen before do: sit a full test or a timed set of {document.Exam}.\n"));
                continue;
            }
            terminal.Screen.Write(new Text(string.Create(
                CultureInfo.InvariantCulture,
                $"{who}: {Percent(learner.Chance)} to pass {document.Exam} in {document.Days} days; the true chance is {Percent(learner.Range.Low)} to {Percent(learner.Range.High)} with a certainty of 90 %. It rests on {learner.Answers} answers; {learner.LeftOut} more were not timed or not new.\n")));
            var table = new Table().Border(TableBorder.Simple).AddColumns("Domain", "Name", "Answers", "Right on a real form", "90 % interval");
            foreach (var domain in learner.Domains)
                table.AddRow(
                    new Text(domain.Id), new Text(domain.Name), new Text(domain.Answers.ToString(CultureInfo.InvariantCulture)), new Text(Percent(domain.Share)),
                    new Text($"{Percent(domain.ShareRange.Low)} to {Percent(domain.ShareRange.High)}"));
            terminal.Write(table);
            terminal.Screen.Write(new Text($"By where the unknown cut lies: {string.Join(", ", learner.ByCut.Select(cut => $"{Percent(cut.Chance)} if at {Percent(cut.Cut)}"))}.\n"));
            terminal.Screen.Write(new Text(Advice(learner.Booking, document) + "\n"));
        }
        terminal.Screen.Write(new Text(
            $"For comparison: {document.Gates.First} of {document.Gates.Questions} on a first full test and {document.Gates.Later} of {2 * document.Gates.Questions} on two unseen ones, a common rule, is worth {Percent(document.Gates.Chance)} ({Percent(document.Gates.Range.Low)} to {Percent(document.Gates.Range.High)}).\n"));
    }

    private static string Advice(BookOrWait booking, Document document)
    {
        var verdict = booking.Wait switch { true => "Wait: t", false => "Book: t", null => "T" };
        var balance = booking.DayWorthAtBalance is { } worth
            ? string.Create(CultureInfo.InvariantCulture, $" That pays where a day sooner is worth less than ${worth:0.00} to you{(document.DayWorth is { } said ? $", and you said ${said:0.##}" : "; --day-worth says what it is")}.") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict}wo more weeks of study would make it {Percent(booking.ChanceLater)} (an assumed gain), save ${booking.FeesSaved:0} in expected repeat fees and cost {booking.DaysLost:0.#} days.{balance}");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    private static Option<int?> Whole(string name, string description, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Shared.Parse<int>(
            result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null, $"a whole number from 0 to {most}"),
    };

    private static Option<decimal?> Amount(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "USD",
        CustomParser = result => Shared.Parse<decimal>(
            result, text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= 100_000 ? amount : null, "an amount from 0 to 100000"),
    };
}
