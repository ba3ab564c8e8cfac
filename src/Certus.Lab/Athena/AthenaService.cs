using Certus.Lab.Athena.Engine;
using Certus.Lab.Glue;
using Certus.Lab.Iam;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Athena;

/// <summary>Athena: queries over the files of the catalog's tables, run by DuckDB in a process of its own.</summary>
public sealed class AthenaService : ILabService, IAsyncDisposable
{
    private readonly QueryEngine _engine = new();
    private readonly Queries _queries;
    private readonly WorkGroups _groups;
    private readonly NamedQueries _named;
    private readonly DataCatalogs _catalogs;
    private readonly AthenaTags _tags;
    private readonly QueryResults _results;

    /// <param name="database">Opened with <see cref="Tables"/>, and with those of S3, IAM and Glue.</param>
    /// <param name="directory">The sandbox's data directory; queries that run have folders below <c>athena</c>.</param>
    /// <param name="objects">S3.</param>
    /// <param name="access">The account's policies.</param>
    /// <param name="catalog">Glue's catalog.</param>
    /// <param name="clock">The time.</param>
    /// <param name="needsBucket">Whether a query is refused at once where its results could not be kept.</param>
    public AthenaService(LabDatabase database, string directory, ObjectStore objects, Access access, DataCatalog catalog, TimeProvider clock, bool needsBucket = true)
    {
        var callers = new CallersObjects(database, objects, access);
        _groups = new(database);
        _named = new(database);
        _catalogs = new(database, catalog);
        _tags = new(database);
        _queries = new(database, callers, new(database, catalog, callers, _named, _engine), Path.Combine(directory, "athena"), clock, needsBucket);
        _results = new(_queries, objects, callers);
    }

    /// <summary>The tables, for opening the database before the service is made.</summary>
    public static LabSchema Tables => AthenaSchema.Value;

    /// <inheritdoc/>
    public string Name => "athena";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= new Dictionary<string, LabOperation>
    {
        ["CreateWorkGroup"] = _groups.CreateAsync,
        ["GetWorkGroup"] = _groups.GetAsync,
        ["ListWorkGroups"] = _groups.ListAsync,
        ["UpdateWorkGroup"] = _groups.UpdateAsync,
        ["DeleteWorkGroup"] = _groups.DeleteAsync,
        ["StartQueryExecution"] = _queries.StartAsync,
        ["StopQueryExecution"] = _queries.StopAsync,
        ["GetQueryExecution"] = _queries.GetAsync,
        ["BatchGetQueryExecution"] = _queries.GetManyAsync,
        ["ListQueryExecutions"] = _queries.ListAsync,
        ["GetQueryRuntimeStatistics"] = _queries.StatisticsAsync,
        ["GetQueryResults"] = _results.GetAsync,
        ["CreateNamedQuery"] = _named.CreateAsync,
        ["GetNamedQuery"] = _named.GetAsync,
        ["ListNamedQueries"] = _named.ListAsync,
        ["BatchGetNamedQuery"] = _named.GetManyAsync,
        ["UpdateNamedQuery"] = _named.UpdateAsync,
        ["DeleteNamedQuery"] = _named.DeleteAsync,
        ["CreatePreparedStatement"] = _named.PrepareAsync,
        ["GetPreparedStatement"] = _named.PreparedAsync,
        ["ListPreparedStatements"] = _named.ListPreparedAsync,
        ["BatchGetPreparedStatement"] = _named.GetManyPreparedAsync,
        ["UpdatePreparedStatement"] = _named.UpdatePreparedAsync,
        ["DeletePreparedStatement"] = _named.DeletePreparedAsync,
        ["CreateCapacityReservation"] = _named.ReserveAsync,
        ["GetCapacityReservation"] = _named.ReservedAsync,
        ["ListCapacityReservations"] = _named.ListReservedAsync,
        ["UpdateCapacityReservation"] = _named.UpdateReservedAsync,
        ["CreateDataCatalog"] = _catalogs.CreateAsync,
        ["GetDataCatalog"] = _catalogs.GetAsync,
        ["ListDataCatalogs"] = _catalogs.ListAsync,
        ["UpdateDataCatalog"] = _catalogs.UpdateAsync,
        ["DeleteDataCatalog"] = _catalogs.DeleteAsync,
        ["GetDatabase"] = _catalogs.DatabaseAsync,
        ["ListDatabases"] = _catalogs.DatabasesAsync,
        ["GetTableMetadata"] = _catalogs.TableAsync,
        ["ListTableMetadata"] = _catalogs.TablesAsync,
        ["TagResource"] = _tags.TagAsync,
        ["UntagResource"] = _tags.UntagAsync,
        ["ListTagsForResource"] = _tags.ListAsync,
    };

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => _queries.ResumeAsync(cancel);

    /// <inheritdoc/>
    public Task ResetAsync(CancellationToken cancel) => _queries.ClearAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _queries.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
