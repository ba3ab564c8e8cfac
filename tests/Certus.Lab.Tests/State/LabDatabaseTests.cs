using Certus.Lab.Server;
using Certus.Lab.State;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Tests.State;

/// <summary>Rows of the sandbox: what was answered is there, what was refused is not.</summary>
public sealed class LabDatabaseTests : IDisposable
{
    private static readonly LabSchema Things = new("things", 1, "CREATE TABLE IF NOT EXISTS things_thing (name TEXT PRIMARY KEY) WITHOUT ROWID;");

    private readonly string _directory = Directory.CreateTempSubdirectory("certus-lab-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_that_refuses_leaves_no_trace_and_disturbs_no_other()
    {
        await using var database = LabDatabase.Open(_directory, [Things]);

        var writes = Enumerable.Range(0, 200).Select(n => database.WriteAsync(connection =>
        {
            Execute(connection, "INSERT INTO things_thing VALUES ($name)", ("$name", $"thing-{n}"));
            return n % 7 == 3 ? throw new AwsException("Refused", $"{n} is refused.") : n;
        }, Cancel)).ToList();
        foreach (var (n, write) in writes.Index())
            if (n % 7 == 3) Assert.Equal("Refused", (await Assert.ThrowsAsync<AwsException>(() => write)).Code);
            else Assert.Equal(n, await write);

        var names = database.Read(connection => Rows(connection, "SELECT name FROM things_thing", row => row.GetString(0)));
        Assert.Equal(Enumerable.Range(0, 200).Where(n => n % 7 != 3).Select(n => $"thing-{n}").Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_written_together_is_written_whole_or_not_at_all_and_alone_again_afterwards()
    {
        await using var database = LabDatabase.Open(_directory, [Things]);
        var release = new TaskCompletionSource();
        Task PutAsync(string name, bool refuses = false) => database.WriteAsync(connection =>
        {
            Execute(connection, "INSERT INTO things_thing VALUES ($name)", ("$name", name));
            if (refuses) throw new AwsException("Refused", "Refused.");
        }, Cancel);
        Task<T> TogetherAsync<T>(Func<Task<T>> work, bool refuses = false) => database.TogetherAsync(connection =>
        {
            Execute(connection, "INSERT OR REPLACE INTO things_thing VALUES ('beside')");
            if (refuses) throw new AwsException("Refused", "Refused.");
        }, work);
        string Names() => string.Join(' ', database.Read(connection => Rows(connection, "SELECT name FROM things_thing ORDER BY name", row => row.GetString(0))));
        async Task<Task> PutAndLeaveAsync()
        {
            await PutAsync("one");
            return Task.Run(async () =>
            {
                await release.Task;
                await PutAsync("later");
            }, Cancel);
        }

        foreach (var (work, beside) in new[] { (true, false), (false, true) })
            await Assert.ThrowsAsync<AwsException>(() => TogetherAsync(async () =>
            {
                await PutAsync("none", work);
                return true;
            }, beside));
        var before = Names();
        var left = await TogetherAsync(PutAndLeaveAsync);
        var both = Names();
        await database.WriteAsync(connection => Execute(connection, "DELETE FROM things_thing"), Cancel);
        release.SetResult();
        await left;
        await PutAsync("alone");

        Assert.Equal(("", "beside one", "alone later"), (before, both, Names()));
    }

    [Fact]
    public async Task What_was_written_is_there_after_opening_again()
    {
        await using (var database = LabDatabase.Open(_directory, [Things]))
            await database.WriteAsync(connection => { Execute(connection, "INSERT INTO things_thing VALUES ('kept')"); }, Cancel);

        await using var again = LabDatabase.Open(_directory, [Things]);

        Assert.Equal("kept", again.Read(connection => Scalar(connection, "SELECT name FROM things_thing")));
    }

    [Fact]
    public async Task Tables_of_another_version_are_refused_in_one_sentence()
    {
        await using (LabDatabase.Open(_directory, [Things])) { }

        var refusal = Assert.Throws<LabStateException>(() => LabDatabase.Open(_directory, [Things with { Version = 2 }]));

        Assert.Contains("things data of version 1, this program keeps version 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_its_path()
    {
        File.WriteAllText(Path.Combine(_directory, FileName), new string('x', 5000));

        var refusal = Assert.Throws<LabStateException>(() => LabDatabase.Open(_directory, [Things]));

        Assert.Contains(Path.Combine(_directory, FileName), refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
