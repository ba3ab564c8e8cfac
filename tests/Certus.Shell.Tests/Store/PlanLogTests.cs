using Certus.Plan;
using Certus.Plan.Diary;
using Certus.Store;

namespace Certus.Shell.Tests.Store;

/// <summary>Plans in the learner's log.</summary>
public sealed class PlanLogTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static StudyPlan Plan(int minutes = 45) => new(
        "MLA-C02", Today, Today.AddDays(30), true, 0, [.. Enumerable.Range(0, 29).Select(day => new PlanSession($"learn:skill-{day}:1", Today.AddDays(day), minutes, Purpose.Learn, $"Skill {day}", [], "It is next.", []))], [], [],
        new(0.6, 0.4, 0.8), []);

    private static PlanEvent.Made Made(string version, Guid? id = null) =>
        new(id ?? Guid.NewGuid(), Samples.Noon, Today, version, Today.AddDays(30), new(0.6, 0.4, 0.8), new("MLA-C02", null, PlanWish.UsualMinutes, [], "UTC"), "request");

    private static PlanEvent.Revised Revised(string from, string version) => new(Guid.NewGuid(), Samples.Noon, Today, version, Today.AddDays(30), new(0.6, 0.4, 0.8), from, "A day was missed.", []);

    [Fact]
    public async Task A_plan_and_what_was_done_of_it_are_there_after_the_file_is_opened_again()
    {
        using var directory = new TempDirectory();
        var (version, body) = PlanLog.Pack(Plan());
        await using (var store = await OpenStore.AtAsync(directory))
        {
            var log = new PlanLog(store.File);
            Assert.Null((await log.AppendAsync(Learner.Local, [Made(version)], [body], Cancel)).Refused);
            await log.AppendAsync(Learner.Local, [new PlanEvent.Finished(Guid.NewGuid(), Samples.Noon, Today, "learn:skill-0:1", 45, Purpose.Learn, "Skill 0")], [], Cancel);
        }

        await using var again = await OpenStore.AtAsync(directory);
        var kept = new PlanLog(again.File);
        var diary = await kept.ReadAsync(Learner.Local, Cancel);

        Assert.Equal(["learn:skill-0:1"], diary.Finished);
        Assert.Equal(PlanJson.Body(Plan()), PlanJson.Body(await kept.PlanAsync(diary.Standing!.Version, Cancel)));
        Assert.Null((await kept.ReadAsync(new(Guid.NewGuid()), Cancel)).Standing);
    }

    [Fact]
    public async Task An_event_sent_twice_is_there_once_and_a_revision_of_a_plan_that_has_changed_is_refused_whole()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new PlanLog(store.File);
        var ((first, firstBody), (second, secondBody)) = (PlanLog.Pack(Plan()), PlanLog.Pack(Plan(30)));
        var made = Made(first);
        await log.AppendAsync(Learner.Local, [made], [firstBody], Cancel);
        await log.AppendAsync(Learner.Local, [made], [firstBody], Cancel);
        Assert.Null((await log.AppendAsync(Learner.Local, [Revised(first, second)], [secondBody], Cancel)).Refused);

        var late = await log.AppendAsync(Learner.Local, [Revised(first, second), made with { Id = Guid.NewGuid() }], [], Cancel);

        Assert.Equal("The plan has changed in the meantime, so it was not revised.", late.Refused);
        var half = await log.AppendAsync(Learner.Local, [new PlanEvent.Finished(Guid.NewGuid(), Samples.Noon, Today, "learn:skill-0:1", 45, Purpose.Learn, "Skill 0"), Revised(first, second)], [], Cancel);
        Assert.NotNull(half.Refused);
        Assert.Empty(half.Diary.Finished);      // what is refused whole is in no diary
        Assert.Equal(2, (await log.ReadAsync(Learner.Local, Cancel)).Log.Count);
    }

    [Fact]
    public async Task A_backup_carries_the_plan()
    {
        using var directory = new TempDirectory();
        var (version, body) = PlanLog.Pack(Plan());
        await using var store = await OpenStore.NewAsync();
        await new PlanLog(store.File).AppendAsync(Learner.Local, [Made(version)], [body], Cancel);

        await Backup.BackupAsync(store.File.Path, directory.DataFile, Cancel);

        await using var copy = await OpenStore.AtAsync(directory);
        var log = new PlanLog(copy.File);
        Assert.Equal(29, (await log.PlanAsync((await log.ReadAsync(Learner.Local, Cancel)).Standing!.Version, Cancel)).Sessions.Count);
    }
}
