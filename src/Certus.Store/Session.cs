using System.Data.Common;

namespace Certus.Store;

/// <summary>An open connection that keeps its prepared statements; used by one caller at a time.</summary>
internal sealed class Session(DbConnection connection) : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);
    private DbTransaction? _transaction;

    public DbConnection Connection => connection;

    /// <summary>Starts a transaction that may write: nobody else writes until it ends.</summary>
    public async ValueTask BeginAsync(CancellationToken cancel) => _transaction = await connection.BeginTransactionAsync(cancel);

    public async ValueTask CommitAsync(CancellationToken cancel)
    {
        await _transaction!.CommitAsync(cancel);
        await _transaction.DisposeAsync();
        _transaction = null;
    }

    public async ValueTask RollbackAsync()
    {
        if (_transaction is null) return;
        var ended = _transaction;
        _transaction = null;
        await ended.DisposeAsync();
    }

    /// <summary>A statement with its values for <c>@p1</c>, <c>@p2</c>, … in order; run it before asking for the same one again.</summary>
    public DbCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                command.Parameters.Add(parameter);
            }
            _commands.Add(sql, command);
        }
        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values) await command.DisposeAsync();
        await RollbackAsync();
        await connection.DisposeAsync();
    }
}
