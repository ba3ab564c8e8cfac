using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Athena;

/// <summary>Named queries and prepared statements of a workgroup, and capacity reservations, which are records alone.</summary>
internal sealed class NamedQueries(LabDatabase database)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var id = Guid.NewGuid().ToString();
        Kept query = new(call.Caller.Region, Kept.NamedQuery, id, call.Now, Of(call, "Name", "Description", "Database", "QueryString"));
        query.Body["NamedQueryId"] = id;
        query.Body["WorkGroup"] = call.Text("WorkGroup") ?? AthenaNames.Primary;
        await database.WriteAsync(connection =>
        {
            WorkGroups.Require(connection, query.Region, (string)query.Body["WorkGroup"]!);
            query.Save(connection);
        }, cancel);
        return new JsonObject { ["NamedQueryId"] = id };
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel) => new(new JsonObject { ["NamedQuery"] = database.Read(connection => Require(connection, call, Kept.NamedQuery, call.Required("NamedQueryId"))).Body });

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var group = call.Text("WorkGroup") ?? AthenaNames.Primary;
        return new(AthenaNames.Page(call, "NamedQueryIds", database.Read(connection => Kept.All(connection, call.Caller.Region, Kept.NamedQuery)).FindAll(query => (string?)query.Body["WorkGroup"] == group), query => JsonValue.Create(query.Name)));
    }

    public ValueTask<LabAnswer> GetManyAsync(LabCall call, CancellationToken cancel)
    {
        JsonArray found = [], missing = [];
        foreach (var id in call.List("NamedQueryIds").Select(id => (string)id!))
            if (database.Read(connection => Kept.Find(connection, call.Caller.Region, Kept.NamedQuery, id)) is { } query) found.Add(query.Body);
            else missing.Add(new JsonObject { ["NamedQueryId"] = id, ["ErrorCode"] = "INVALID_INPUT", ["ErrorMessage"] = $"NamedQuery {id} was not found" });
        return new(new JsonObject { ["NamedQueries"] = found, ["UnprocessedNamedQueryIds"] = missing });
    }

    public ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel) => ChangeAsync(call, Kept.NamedQuery, call.Required("NamedQueryId"), "Name", "Description", "QueryString", cancel);

    public ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel) => RemoveAsync(call, Kept.NamedQuery, call.Required("NamedQueryId"), cancel);

    public async ValueTask<LabAnswer> PrepareAsync(LabCall call, CancellationToken cancel)
    {
        await PrepareAsync(call.Caller.Region, call.Required("WorkGroup"), call.Required("StatementName"), call.Required("QueryStatement"), call.Text("Description"), call.Now, cancel);
        return LabAnswer.Empty;
    }

    public Task PrepareAsync(string region, string group, string name, string statement, string? description, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(connection =>
    {
        WorkGroups.Require(connection, region, group);
        if (Kept.Find(connection, region, Kept.Prepared, $"{group}/{name}") is not null) throw AthenaNames.Invalid($"PreparedStatement {name} already exists in WorkGroup {group}");
        Kept prepared = new(region, Kept.Prepared, $"{group}/{name}", now, new() { ["StatementName"] = name, ["WorkGroupName"] = group, ["QueryStatement"] = statement, ["LastModifiedTime"] = JsonValue.Create(now) });
        if (description is not null) prepared.Body["Description"] = description;
        prepared.Save(connection);
    }, cancel);

    public ValueTask<LabAnswer> PreparedAsync(LabCall call, CancellationToken cancel) => new(new JsonObject { ["PreparedStatement"] = database.Read(connection => Require(connection, call, Kept.Prepared, $"{call.Required("WorkGroup")}/{call.Required("StatementName")}")).Body });

    public ValueTask<LabAnswer> ListPreparedAsync(LabCall call, CancellationToken cancel)
    {
        var group = call.Required("WorkGroup");
        return new(AthenaNames.Page(call, "PreparedStatements", database.Read(connection =>
        {
            WorkGroups.Require(connection, call.Caller.Region, group);
            return Kept.All(connection, call.Caller.Region, Kept.Prepared);
        }).FindAll(one => (string?)one.Body["WorkGroupName"] == group), one => new JsonObject { ["StatementName"] = (string?)one.Body["StatementName"], ["LastModifiedTime"] = one.Body["LastModifiedTime"]!.DeepClone() }));
    }

    public ValueTask<LabAnswer> GetManyPreparedAsync(LabCall call, CancellationToken cancel)
    {
        JsonArray found = [], missing = [];
        foreach (var name in call.List("PreparedStatementNames").Select(name => (string)name!))
            if (database.Read(connection => Kept.Find(connection, call.Caller.Region, Kept.Prepared, $"{call.Required("WorkGroup")}/{name}")) is { } one) found.Add(one.Body);
            else missing.Add(new JsonObject { ["StatementName"] = name, ["ErrorCode"] = "STATEMENT_NOT_FOUND", ["ErrorMessage"] = $"PreparedStatement {name} was not found" });
        return new(new JsonObject { ["PreparedStatements"] = found, ["UnprocessedPreparedStatementNames"] = missing });
    }

    public ValueTask<LabAnswer> UpdatePreparedAsync(LabCall call, CancellationToken cancel) => ChangeAsync(call, Kept.Prepared, $"{call.Required("WorkGroup")}/{call.Required("StatementName")}", "QueryStatement", "Description", "", cancel);

    public ValueTask<LabAnswer> DeletePreparedAsync(LabCall call, CancellationToken cancel) => RemoveAsync(call, Kept.Prepared, $"{call.Required("WorkGroup")}/{call.Required("StatementName")}", cancel);

    public async ValueTask<LabAnswer> ReserveAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("Name");
        Kept reservation = new(call.Caller.Region, Kept.Capacity, name, call.Now, new()
        {
            ["Name"] = name, ["Status"] = "PENDING", ["TargetDpus"] = call.Whole("TargetDpus"), ["AllocatedDpus"] = 0, ["CreationTime"] = JsonValue.Create(call.Now),
        });
        await database.WriteAsync(connection =>
        {
            if (Kept.Find(connection, reservation.Region, Kept.Capacity, name) is not null) throw AthenaNames.Invalid("Capacity reservation already exists");
            reservation.Save(connection);
            AthenaTags.Put(connection, reservation.Arn, call.List("Tags"));
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> ReservedAsync(LabCall call, CancellationToken cancel) => new(new JsonObject { ["CapacityReservation"] = database.Read(connection => Require(connection, call, Kept.Capacity, call.Required("Name"))).Body });

    public ValueTask<LabAnswer> ListReservedAsync(LabCall call, CancellationToken cancel) => new(AthenaNames.Page(call, "CapacityReservations", database.Read(connection => Kept.All(connection, call.Caller.Region, Kept.Capacity)), one => one.Body));

    public async ValueTask<LabAnswer> UpdateReservedAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var one = Require(connection, call, Kept.Capacity, call.Required("Name"));
            one.Body["TargetDpus"] = call.Whole("TargetDpus");
            one.Save(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    private async ValueTask<LabAnswer> ChangeAsync(LabCall call, string kind, string name, string one, string other, string third, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var kept = Require(connection, call, kind, name);
            foreach (var member in (string[])[one, other, third])
                if (member.Length > 0 && call.Text(member) is { } value) kept.Body[member] = value;
            if (kind == Kept.Prepared) kept.Body["LastModifiedTime"] = JsonValue.Create(call.Now);
            kept.Save(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    private async ValueTask<LabAnswer> RemoveAsync(LabCall call, string kind, string name, CancellationToken cancel)
    {
        await database.WriteAsync(connection => Require(connection, call, kind, name).Remove(connection), cancel);
        return LabAnswer.Empty;
    }

    private static Kept Require(SqliteConnection connection, LabCall call, string kind, string name) => Kept.Find(connection, call.Caller.Region, kind, name) ?? throw (kind switch
    {
        Kept.NamedQuery => AthenaNames.Invalid($"NamedQuery {name} was not found"),
        Kept.Prepared => new("ResourceNotFoundException", $"PreparedStatement {name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]} was not found"),
        _ => AthenaNames.Invalid("Capacity reservation does not exist"),
    });

    private static JsonObject Of(LabCall call, params ReadOnlySpan<string> members)
    {
        JsonObject body = [];
        foreach (var member in members)
            if (call.Text(member) is { } value) body[member] = value;
        return body;
    }
}
