using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Certus.Catalog;
using Certus.Content;
using Certus.Practice;
using Certus.Store;

namespace Certus.Cli;

/// <summary><c>certus quiz EXAM</c>: a sitting in the terminal, kept in the same history as those in the browser.</summary>
internal static class QuizCommand
{
    private const int QuickSize = 10;
    private const int MostQuestions = 200;

    public static Command Make(Terminal terminal)
    {
        var (exam, seed, content, data) = (Shared.Exam(), Shared.Seed(required: false), Shared.Content(), Shared.Data());
        var size = new Option<int?>("--size")
        {
            Description = $"How many questions; {QuickSize} if left out.",
            HelpName = "N",
            CustomParser = result => Shared.Parse<int>(
                result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostQuestions ? count : null,
                $"a whole number from 1 to {MostQuestions}"),
        };
        var study = new Option<bool>("--study") { Description = "Explain each question right after its answer." };
        var resume = new Option<bool>("--resume") { Description = "Go on with your latest unfinished quiz of this exam." };
        var command = new Command("quiz", "Answer questions of an exam in the terminal, without a clock.") { exam, size, seed, study, resume, content, data };
        command.SetAction(async (parsed, cancel) =>
        {
            var library = LoadedContent.Load(parsed.GetValue(content)!, terminal, cancel);
            var certification = Shared.Find(library.Register, parsed.GetRequiredValue(exam));
            var directory = parsed.GetValue(data);
            await using var own = await OwnData.OpenAsync(directory, cancel);
            var sitting = parsed.GetValue(resume)
                ? await UnfinishedAsync(certification, own, terminal, cancel)
                : await StartAsync(certification, parsed.GetValue(size) ?? QuickSize, parsed.GetValue(seed), parsed.GetValue(study), library, own, terminal, cancel);
            var resumeWith = $"certus quiz {certification.Code} --resume{(directory is null ? "" : $" --data {directory}")}";
            return await new QuizSitting(sitting, await own.Sittings.QuestionsAsync(sitting.Start.Form, cancel), certification, library.Register, own.Log, terminal, resumeWith).RunAsync(cancel);
        });
        return command;
    }

    private static async Task<Sitting> UnfinishedAsync(Certification exam, OwnData own, Terminal terminal, CancellationToken cancel)
    {
        var now = terminal.Clock.GetUtcNow();
        return (await own.Sittings.ListAsync(Learner.Local, cancel))
            .FirstOrDefault(sitting => sitting.Start.Form.Exam == exam.Code && sitting.Start.Minutes is null && sitting.Start.Mode != SittingMode.Review && sitting.DiscardedAt is null && sitting.OverSince(now) is null)
            ?? throw Refusal.No($"there is no unfinished quiz of {exam.Code}; start one with 'certus quiz {exam.Code}'.");
    }

    private static async Task<Sitting> StartAsync(
        Certification exam, int size, ulong? seed, bool study, Library library, OwnData own, Terminal terminal, CancellationToken cancel)
    {
        var exposure = await own.Sittings.ExposureAsync(Learner.Local, terminal.Clock.GetUtcNow(), cancel);
        var request = new FormRequest(exam.Code, size, 0, null, seed ?? (ulong)RandomNumberGenerator.GetInt32(int.MaxValue), [], []);
        switch (SittingForms.Assemble(request, library, exposure))
        {
            case Assembly.Assembled made:
                var mode = study ? SittingMode.Study : size == QuickSize ? SittingMode.Quick : SittingMode.Custom;
                var start = new SittingStart(Guid.CreateVersion7(), mode, made.Form, terminal.Clock.GetUtcNow(), 0);
                return await own.Sittings.StartAsync(Learner.Local, start, made.Items, cancel);
            case Assembly.Impossible impossible: throw Refusal.No(impossible.Reason);
            default: throw new UnreachableException();
        }
    }
}
