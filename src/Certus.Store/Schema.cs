using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Certus.Store;

/// <summary>Whether a file's tables are the ones this build knows, and how they become so.</summary>
internal static class Schema
{
    private static readonly Lazy<IReadOnlyList<string>> Known = new(() =>
        [.. typeof(CertusDb).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal)]);

    /// <summary>The migrations of this build, the oldest first.</summary>
    public static IReadOnlyList<string> KnownMigrations => Known.Value;

    /// <summary>Makes the file where there is none, applies the migrations it lacks, and sees to it that it can be written now.</summary>
    public static async Task BringUpToDateAsync(string path, CancellationToken cancel)
    {
        if (Directory.Exists(path)) throw StoreException.Of(StoreFault.NotADatabase, path);
        DurableFile.Make(path);
        await using var connection = SqliteFile.Connect(path, SqliteOpenMode.ReadWrite);
        var applied = Applied(connection, path);
        if (SqliteFile.Ask<string>(connection, "PRAGMA journal_mode") != "wal") SqliteFile.Run(connection, "PRAGMA journal_mode=WAL");
        var current = applied.Count == KnownMigrations.Count;
        var script = current ? null : Script(applied);
        if (!current) SqliteFile.Run(connection, "PRAGMA foreign_keys=OFF");      // can't be switched inside a transaction; a migration may rebuild a table
        cancel.ThrowIfCancellationRequested();

        // EF's own Migrate() marks the file as locked by a row, which a killed process would leave behind for good; a transaction can't be left behind.
        SqliteFile.Run(connection, "BEGIN IMMEDIATE");
        if (script is not null && Applied(connection, path).Count == applied.Count) SqliteFile.Run(connection, script);
        SqliteFile.Run(connection, "COMMIT");
    }

    /// <summary>The migrations a file has seen.</summary>
    /// <exception cref="StoreException">The file is no Certus data file, or has seen migrations that this build doesn't know.</exception>
    public static IReadOnlyList<string> Applied(SqliteConnection connection, string path)
    {
        var tables = SqliteFile.AskList(connection, "SELECT name FROM sqlite_master WHERE type = 'table'");
        if (tables.Count == 0) return [];
        if (SqliteFile.Ask<long>(connection, "PRAGMA application_id") != SqliteFile.ApplicationId || !tables.Contains(HistoryRepository.DefaultTableName))
            throw StoreException.Of(StoreFault.NotADatabase, path);
        var applied = SqliteFile.AskList(connection, $"SELECT MigrationId FROM {HistoryRepository.DefaultTableName} ORDER BY MigrationId");
        return applied.All(KnownMigrations.Contains) ? applied : throw StoreException.Of(StoreFault.NewerVersion, path);
    }

    private static string Script(IReadOnlyList<string> applied)
    {
        using var db = new CertusDbFactory().CreateDbContext([]);
        var migrator = db.GetService<IMigrator>();
        var steps = migrator.GenerateScript(applied.Count == 0 ? Migration.InitialDatabase : applied[^1], null, MigrationsSqlGenerationOptions.NoTransactions);
        return $"PRAGMA application_id={SqliteFile.ApplicationId};\n{steps}";
    }
}
