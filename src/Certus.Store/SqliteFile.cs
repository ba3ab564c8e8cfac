using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Certus.Store;

/// <summary>Connections to a data file with the settings that durability needs.</summary>
internal static class SqliteFile
{
    /// <summary>"Cert": what a Certus data file calls itself in its header.</summary>
    public const int ApplicationId = 0x43657274;

    /// <summary>How long to wait for another process's transaction.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static string ConnectionString(string path, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = false,        // sessions are kept open by their owners; a closed file is really closed
        ForeignKeys = true,
        DefaultTimeout = (int)Patience.TotalSeconds,
    }.ToString();

    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(ConnectionString(path, mode));
        try
        {
            connection.Open();
            // fullfsync matters on macOS only, where a plain fsync leaves the data in the drive's cache.
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={Patience.TotalMilliseconds}; PRAGMA synchronous=FULL; PRAGMA fullfsync=ON;"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static T Ask<T>(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    public static IReadOnlyList<string> AskList(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
