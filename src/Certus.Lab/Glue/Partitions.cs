using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Glue;

/// <summary>The partitions of a table.</summary>
internal sealed class Partitions(LabDatabase database)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        var input = call.Structure("PartitionInput")!;
        await database.WriteAsync(connection =>
        {
            var table = Table(connection, call);
            if (Create(connection, table, input, call.Now) is { } fault) throw fault;
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> CreateManyAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        JsonArray errors = [];
        await database.WriteAsync(connection =>
        {
            var table = Table(connection, call);
            foreach (var input in call.List("PartitionInputList").Select(one => one!.AsObject()))
                if (Create(connection, table, input, call.Now) is { } fault)
                    errors.Add(new JsonObject { ["PartitionValues"] = (input["Values"] ?? new JsonArray()).DeepClone(), ["ErrorDetail"] = Error(fault.Code, fault.Message) });
        }, cancel);
        return WithErrors(errors);
    }

    private static AwsException? Create(SqliteConnection connection, CatalogTable table, JsonObject input, DateTimeOffset now)
    {
        var values = Values(input["Values"]);
        // Where a table names no keys the number of values says nothing.
        if (table.PartitionKeys.Count > 0 && values.Count != table.PartitionKeys.Count)
            return GlueNames.Invalid($"The number of partition keys do not match the number of partition values: {table.PartitionKeys.Count} and {values.Count}.");
        if (DataCatalog.FindPartition(connection, table, values) is not null) return GlueNames.Taken("Partition already exists.");
        DataCatalog.Save(connection, table, values, input, now);
        return null;
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        var found = database.Read(connection => DataCatalog.FindPartition(connection, Table(connection, call), Values(call.List("PartitionValues")))) ?? throw Missing();
        return new(new JsonObject { ["Partition"] = found.Body });
    }

    public ValueTask<LabAnswer> GetManyAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        JsonArray found = [], missing = [];
        database.Read(connection =>
        {
            var table = Table(connection, call);
            foreach (var wanted in call.List("PartitionsToGet"))
                if (DataCatalog.FindPartition(connection, table, Values(wanted!["Values"])) is { } partition) found.Add(partition.Body);
                else missing.Add(wanted.DeepClone());
            return true;
        });
        JsonObject answer = new() { ["Partitions"] = found };
        if (missing.Count > 0) answer["UnprocessedKeys"] = missing;
        return new(answer);
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        var (table, partitions) = database.Read(connection =>
        {
            var table = Table(connection, call);
            return (table, DataCatalog.PartitionsOf(connection, table.Region, table.Database, table.Name));
        });
        if (call.Text("Expression") is { Length: > 0 } text)
        {
            var expression = PartitionExpression.Parse(text, table.PartitionKeys);
            partitions = partitions.FindAll(partition => expression.Matches(partition.Values));
        }
        if (call.Structure("Segment") is { } segment)
        {
            var (number, total) = ((long)segment["SegmentNumber"]!, (long)segment["TotalSegments"]!);
            if (number >= total) throw GlueNames.Invalid("Segment number must be less than the total number of segments.");
            partitions = [.. partitions.Where((_, at) => at % total == number)];
        }
        return new(GluePage.Of(call, "Partitions", partitions, partition =>
        {
            if (call.Flag("ExcludeColumnSchema") == true) (partition.Body["StorageDescriptor"] as JsonObject)?.Remove("Columns");
            return partition.Body;
        }, most: 1000));
    }

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        await database.WriteAsync(connection =>
        {
            if (Update(connection, Table(connection, call), Values(call.List("PartitionValueList")), call.Structure("PartitionInput")!, call.Now) is { } fault) throw fault;
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> UpdateManyAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        JsonArray errors = [];
        await database.WriteAsync(connection =>
        {
            var table = Table(connection, call);
            foreach (var entry in call.List("Entries"))
                if (Update(connection, table, Values(entry!["PartitionValueList"]), entry["PartitionInput"]!.AsObject(), call.Now) is { } fault)
                    errors.Add(new JsonObject { ["PartitionValueList"] = entry["PartitionValueList"]!.DeepClone(), ["ErrorDetail"] = Error(fault.Code, fault.Message) });
        }, cancel);
        return WithErrors(errors);
    }

    private static AwsException? Update(SqliteConnection connection, CatalogTable table, IReadOnlyList<string> values, JsonObject input, DateTimeOffset now)
    {
        if (DataCatalog.FindPartition(connection, table, values) is not { } before) return Missing();
        var after = input["Values"] is null ? values : Values(input["Values"]);
        if (table.PartitionKeys.Count > 0 && after.Count != table.PartitionKeys.Count) return GlueNames.Invalid("The number of partition keys do not match the number of partition values.");
        if (!after.SequenceEqual(values, StringComparer.Ordinal) && DataCatalog.FindPartition(connection, table, after) is not null) return GlueNames.Taken("Partition already exists.");
        DataCatalog.RemovePartition(connection, table, values);
        var body = input.DeepClone().AsObject();
        body["CreationTime"] = before.Body["CreationTime"]?.DeepClone();
        DataCatalog.Save(connection, table, after, body, now);
        return null;
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        await database.WriteAsync(connection =>
        {
            if (!DataCatalog.RemovePartition(connection, Table(connection, call), Values(call.List("PartitionValues")))) throw Missing();
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteManyAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        JsonArray errors = [];
        await database.WriteAsync(connection =>
        {
            var table = Table(connection, call);
            foreach (var wanted in call.List("PartitionsToDelete"))
                if (!DataCatalog.RemovePartition(connection, table, Values(wanted!["Values"])))
                    errors.Add(new JsonObject { ["PartitionValues"] = wanted["Values"]!.DeepClone(), ["ErrorDetail"] = Error("EntityNotFoundException", "Partition not found.") });
        }, cancel);
        return WithErrors(errors);
    }

    internal static JsonObject Error(string code, string message) => new() { ["ErrorCode"] = code, ["ErrorMessage"] = message };

    internal static LabAnswer WithErrors(JsonArray errors) => errors.Count == 0 ? LabAnswer.Empty : new JsonObject { ["Errors"] = errors };

    private static AwsException Missing() => GlueNames.NotFound("Cannot find partition.");

    private static CatalogTable Table(SqliteConnection connection, LabCall call) => DataCatalog.Require(connection, call.Caller.Region, Tables.Name(call, "DatabaseName"), Tables.Name(call, "TableName"));

    private static IReadOnlyList<string> Values(JsonNode? list) => [.. (list as JsonArray ?? []).Select(value => (string)value!)];
}
