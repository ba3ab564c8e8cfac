using Certus.Plan;
using Certus.Plan.Portfolio;
using Certus.Store;

namespace Certus.Shell.Tests.Store;

/// <summary>Work on projects in the learner's log.</summary>
public sealed class ProjectLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static EvidenceLink Link(int number, string project = "a") => new(Guid.NewGuid(), project, $"https://example.org/{number}", $"Link {number}", Samples.Noon.AddMinutes(number));

    private static async Task<ProjectWork> WorkAsync(ProjectLog log, string project = "a") => (await log.ReadAsync(Learner.Local, Cancel)).GetValueOrDefault(project, ProjectWork.Nothing);

    [Fact]
    public async Task What_is_done_and_what_is_linked_is_there_after_the_file_is_opened_again()
    {
        using var directory = new TempDirectory();
        var link = Link(1);
        await using (var store = await OpenStore.AtAsync(directory))
        {
            var log = new ProjectLog(store.File);
            Assert.True(await log.SetDoneAsync(Learner.Local, "a", "begin", true, Samples.Noon, Cancel));
            Assert.True(await log.AddLinkAsync(Learner.Local, link, Cancel));
        }

        await using var again = await OpenStore.AtAsync(directory);
        var work = await WorkAsync(new(again.File));

        Assert.Equal([("begin", Samples.Noon)], work.Done.Select(done => (done.Key, done.Value)));
        Assert.Equal([link], work.Links);
        Assert.Empty(work.Removed);
    }

    [Fact]
    public async Task Said_twice_it_is_kept_once_and_it_can_be_taken_back_and_said_again()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new ProjectLog(store.File);

        Assert.False(await log.SetDoneAsync(Learner.Local, "a", "begin", false, Samples.Noon, Cancel));
        Assert.True(await log.SetDoneAsync(Learner.Local, "a", "begin", true, Samples.Noon, Cancel));
        Assert.False(await log.SetDoneAsync(Learner.Local, "a", "begin", true, Samples.Noon.AddDays(1), Cancel));
        Assert.Equal(Samples.Noon, (await WorkAsync(log)).Done["begin"]);
        Assert.True(await log.SetDoneAsync(Learner.Local, "a", "begin", false, Samples.Noon.AddDays(2), Cancel));
        Assert.Empty((await WorkAsync(log)).Done);
        Assert.True(await log.SetDoneAsync(Learner.Local, "a", "begin", true, Samples.Noon.AddDays(3), Cancel));
        Assert.Equal(Samples.Noon.AddDays(3), (await WorkAsync(log)).Done["begin"]);
    }

    [Fact]
    public async Task A_removed_link_is_kept_and_comes_back_where_it_stood()
    {
        await using var store = await OpenStore.NewAsync();
        var (log, first, second) = (new ProjectLog(store.File), Link(1), Link(2));
        await log.AddLinkAsync(Learner.Local, first, Cancel);
        await log.AddLinkAsync(Learner.Local, first, Cancel);
        await log.AddLinkAsync(Learner.Local, second, Cancel);

        Assert.True(await log.RemoveLinkAsync(Learner.Local, first.Id, Samples.Noon, Cancel));
        var without = await WorkAsync(log);
        Assert.Equal(LinkChange.Done, await log.RestoreLinkAsync(Learner.Local, first.Id, Samples.Noon, Cancel));

        Assert.Equal([second], without.Links);
        Assert.Equal([first], without.Removed);
        Assert.Equal([first, second], (await WorkAsync(log)).Links);
        Assert.False(await log.RemoveLinkAsync(Learner.Local, Guid.NewGuid(), Samples.Noon, Cancel));
    }

    [Fact]
    public async Task A_form_filled_in_again_after_going_back_adds_another_link_and_sent_twice_it_adds_one()
    {
        await using var store = await OpenStore.NewAsync();
        var (log, first) = (new ProjectLog(store.File), Link(1));
        var second = first with { Address = "https://example.org/2" };
        foreach (var link in new[] { first, first, second, second }) Assert.True(await log.AddLinkAsync(Learner.Local, link, Cancel));
        Assert.Equal([first.Address, second.Address], (await WorkAsync(log)).Links.Select(link => link.Address));

        await log.RemoveLinkAsync(Learner.Local, first.Id, Samples.Noon, Cancel);
        Assert.True(await log.AddLinkAsync(Learner.Local, first, Cancel));

        Assert.Equal([second.Address, first.Address], (await WorkAsync(log)).Links.Select(link => link.Address));
        Assert.Equal(first, Assert.Single((await WorkAsync(log)).Removed));
    }

    [Fact]
    public async Task A_removed_link_comes_back_only_where_there_is_room_for_it()
    {
        await using var store = await OpenStore.NewAsync();
        var (log, first) = (new ProjectLog(store.File), Link(0));
        await log.AddLinkAsync(Learner.Local, first, Cancel);
        await log.RemoveLinkAsync(Learner.Local, first.Id, Samples.Noon, Cancel);
        for (var i = 1; i <= ProjectLog.MostLinks; i++) Assert.True(await log.AddLinkAsync(Learner.Local, Link(i), Cancel));

        Assert.Equal(LinkChange.Full, await log.RestoreLinkAsync(Learner.Local, first.Id, Samples.Noon, Cancel));
        Assert.Equal(LinkChange.Unknown, await log.RestoreLinkAsync(Learner.Local, Guid.NewGuid(), Samples.Noon, Cancel));
        Assert.Equal(ProjectLog.MostLinks, (await WorkAsync(log)).Links.Count);
    }

    [Fact]
    public async Task What_was_opened_again_by_mistake_is_done_since_the_day_it_was()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new ProjectLog(store.File);
        Assert.False(await log.SetDoneAgainAsync(Learner.Local, "a", "begin", Samples.Noon, Cancel));
        await log.SetDoneAsync(Learner.Local, "a", "begin", true, Samples.Noon, Cancel);
        await log.SetDoneAsync(Learner.Local, "a", "begin", false, Samples.Noon.AddDays(2), Cancel);

        Assert.True(await log.SetDoneAgainAsync(Learner.Local, "a", "begin", Samples.Noon.AddDays(2), Cancel));
        Assert.False(await log.SetDoneAgainAsync(Learner.Local, "a", "begin", Samples.Noon.AddDays(3), Cancel));

        Assert.Equal(Samples.Noon, (await WorkAsync(log)).Done["begin"]);
    }

    [Fact]
    public async Task Projects_and_learners_are_kept_apart_and_a_project_has_only_so_many_links()
    {
        await using var store = await OpenStore.NewAsync();
        var (log, other) = (new ProjectLog(store.File), new Learner(Guid.NewGuid()));
        for (var i = 0; i < ProjectLog.MostLinks; i++) Assert.True(await log.AddLinkAsync(Learner.Local, Link(i), Cancel));

        Assert.False(await log.AddLinkAsync(Learner.Local, Link(99), Cancel));
        Assert.True(await log.AddLinkAsync(Learner.Local, Link(99, "b"), Cancel));
        Assert.True(await log.AddLinkAsync(other, Link(99), Cancel));

        Assert.Equal((ProjectLog.MostLinks, 1), ((await WorkAsync(log)).Links.Count, (await WorkAsync(log, "b")).Links.Count));
        Assert.Single((await log.ReadAsync(other, Cancel))["a"].Links);
    }

    [Fact]
    public async Task Many_at_once_lose_nothing()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new ProjectLog(store.File);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => log.SetDoneAsync(Learner.Local, "a", $"m{i}", true, Samples.Noon, Cancel)));

        Assert.Equal(20, (await WorkAsync(log)).Done.Count);
    }
}
