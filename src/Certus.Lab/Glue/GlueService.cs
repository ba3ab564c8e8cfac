using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Glue;

/// <summary>Glue: the data catalog.</summary>
public sealed class GlueService(LabDatabase database) : ILabService
{
    private readonly Databases _databases = new(database);
    private readonly Tables _tables = new(database);
    private readonly Partitions _partitions = new(database);
    private readonly GlueTags _tags = new(database);

    /// <summary>The tables, for opening the database before the service is made.</summary>
    public static LabSchema Tables => GlueSchema.Value;

    /// <inheritdoc/>
    public string Name => "glue";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= new Dictionary<string, LabOperation>
    {
        ["CreateDatabase"] = _databases.CreateAsync,
        ["GetDatabase"] = _databases.GetAsync,
        ["GetDatabases"] = _databases.ListAsync,
        ["UpdateDatabase"] = _databases.UpdateAsync,
        ["DeleteDatabase"] = _databases.DeleteAsync,
        ["CreateTable"] = _tables.CreateAsync,
        ["GetTable"] = _tables.GetAsync,
        ["GetTables"] = _tables.ListAsync,
        ["SearchTables"] = _tables.SearchAsync,
        ["UpdateTable"] = _tables.UpdateAsync,
        ["DeleteTable"] = _tables.DeleteAsync,
        ["BatchDeleteTable"] = _tables.DeleteManyAsync,
        ["GetTableVersion"] = _tables.VersionAsync,
        ["GetTableVersions"] = _tables.VersionsAsync,
        ["DeleteTableVersion"] = _tables.DeleteVersionAsync,
        ["BatchDeleteTableVersion"] = _tables.DeleteVersionsAsync,
        ["CreatePartition"] = _partitions.CreateAsync,
        ["BatchCreatePartition"] = _partitions.CreateManyAsync,
        ["GetPartition"] = _partitions.GetAsync,
        ["BatchGetPartition"] = _partitions.GetManyAsync,
        ["GetPartitions"] = _partitions.ListAsync,
        ["UpdatePartition"] = _partitions.UpdateAsync,
        ["BatchUpdatePartition"] = _partitions.UpdateManyAsync,
        ["DeletePartition"] = _partitions.DeleteAsync,
        ["BatchDeletePartition"] = _partitions.DeleteManyAsync,
        ["TagResource"] = _tags.TagAsync,
        ["UntagResource"] = _tags.UntagAsync,
        ["GetTags"] = _tags.GetAsync,
    };
}
