using Certus.Practice;
using Certus.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Certus.Shell.Tests.Store;

public sealed class BackupTests
{
    private static readonly TimeProvider Clock = new FixedClock(Samples.Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_of_a_file_in_use_holds_all_that_was_acknowledged()
    {
        using var directory = new TempDirectory();
        await using var store = await OpenStore.AtAsync(directory);
        var id = (await store.StartAsync()).Start.Id;
        for (var i = 1; i <= 5; i++) await store.AppendAsync(id, Samples.Answer(i, 1));

        var done = await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);

        Assert.Equal((1, 5, null), (done.Sittings, done.Events, done.UndoCopy));
        await using var copy = await DataFile.OpenAsync(done.To, Cancel);
        Assert.Equal(0, (await new EventLog(copy).FindAsync(Learner.Local, id, Cancel))!.Unanswered);
    }

    [Fact]
    public async Task A_backup_is_a_single_file_and_nothing_else_is_left()
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.StartAsync();

        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);

        Assert.Equal(["certus.db", "copy.db"], Directory.GetFiles(directory.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_backup_never_overwrites_a_file()
    {
        using var directory = new TempDirectory();
        await using (await OpenStore.AtAsync(directory)) { }
        await File.WriteAllTextAsync(directory.File("thesis.txt"), "ten years of work", Cancel);

        var thrown = await Assert.ThrowsAsync<StoreException>(() => Backup.BackupAsync(directory.DataFile, directory.File("thesis.txt"), Cancel));

        Assert.Equal(StoreFault.Exists, thrown.Fault);
        Assert.Equal("ten years of work", await File.ReadAllTextAsync(directory.File("thesis.txt"), Cancel));
    }

    [Fact]
    public async Task A_backup_into_a_directory_that_is_not_there_is_refused()
    {
        using var directory = new TempDirectory();
        await using (await OpenStore.AtAsync(directory)) { }
        var target = directory.File("nowhere/copy.db");

        var thrown = await Assert.ThrowsAsync<StoreException>(() => Backup.BackupAsync(directory.DataFile, target, Cancel));

        Assert.Equal($"{target} can't be written; name a file in a directory that exists and that this user may write.", thrown.Message);
    }

    [Fact]
    public async Task Where_there_is_no_data_file_there_is_nothing_to_back_up()
    {
        using var directory = new TempDirectory();

        var thrown = await Assert.ThrowsAsync<StoreException>(() => Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel));

        Assert.Equal(StoreFault.Missing, thrown.Fault);
        Assert.Empty(Directory.GetFiles(directory.FullName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_file_makes_no_backup(bool wholePage)
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.AppendAsync((await store.StartAsync(20)).Start.Id, Samples.Show(1));
        if (wholePage) Spoil(directory.DataFile);
        else SpoilOneByte(directory.DataFile);

        var thrown = await Assert.ThrowsAsync<StoreException>(() => Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel));

        Assert.Equal((StoreFault.Damaged, directory.DataFile), (thrown.Fault, thrown.Path));
        Assert.False(File.Exists(directory.File("copy.db")));
    }

    [Fact]
    public async Task A_restore_brings_back_the_backup_and_keeps_what_it_replaced()
    {
        using var directory = new TempDirectory();
        Guid first, second;
        await using (var store = await OpenStore.AtAsync(directory)) first = (await store.StartAsync()).Start.Id;
        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);
        await using (var store = await OpenStore.AtAsync(directory))
        {
            second = (await store.StartAsync()).Start.Id;
            await store.AppendAsync(second, Samples.Answer(1, 3));
        }

        var done = await Backup.RestoreAsync(directory.File("copy.db"), directory.DataFile, Clock, Cancel);

        Assert.Equal((1, 0, directory.DataFile + ".before-restore-20261123T120000Z"), (done.Sittings, done.Events, done.UndoCopy));
        await using (var store = await OpenStore.AtAsync(directory))
        {
            Assert.NotNull(await store.Sittings.FindAsync(Learner.Local, first, Cancel));
            Assert.Null(await store.Sittings.FindAsync(Learner.Local, second, Cancel));
        }
        await Backup.RestoreAsync(done.UndoCopy!, directory.DataFile, Clock, Cancel);
        await using (var store = await OpenStore.AtAsync(directory))
            Assert.Equal(Picks.Of([3]), (await store.Sittings.FindAsync(Learner.Local, second, Cancel))!.At(1).Picks);
    }

    [Fact]
    public async Task What_a_killed_process_left_in_the_write_ahead_log_is_in_the_undo_copy()
    {
        using var directory = new TempDirectory();
        Guid id;
        await using (var store = await OpenStore.AtAsync(directory)) id = (await store.StartAsync()).Start.Id;
        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);
        await using (var other = OtherProcess.Start(OtherProcess.Appends, directory.DataFile, id.ToString()))
        {
            for (var i = 0; i < 20; i++) await other.ReadLineAsync();
            await other.KillAsync();
        }
        Assert.True(new FileInfo(directory.DataFile + "-wal").Length > 0);

        var done = await Backup.RestoreAsync(directory.File("copy.db"), directory.DataFile, Clock, Cancel);

        Assert.False(File.Exists(directory.DataFile + "-wal"));
        await using (var store = await OpenStore.AtAsync(directory)) Assert.Equal(0, await store.File.Context().Events.CountAsync(Cancel));
        await using var undo = await DataFile.OpenAsync(done.UndoCopy!, Cancel);
        Assert.True(await undo.Context().Events.CountAsync(Cancel) >= 20);
    }

    [Fact]
    public async Task A_restore_where_nothing_was_needs_no_undo_copy()
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.StartAsync();
        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);

        var done = await Backup.RestoreAsync(directory.File("copy.db"), directory.File("new/certus.db"), Clock, Cancel);

        Assert.Equal((1, null), (done.Sittings, done.UndoCopy));
        await using var file = await DataFile.OpenAsync(done.To, Cancel);
        Assert.Equal(1, await file.Context().Sittings.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_restore_is_refused_while_another_process_has_the_file_open()
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.StartAsync();
        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);
        await using var other = OtherProcess.Start(OtherProcess.Opens, directory.DataFile);
        Assert.Equal("open", await other.ReadLineAsync());

        var thrown = await Assert.ThrowsAsync<StoreException>(() => Backup.RestoreAsync(directory.File("copy.db"), directory.DataFile, Clock, Cancel));

        Assert.Equal(StoreFault.Locked, thrown.Fault);
        Assert.Equal(0, await other.FinishAsync());
        Assert.Equal(["certus.db", "copy.db"], Directory.GetFiles(directory.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_damaged_data_file_can_be_replaced_and_its_bytes_are_kept()
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.StartAsync(20);
        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);
        await File.WriteAllTextAsync(directory.DataFile, "what a disk makes of a file", Cancel);

        var done = await Backup.RestoreAsync(directory.File("copy.db"), directory.DataFile, Clock, Cancel);

        Assert.Equal("what a disk makes of a file", await File.ReadAllTextAsync(done.UndoCopy!, Cancel));
        await using var again = await OpenStore.AtAsync(directory);
        Assert.Single(await again.Sittings.ListAsync(Learner.Local, Cancel));
    }

    [Fact]
    public async Task What_belongs_to_a_data_file_that_was_moved_away_is_kept_too()
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.StartAsync();
        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);
        File.Move(directory.DataFile, directory.File("moved.db"));
        await File.WriteAllTextAsync(directory.DataFile + "-wal", "answers of an hour", Cancel);

        await Backup.RestoreAsync(directory.File("copy.db"), directory.DataFile, Clock, Cancel);

        Assert.Equal("answers of an hour", await File.ReadAllTextAsync(directory.DataFile + ".before-restore-20261123T120000Z-wal", Cancel));
        await using var again = await OpenStore.AtAsync(directory);
        Assert.Single(await again.Sittings.ListAsync(Learner.Local, Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_swap_that_fails_leaves_all_as_it_was(bool damaged)
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.StartAsync();
        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);
        if (damaged) await File.WriteAllTextAsync(directory.DataFile, "what a disk makes of a file", Cancel);
        else
        {
            File.Delete(directory.DataFile);
            await File.WriteAllTextAsync(directory.DataFile + "-wal", "answers of an hour", Cancel);
        }
        var before = Directory.GetFiles(directory.FullName).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file))).ToList();

        // The clock is asked after the copy was made and before it takes the data file's place.
        await Assert.ThrowsAsync<StoreException>(() => Backup.RestoreAsync(directory.File("copy.db"), directory.DataFile, new MeddlingClock(() => File.Delete(directory.DataFile + ".incoming")), Cancel));

        Assert.Equal(before, Directory.GetFiles(directory.FullName).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file))));
    }

    [Fact]
    public async Task A_restore_that_is_given_up_before_the_swap_leaves_a_damaged_file_as_it_was()
    {
        using var directory = new TempDirectory();
        using var given = new CancellationTokenSource();
        await using (await OpenStore.AtAsync(directory)) { }
        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);
        await File.WriteAllTextAsync(directory.DataFile, "what a disk makes of a file", Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Backup.RestoreAsync(directory.File("copy.db"), directory.DataFile, new MeddlingClock(given.Cancel), given.Token));

        Assert.Equal("what a disk makes of a file", await File.ReadAllTextAsync(directory.DataFile, Cancel));
        Assert.Equal(["certus.db", "copy.db"], Directory.GetFiles(directory.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Backups_and_what_is_restored_are_their_owners_alone(bool damaged)
    {
        if (OperatingSystem.IsWindows()) return;
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.StartAsync();
        await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);

        var restored = await Backup.RestoreAsync(directory.File("copy.db"), directory.File("new/data/certus.db"), Clock, Cancel);
        if (damaged) await File.WriteAllTextAsync(restored.To, "what a disk makes of a file", Cancel);
        File.SetUnixFileMode(restored.To, (UnixFileMode)0b110_100_100);
        var again = await Backup.RestoreAsync(directory.File("copy.db"), restored.To, Clock, Cancel);

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite, folder = file | UnixFileMode.UserExecute;
        Assert.Equal(folder, File.GetUnixFileMode(Path.GetDirectoryName(restored.To)!));
        foreach (var path in new[] { directory.DataFile, directory.File("copy.db"), restored.To, again.UndoCopy! }) Assert.Equal((path, file), (path, File.GetUnixFileMode(path)));
    }

    [Fact]
    public void The_names_in_a_directory_can_be_waited_for()
    {
        using var directory = new TempDirectory();

        DurableFile.FlushNames(directory.FullName);
        DurableFile.FlushNames(directory.File("nowhere"));      // like SQLite, past what can't be opened
    }

    [Theory]
    [InlineData("text", StoreFault.NotADatabase)]
    [InlineData("recipes", StoreFault.NotADatabase)]
    [InlineData("empty", StoreFault.NotADatabase)]
    [InlineData("damaged", StoreFault.Damaged)]
    [InlineData("newer", StoreFault.NewerVersion)]
    [InlineData("missing", StoreFault.Missing)]
    public async Task What_is_no_sound_backup_is_not_restored_and_the_data_file_stays(string what, StoreFault fault)
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.StartAsync(20);
        var source = directory.File("source.db");
        if (what is "damaged" or "newer") await Backup.BackupAsync(directory.DataFile, source, Cancel);
        switch (what)
        {
            case "text": await File.WriteAllTextAsync(source, string.Concat(Enumerable.Repeat("not a database ", 500)), Cancel); break;
            case "recipes": Execute(source, "CREATE TABLE recipes (id INTEGER)"); break;
            case "empty": await File.WriteAllBytesAsync(source, [], Cancel); break;
            case "damaged": Spoil(source); break;
            case "newer": Execute(source, "INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_FromTheFuture', '99.0.0')"); break;
        }
        var before = await File.ReadAllBytesAsync(directory.DataFile, Cancel);

        var thrown = await Assert.ThrowsAsync<StoreException>(() => Backup.RestoreAsync(source, directory.DataFile, Clock, Cancel));

        Assert.Equal((fault, source), (thrown.Fault, thrown.Path));
        Assert.DoesNotContain(DataDirectory.Variable, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(directory.DataFile, Cancel));
        Assert.Subset(new HashSet<string?> { "certus.db", "source.db" }, Directory.GetFiles(directory.FullName).Select(Path.GetFileName).ToHashSet());
    }

    /// <summary>Overwrites the root page of a table, as a failing disk might.</summary>
    private static void Spoil(string path)
    {
        Execute(path, "PRAGMA wal_checkpoint(TRUNCATE)");
        long root;
        using (var connection = SqliteFile.Connect(path, SqliteOpenMode.ReadOnly)) root = SqliteFile.Ask<long>(connection, "SELECT rootpage FROM sqlite_master WHERE name = 'bodies'");
        using var file = new FileStream(path, FileMode.Open);
        file.Position = 4096 * (root - 1);
        file.Write(Enumerable.Repeat((byte)0x5A, 4096).ToArray());
    }

    /// <summary>Changes one letter of an event's kind, so that table and index no longer agree.</summary>
    private static void SpoilOneByte(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var place = bytes.AsSpan().IndexOf("shownquestion-1"u8) is >= 0 and var found ? found : throw new InvalidOperationException("no such event");
        bytes[place] = (byte)'S';
        File.WriteAllBytes(path, bytes);
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Does something the moment that it is asked.</summary>
    private sealed class MeddlingClock(Action meddle) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            meddle();
            return Samples.Noon;
        }
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
