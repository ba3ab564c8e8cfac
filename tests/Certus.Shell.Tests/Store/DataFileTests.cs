using Certus.Practice;
using Certus.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Certus.Shell.Tests.Store;

public sealed class DataFileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_model_has_no_changes_that_lack_a_migration()
    {
        await using var store = await OpenStore.NewAsync();

        Assert.False(store.File.Context().Database.HasPendingModelChanges());
        Assert.Empty(await store.File.Context().Database.GetPendingMigrationsAsync(Cancel));
    }

    [Fact]
    public void The_columns_have_only_types_that_PostgreSQL_has_too()
    {
        using var db = new CertusDbFactory().CreateDbContext([]);

        var types = db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Select(property => Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).ToHashSet();

        Assert.Subset(new HashSet<Type> { typeof(Guid), typeof(string), typeof(int), typeof(long), typeof(bool), typeof(byte[]) }, types);
    }

    [Fact]
    public void Every_row_of_a_learner_has_the_learner_first_in_its_key()
    {
        using var db = new CertusDbFactory().CreateDbContext([]);

        var keys = db.Model.GetEntityTypes().Where(entity => entity.GetTableName() != "bodies").Select(entity => entity.FindPrimaryKey()!.Properties[0].GetColumnName());

        Assert.All(keys, column => Assert.Equal("learner_id", column));
    }

    [Fact]
    public async Task A_file_is_written_ahead_with_full_sync_on_every_connection()
    {
        await using var store = await OpenStore.NewAsync();

        using var connection = SqliteFile.Connect(store.File.Path, SqliteOpenMode.ReadWrite);

        Assert.Equal(
            ("wal", 2L, 1L, 4000L),
            (SqliteFile.Ask<string>(connection, "PRAGMA journal_mode"), SqliteFile.Ask<long>(connection, "PRAGMA synchronous"), SqliteFile.Ask<long>(connection, "PRAGMA foreign_keys"),
                SqliteFile.Ask<long>(connection, "PRAGMA busy_timeout")));
    }

    [Fact]
    public async Task A_file_is_made_in_a_directory_that_was_not_there_and_is_its_owners_alone()
    {
        using var directory = new TempDirectory();
        var path = Path.Combine(directory.FullName, "a", "b", "certus.db");

        await using (await DataFile.OpenAsync(path, Cancel))
            foreach (var file in new[] { path, path + "-wal", path + "-shm" })
                if (!OperatingSystem.IsWindows() && File.Exists(file)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        Assert.True(File.Exists(path));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task Several_who_open_a_new_file_at_once_all_get_it()
    {
        using var directory = new TempDirectory();

        var files = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DataFile.OpenAsync(directory.DataFile, Cancel), Cancel)));

        Assert.All(files, file => Assert.True(file.Context().Database.CanConnect()));
        foreach (var file in files) await file.DisposeAsync();
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        using var directory = new TempDirectory();
        await using (await DataFile.OpenAsync(directory.DataFile, Cancel)) { }
        Execute(directory.DataFile, "INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_FromTheFuture', '99.0.0'); CREATE TABLE news (id INTEGER)");

        var thrown = await Refused(directory.DataFile, StoreFault.NewerVersion);

        Assert.Contains("newer version", thrown.Message, StringComparison.Ordinal);
        Execute(directory.DataFile, "SELECT * FROM news");
    }

    [Fact]
    public async Task A_file_that_another_process_is_writing_to_is_called_locked()
    {
        using var directory = new TempDirectory();
        await using (await DataFile.OpenAsync(directory.DataFile, Cancel)) { }
        await using var other = OtherProcess.Start(OtherProcess.Holds, directory.DataFile);
        Assert.Equal("held", await other.ReadLineAsync());

        await Refused(directory.DataFile, StoreFault.Locked);

        await other.FinishAsync();
        await using (await DataFile.OpenAsync(directory.DataFile, Cancel)) { }
    }

    [Fact]
    public async Task An_append_while_another_process_keeps_the_lock_is_refused_and_works_afterwards()
    {
        using var directory = new TempDirectory();
        await using var store = await OpenStore.AtAsync(directory);
        var id = (await store.StartAsync()).Start.Id;
        var answer = Samples.Answer(1, 0);
        await using (var other = OtherProcess.Start(OtherProcess.Holds, directory.DataFile))
        {
            Assert.Equal("held", await other.ReadLineAsync());

            var thrown = await Assert.ThrowsAsync<StoreException>(() => store.AppendAsync(id, answer));
            Assert.Equal(StoreFault.Locked, thrown.Fault);
            Assert.NotNull(await store.Sittings.FindAsync(Learner.Local, id, Cancel));     // readers don't wait
        }

        Assert.IsType<Submission.Accepted>(await store.AppendAsync(id, answer));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("directory")]
    [InlineData("directory without a file")]
    public async Task What_this_user_may_not_write_is_called_read_only(string what)
    {
        if (OperatingSystem.IsWindows()) return;
        using var directory = new TempDirectory();
        if (what != "directory without a file")
            await using (await DataFile.OpenAsync(directory.DataFile, Cancel)) { }
        File.SetUnixFileMode(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        if (what == "file")
        {
            File.SetUnixFileMode(directory.FullName, (UnixFileMode)511);
            File.SetUnixFileMode(directory.DataFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }
        try
        {
            await Nobody.RunAsync(() => Refused(directory.DataFile, StoreFault.ReadOnly));
        }
        finally
        {
            File.SetUnixFileMode(directory.FullName, (UnixFileMode)511);
        }
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_called_read_only()
    {
        if (OperatingSystem.IsWindows()) return;
        using var directory = new TempDirectory();
        File.SetUnixFileMode(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        await Nobody.RunAsync(() => Refused(Path.Combine(directory.FullName, "below", "certus.db"), StoreFault.ReadOnly));

        File.SetUnixFileMode(directory.FullName, (UnixFileMode)511);
    }

    [Fact]
    public async Task On_a_full_disk_the_append_is_refused_and_nothing_acknowledged_is_lost()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;
        LimitPages(store, 100);
        var acknowledged = 0;
        StoreException? full = null;

        while (full is null && acknowledged < 10_000)
            try
            {
                await store.AppendAsync(id, new SittingEvent.Commented(Guid.NewGuid(), Samples.Noon, 1, new string('x', 2000)));
                acknowledged++;
            }
            catch (StoreException thrown)
            {
                full = thrown;
            }

        Assert.Equal(StoreFault.DiskFull, full?.Fault);
        Assert.Equal(acknowledged, await store.File.Context().Events.CountAsync(Cancel));
        Assert.NotNull(await store.Sittings.FindAsync(Learner.Local, id, Cancel));
        LimitPages(store, 100_000);      // somebody made room
        Assert.IsType<Submission.Accepted>(await store.AppendAsync(id, Samples.Answer(1, 0)));
    }

    [Fact]
    public async Task On_a_disk_without_room_for_a_file_opening_is_refused()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/dev/full")) return;
        using var directory = new TempDirectory();
        File.CreateSymbolicLink(directory.DataFile, "/dev/full");       // every write to it says that the disk is full

        await Refused(directory.DataFile, StoreFault.DiskFull);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory.DataFile, string.Concat(Enumerable.Repeat("Dear diary, today I practiced.\n", 400)), Cancel);
        var before = await File.ReadAllBytesAsync(directory.DataFile, Cancel);

        await Refused(directory.DataFile, StoreFault.NotADatabase);

        Assert.Equal(before, await File.ReadAllBytesAsync(directory.DataFile, Cancel));
    }

    [Fact]
    public async Task The_database_of_another_program_is_refused_and_left_as_it_is()
    {
        using var directory = new TempDirectory();
        Execute(directory.DataFile, "CREATE TABLE recipes (id INTEGER)");
        var before = await File.ReadAllBytesAsync(directory.DataFile, Cancel);

        await Refused(directory.DataFile, StoreFault.NotADatabase);

        Assert.Equal(before, await File.ReadAllBytesAsync(directory.DataFile, Cancel));
    }

    [Fact]
    public async Task A_directory_in_the_place_of_the_file_is_refused()
    {
        using var directory = new TempDirectory();

        await Refused(directory.FullName, StoreFault.NotADatabase);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_the_advice_to_restore()
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory)) await store.StartAsync(20);
        using (var file = new FileStream(directory.DataFile, FileMode.Open))
        {
            file.Position = 4096;
            file.Write(new byte[file.Length - 4096]);
        }

        var thrown = await Refused(directory.DataFile, StoreFault.Damaged);

        Assert.Contains("certus restore", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_that_shows_while_reading_is_called_so()
    {
        using var directory = new TempDirectory();
        Guid id;
        await using (var store = await OpenStore.AtAsync(directory)) id = (await store.StartAsync(20)).Start.Id;
        Execute(directory.DataFile, "PRAGMA wal_checkpoint(TRUNCATE)");
        using (var file = new FileStream(directory.DataFile, FileMode.Open))
        {
            using var connection = SqliteFile.Connect(directory.DataFile, SqliteOpenMode.ReadOnly);
            file.Position = 4096 * (SqliteFile.Ask<long>(connection, "SELECT rootpage FROM sqlite_master WHERE name = 'sittings'") - 1);
            file.Write(Enumerable.Repeat((byte)0x5A, 4096).ToArray());
        }
        await using var again = await OpenStore.AtAsync(directory);

        var thrown = await Assert.ThrowsAsync<StoreException>(async () => await again.Sittings.FindAsync(Learner.Local, id, Cancel));

        Assert.Equal(StoreFault.Damaged, thrown.Fault);
    }

    [Fact]
    public async Task After_closing_only_the_data_file_itself_is_left()
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory))
        {
            var id = (await store.StartAsync()).Start.Id;
            await store.AppendAsync(id, Samples.Show(1));
            await store.Sittings.ListAsync(Learner.Local, Cancel);
        }

        Assert.Equal(["certus.db"], Directory.GetFiles(directory.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public void The_data_directory_is_the_one_that_the_environment_names()
    {
        var before = Environment.GetEnvironmentVariable(DataDirectory.Variable);
        try
        {
            Environment.SetEnvironmentVariable(DataDirectory.Variable, "/somewhere/else");
            Assert.Equal(Path.GetFullPath("/somewhere/else/certus.db"), DataDirectory.DataFilePath());
            Environment.SetEnvironmentVariable(DataDirectory.Variable, null);
            Assert.Equal("certus", Path.GetFileName(DataDirectory.Find()));
        }
        finally
        {
            Environment.SetEnvironmentVariable(DataDirectory.Variable, before);
        }
    }

    private static async Task<StoreException> Refused(string path, StoreFault fault)
    {
        var thrown = await Assert.ThrowsAsync<StoreException>(() => DataFile.OpenAsync(path, Cancel));
        Assert.Equal((fault, path), (thrown.Fault, thrown.Path));
        Assert.StartsWith(path, thrown.Message.Replace("No room is left on the disk that holds ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith(".", thrown.Message, StringComparison.Ordinal);
        return thrown;
    }

    /// <summary>Lets the file grow to so many pages; beyond them SQLite answers as on a full disk.</summary>
    private static void LimitPages(OpenStore store, int pages) => store.File.Writer.RunAsync((session, _) =>
    {
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"PRAGMA max_page_count={pages}";
        return ValueTask.FromResult(command.ExecuteScalar());
    }, Cancel).GetAwaiter().GetResult();

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
