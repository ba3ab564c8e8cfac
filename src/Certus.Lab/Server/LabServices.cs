using Certus.Lab.State;

namespace Certus.Lab.Server;

/// <summary>The sandbox's services on one set of rows, built in one place.</summary>
public sealed class LabServices : IAsyncDisposable
{
    private readonly Dictionary<string, ILabService> _byName;
    private readonly IReadOnlyList<IAsyncDisposable> _owned;

    private LabServices(LabDatabase database, CallLog calls, IReadOnlyList<ILabService> services, IReadOnlyList<IAsyncDisposable> owned)
    {
        Database = database;
        Calls = calls;
        _owned = owned;
        _byName = services.ToDictionary(service => service.Name);
    }

    /// <summary>The rows.</summary>
    public LabDatabase Database { get; }

    /// <summary>The log of calls.</summary>
    public CallLog Calls { get; }

    /// <summary>The services by their names.</summary>
    public IReadOnlyDictionary<string, ILabService> ByName => _byName;

    /// <summary>A key that IAM or STS made, or null where neither knows it.</summary>
    public Func<string, LabKey?> Keys { get; private init; } = static _ => null;

    /// <summary>Opens the rows of a sandbox and builds its services.</summary>
    /// <exception cref="LabStateException">The rows can't be used.</exception>
    public static LabServices Open(LabOptions options, params IReadOnlyList<ILabService> more)
    {
        // A service's tables, one line each …
        LabSchema[] schemas =
        [
            CallLog.Tables,
            S3.S3Schema.Tables,
            Iam.IamSchema.Schema,
            .. more.Select(service => service.Schema).OfType<LabSchema>(),
        ];
        var database = LabDatabase.Open(options.DataDirectory, schemas);

        // … and the service itself, with what it needs.
        var calls = new CallLog(database);
        var objects = new S3.ObjectStore(database, options.DataDirectory, options.Time);
        List<ILabService> services =
        [
            new S3.S3Service(objects),
            .. more,
        ];
        return new(database, calls, services, [objects, calls]);
    }

    /// <summary>Empties the sandbox: every service's rows, files and running jobs.</summary>
    public async Task ResetAsync(CancellationToken cancel)
    {
        foreach (var service in _byName.Values) await service.ResetAsync(cancel);
        await Calls.FlushAsync(cancel);
        await Database.WriteAsync(connection =>
        {
            LabDatabase.Execute(connection, "PRAGMA defer_foreign_keys=ON");
            foreach (var table in LabDatabase.Rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'lab_schema' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'", row => row.GetString(0)))
                LabDatabase.Execute(connection, $"DELETE FROM \"{table}\"");
        }, cancel);
    }

    /// <summary>Stops the services, then closes the rows.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _byName.Values.Reverse())
            if (service is IAsyncDisposable disposable) await disposable.DisposeAsync();
        foreach (var owned in _owned) await owned.DisposeAsync();
        await Database.DisposeAsync();
    }
}
