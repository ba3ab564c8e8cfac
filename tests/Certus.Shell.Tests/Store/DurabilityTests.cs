using Certus.Practice;
using Certus.Store;
using Microsoft.EntityFrameworkCore;

namespace Certus.Shell.Tests.Store;

public sealed class DurabilityTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(400)]
    public async Task Every_acknowledged_event_survives_the_kill_of_its_process(int acknowledgedBefore)
    {
        using var directory = new TempDirectory();
        Guid id;
        await using (var store = await OpenStore.AtAsync(directory)) id = (await store.StartAsync()).Start.Id;
        HashSet<Guid> acknowledged = [];
        await using (var other = OtherProcess.Start(OtherProcess.Appends, directory.DataFile, id.ToString()))
        {
            while (acknowledged.Count < acknowledgedBefore) acknowledged.Add(Guid.Parse((await other.ReadLineAsync())!));
            await other.KillAsync();
            while (await other.ReadLineAsync() is { } line)
                if (Guid.TryParse(line, out var last)) acknowledged.Add(last);      // was printed before the end, but not read yet; the very last line may be cut
        }

        await using var again = await OpenStore.AtAsync(directory);
        var stored = await again.File.Context().Events.OrderBy(row => row.Sequence).Select(row => new { row.Sequence, row.EventId }).ToListAsync(Cancel);

        Assert.Subset(stored.Select(row => row.EventId).ToHashSet(), acknowledged);
        Assert.Equal(Enumerable.Range(1, stored.Count), stored.Select(row => row.Sequence));
        Assert.IsType<Submission.Accepted>(await again.AppendAsync(id, Samples.Answer(1, 0)));
    }

    [Fact]
    public async Task A_sitting_goes_on_in_another_process_with_the_clock_having_run_on()
    {
        using var directory = new TempDirectory();
        Guid id;
        await using (var store = await OpenStore.AtAsync(directory))
        {
            id = (await store.StartAsync()).Start.Id;
            await store.AppendAsync(id, Samples.Answer(1, 2));
        }

        await using var again = await OpenStore.AtAsync(directory);
        var sitting = await again.Sittings.FindAsync(Learner.Local, id, Cancel);

        Assert.Equal(Samples.Noon.AddMinutes(180), sitting!.Deadline);
        Assert.IsType<Submission.Accepted>(await again.AppendAsync(id, Samples.Answer(2, 2, 179 * 60)));
        Assert.IsType<Submission.TooLate>(await again.AppendAsync(id, Samples.Answer(3, 2, 181 * 60)));
    }
}
