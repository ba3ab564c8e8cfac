using Certus.Store;

namespace Certus.Shell.Tests.Store;

/// <summary>The projects that somebody wants in the plan.</summary>
public sealed class ChosenProjectsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_chosen_is_there_in_its_order_after_a_restart_and_nothing_where_nothing_was()
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory))
        {
            var preferences = new Preferences(store.File);
            Assert.Empty(await ChosenProjects.FindAsync(preferences, Cancel));
            await ChosenProjects.KeepAsync(preferences, ["b", "a", "b"], Cancel);
        }

        await using var again = await OpenStore.AtAsync(directory);
        var kept = new Preferences(again.File);
        Assert.Equal(["b", "a"], await ChosenProjects.FindAsync(kept, Cancel));

        await ChosenProjects.KeepAsync(kept, [], Cancel);
        Assert.Empty(await ChosenProjects.FindAsync(kept, Cancel));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("""{"a":1}""")]
    [InlineData("null")]
    public async Task What_another_version_wrote_otherwise_counts_as_nothing(string json)
    {
        await using var store = await OpenStore.NewAsync();
        var preferences = new Preferences(store.File);

        await preferences.SetAsync(Learner.Local, ChosenProjects.Name, json, Cancel);

        Assert.Empty(await ChosenProjects.FindAsync(preferences, Cancel));
    }
}
