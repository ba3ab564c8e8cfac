using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Athena;

/// <summary>Workgroups: where results go, how much a query may scan, and whether who asks may say otherwise.</summary>
internal sealed class WorkGroups(LabDatabase database)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("Name");
        var group = Made(call.Caller.Region, name, call.Now, call.Structure("Configuration"));
        if (call.Text("Description") is { } description) group.Body["Description"] = description;
        await database.WriteAsync(connection =>
        {
            if (Find(connection, call.Caller.Region, name) is not null) throw AthenaNames.Invalid("WorkGroup already exists");
            group.Save(connection);
            AthenaTags.Put(connection, group.Arn, call.List("Tags"));
        }, cancel);
        return LabAnswer.Empty;
    }

    private static Kept Made(string region, string name, DateTimeOffset now, JsonObject? configuration)
    {
        var settings = configuration is null ? [] : JsonNode.Parse(configuration.ToJsonString())!.AsObject();
        if (settings["ExecutionRole"] is not null) throw AthenaNames.Invalid("The sandbox runs no Spark: a workgroup has no ExecutionRole.");
        settings["EnforceWorkGroupConfiguration"] ??= name != AthenaNames.Primary;
        settings["PublishCloudWatchMetricsEnabled"] ??= false;
        settings["RequesterPaysEnabled"] ??= false;
        settings["EnableMinimumEncryptionConfiguration"] ??= false;
        if (name == AthenaNames.Primary) settings["ResultConfiguration"] ??= new JsonObject();
        settings["EngineVersion"] = new JsonObject { ["SelectedEngineVersion"] = (string?)settings["EngineVersion"]?["SelectedEngineVersion"] ?? "AUTO", ["EffectiveEngineVersion"] = "Athena engine version 3" };
        return new(region, Kept.WorkGroup, name, now, new() { ["Name"] = name, ["State"] = "ENABLED", ["Configuration"] = settings, ["CreationTime"] = JsonValue.Create(now) });
    }

    /// <summary>A workgroup; the primary one is always there.</summary>
    public static Kept? Find(SqliteConnection connection, string region, string name) =>
        Kept.Find(connection, region, Kept.WorkGroup, name) ?? (name == AthenaNames.Primary ? Made(region, name, DateTimeOffset.UnixEpoch, null) : null);

    public static Kept Require(SqliteConnection connection, string region, string name) => Find(connection, region, name) ?? throw AthenaNames.Invalid("WorkGroup does not exist");

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel) =>
        new(new JsonObject { ["WorkGroup"] = database.Read(connection => Require(connection, call.Caller.Region, call.Required("WorkGroup"))).Body });

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var groups = database.Read(connection => Kept.All(connection, call.Caller.Region, Kept.WorkGroup));
        if (!groups.Exists(group => group.Name == AthenaNames.Primary)) groups.Add(Made(call.Caller.Region, AthenaNames.Primary, DateTimeOffset.UnixEpoch, null));
        return new(AthenaNames.Page(call, "WorkGroups", groups, group =>
        {
            JsonObject shown = [];
            foreach (var member in (string[])["Name", "State", "Description", "CreationTime"])
                if (group.Body[member] is { } value) shown[member] = value.DeepClone();
            shown["EngineVersion"] = group.Body["Configuration"]!["EngineVersion"]!.DeepClone();
            return shown;
        }));
    }

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var group = Require(connection, call.Caller.Region, call.Required("WorkGroup"));
            foreach (var member in (string[])["Description", "State"])
                if (call.Text(member) is { } value) group.Body[member] = value;
            var settings = group.Body["Configuration"]!.AsObject();
            foreach (var (member, value) in call.Structure("ConfigurationUpdates") ?? [])
            {
                if (value is null) continue;
                switch (member)
                {
                    case "RemoveBytesScannedCutoffPerQuery":
                        if ((bool)value) settings.Remove("BytesScannedCutoffPerQuery");
                        break;
                    case "ResultConfigurationUpdates":
                        var results = settings["ResultConfiguration"] as JsonObject ?? [];
                        foreach (var (inner, change) in value.AsObject())
                            if (!inner.StartsWith("Remove", StringComparison.Ordinal)) results[inner] = change?.DeepClone();
                            else if ((bool?)change == true) results.Remove(inner["Remove".Length..]);
                        settings["ResultConfiguration"] = results.DeepClone();
                        break;
                    case "EngineVersion":
                        break; // there is one
                    default:
                        settings[member] = value.DeepClone();
                        break;
                }
            }
            group.Save(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, call.Required("WorkGroup"));
        if (name == AthenaNames.Primary) throw AthenaNames.Invalid("The primary workgroup can't be deleted.");
        await database.WriteAsync(connection =>
        {
            var group = Require(connection, region, name);
            List<Kept> inside = [.. Kept.All(connection, region, Kept.NamedQuery).Concat(Kept.All(connection, region, Kept.Prepared)).Where(one => ((string?)one.Body["WorkGroup"] ?? (string?)one.Body["WorkGroupName"]) == name)];
            var queries = (long)Scalar(connection, "SELECT COUNT(*) FROM athena_query WHERE region = $region AND workgroup = $name", ("$region", region), ("$name", name))!;
            if (call.Flag("RecursiveDeleteOption") != true && inside.Count + queries > 0) throw AthenaNames.Invalid($"WorkGroup {name} is not empty");
            foreach (var one in inside) one.Remove(connection);
            Execute(connection, "DELETE FROM athena_query WHERE region = $region AND workgroup = $name", ("$region", region), ("$name", name));
            group.Remove(connection);
        }, cancel);
        return LabAnswer.Empty;
    }
}
