using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class BackupTests : IDisposable
{
    private readonly TempDirectory _data = new(), _elsewhere = new();

    public void Dispose()
    {
        _data.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task A_backup_can_be_restored_and_what_was_there_is_kept()
    {
        await SitAsync(_data);
        await SitAsync(_elsewhere);
        var file = _data.File("backup.db");

        var backup = await CommandLine.RunAsync("backup", file, "--data", _data.FullName);
        var restore = await CommandLine.RunAsync("restore", file, "--data", _elsewhere.FullName);

        Assert.Matches($"^Wrote {file}: 1 sitting, [0-9]+ events, 0.1 MiB, verified.\n$", backup.Out);
        Assert.Equal(0, backup.Code);
        var lines = restore.Out.Split('\n');
        Assert.Matches($"^Restored {_elsewhere.DataFile} from {file}: 1 sitting, [0-9]+ events, 0.1 MiB, verified.$", lines[0]);
        Assert.Contains($"kept in {_elsewhere.DataFile}.before-restore-20261123T120000Z", lines[1], StringComparison.Ordinal);
        Assert.True(File.Exists(_elsewhere.DataFile + ".before-restore-20261123T120000Z"));
        Assert.Equal(0, restore.Code);
    }

    [Fact]
    public async Task Files_that_can_not_be_used_are_refused()
    {
        await SitAsync(_data);
        var text = _data.File("notes.txt");
        await File.WriteAllTextAsync(text, "not a data file", TestContext.Current.CancellationToken);

        (await CommandLine.RunAsync("backup", text, "--data", _data.FullName)).RefusedWith(2, $"{text} exists already");
        (await CommandLine.RunAsync("backup", _elsewhere.File("b.db"), "--data", _elsewhere.FullName)).RefusedWith(1, "there is nothing to back up");
        (await CommandLine.RunAsync("restore", _data.File("none.db"), "--data", _data.FullName)).RefusedWith(2, $"There is no file {_data.File("none.db")}");
        (await CommandLine.RunAsync("backup", _data.File("no/such/place.db"), "--data", _data.FullName)).RefusedWith(2, "can't be written");
        (await CommandLine.RunAsync("restore", text, "--data", _data.FullName)).RefusedWith(2, $"{text} is not a backup of Certus");
        (await CommandLine.RunAsync("restore", "--data", _data.FullName)).RefusedWith(2, "see 'certus restore --help'");
    }

    private static Task SitAsync(TempDirectory data) => CommandLine.RunAsync(new StringReader("a\nq\n"), "quiz", "SND-C01", "--size", "6", "--seed", "1", "--data", data.FullName, "--content", CommandLine.Bank("sound-bank"));
}
