using System.Globalization;
using Certus.Content;
using Certus.Store;
using Spectre.Console;

namespace Certus.Cli;

/// <summary>How the questions fare with the learner, as <c>certus questions --statistics</c> shows it.</summary>
internal static class ItemStatisticsView
{
    private sealed record Range(double Low, double High);

    private sealed record OptionRow(string? Text, string? Misconception, bool IsKey, int Chosen);

    private sealed record Row(
        string Id, bool InBank, string? Exam, int Answers, int Right, int Blank, double? P, Range Interval, double? Expected, double? Surprise, ItemVerdict Verdict, double? MeanSeconds, double ReadingSeconds,
        int Changed, int ChangedFromRight, int Reports, IReadOnlyList<OptionRow> Options);

    private sealed record Document(string? Exam, string? Area, int NeverMet, IReadOnlyList<Row> Questions);

    public static async Task WriteAsync(Terminal terminal, Library library, string? exam, string? area, string? data, bool json, CancellationToken cancel)
    {
        await using var own = await OwnData.OpenAsync(data, cancel);
        var now = terminal.Clock.GetUtcNow();
        var statistics = ItemStatistics.Of(
            await new AnswerHistory(own.Sittings).ReadAsync(Learner.Local, now, cancel), await own.Reports.ListAsync(Learner.Local, cancel), library.Register, library.Bank, now,
            exam is null ? null : library.Register.ByCode[exam], area);
        var document = new Document(exam, area, statistics.NeverMet, [.. statistics.Items.Select(RowOf)]);
        if (json) JsonOutput.Write(terminal, document);
        else Print(terminal, document);
    }

    private static Row RowOf(ItemStatistic item)
    {
        var record = item.Record;
        return new(
            record.Id, item.InBank, item.Exam, record.Answers.Count, record.Right, record.Blank, record.Share, new(record.Range.Low, record.Range.High), item.Expected?.Share, item.Expected?.Surprise, item.Verdict,
            record.MeanTime?.TotalSeconds, record.Reading.TotalSeconds, record.Changed, record.ChangedAway, item.Reports,
            record.Answers.Count == 0 ? [] : [.. record.Options().Select(option => new OptionRow(option.Text, option.Misconception, option.IsKey, option.Chosen))]);
    }

    private static void Print(Terminal terminal, Document document)
    {
        static string Percent(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0} %") : "-";
        static string Seconds(double? seconds) => seconds is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0} s") : "-";
        var table = new Table().Border(TableBorder.Simple).AddColumns("Question", "Right", "90 % interval", "Expected", "Chance", "Time", "To read", "Changed", "Reported", "Says");
        foreach (var row in document.Questions)
            table.AddRow(
                new Text(row.Id), new Text($"{row.Right} of {row.Answers}"), new Text(row.Answers == 0 ? "-" : $"{Percent(row.Interval.Low)} to {Percent(row.Interval.High)}"), new Text(Percent(row.Expected)), new Text(Percent(row.Surprise)),
                new Text(Seconds(row.MeanSeconds)), new Text(Seconds(row.ReadingSeconds)), new Text(row.Changed.ToString(CultureInfo.InvariantCulture)), new Text(row.Reports.ToString(CultureInfo.InvariantCulture)), new Text(Says(row)));
        terminal.Write(table);
        terminal.Out.WriteLine($"{Contents.Count(document.Questions.Count, "question")} met{(document.Exam is { } exam ? $" of {exam}" : "")}, {document.NeverMet} never; below {ItemStatistic.LeastAnswers} answers nothing is said of a rating.");
    }

    private static string Says(Row row) => row.Verdict switch
    {
        ItemVerdict.AsRated => "as rated",
        ItemVerdict.Harder => "harder",
        ItemVerdict.Easier => "easier",
        _ => "nothing yet",
    };
}
