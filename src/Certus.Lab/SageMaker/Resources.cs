using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.SageMaker;

/// <summary>The things SageMaker keeps, found, changed and listed alike whatever their kind.</summary>
internal sealed class Resources(LabDatabase database)
{
    public Resource? Find(string region, Kind kind, string name) => database.Read(connection => Find(connection, region, kind, name));

    public static Resource? Find(SqliteConnection connection, string region, Kind kind, string name) =>
        Scalar(connection, "SELECT body FROM sagemaker_resource WHERE region = $region AND kind = $kind AND name = $name",
            ("$region", region), ("$kind", kind.Key), ("$name", name)) is string body ? new(region, kind, JsonNode.Parse(body)!.AsObject()) : null;

    /// <summary>The thing, or AWS's refusal that there is none.</summary>
    public Resource Require(string region, Kind kind, string name) => Find(region, kind, name) ?? throw SageMakerNames.Missing(region, kind, name);

    public static Resource Require(SqliteConnection connection, string region, Kind kind, string name) => Find(connection, region, kind, name) ?? throw SageMakerNames.Missing(region, kind, name);

    /// <summary>The name of what an ARN of a kind ends in: mostly the same.</summary>
    public static string NameOf(SqliteConnection connection, string region, Kind kind, string end) => kind.NewId is null ? end
        : Scalar(connection, $"SELECT name FROM sagemaker_resource WHERE region = $region AND kind = $kind AND json_extract(body, '$.{kind.ArnMember}') = $arn",
            ("$region", region), ("$kind", kind.Key), ("$arn", kind.Arn(region, end))) as string ?? end;

    public string NameOf(string region, Kind kind, string end) => database.Read(connection => NameOf(connection, region, kind, end));

    /// <summary>Keeps a new thing with its tags; refuses a name that is taken.</summary>
    public static void Add(SqliteConnection connection, Resource resource, JsonArray tags)
    {
        if (Find(connection, resource.Region, resource.Kind, resource.Name) is { } taken) throw SageMakerNames.Taken(taken);
        Save(connection, resource);
        Tags.Put(connection, resource.Arn, tags);
    }

    public Task AddAsync(Resource resource, JsonArray tags, CancellationToken cancel) => database.WriteAsync(connection => Add(connection, resource, tags), cancel);

    public static void Save(SqliteConnection connection, Resource resource) => Execute(connection,
        "INSERT OR REPLACE INTO sagemaker_resource VALUES ($region, $kind, $name, $status, $created, $modified, $body)",
        ("$region", resource.Region), ("$kind", resource.Kind.Key), ("$name", resource.Name), ("$status", resource.Status),
        ("$created", resource.Created), ("$modified", resource.Modified), ("$body", resource.Body.ToJsonString()));

    /// <summary>Changes a thing in one piece and stamps the change; what <paramref name="change"/> throws leaves it as it was.</summary>
    /// <returns>What it is now; null where it is gone.</returns>
    public Task<Resource?> ChangeAsync(string region, Kind kind, string name, DateTimeOffset now, Action<Resource> change, CancellationToken cancel) => database.WriteAsync(connection => Change(connection, region, kind, name, now, change), cancel);

    public static Resource? Change(SqliteConnection connection, string region, Kind kind, string name, DateTimeOffset now, Action<Resource> change)
    {
        if (Find(connection, region, kind, name) is not { } resource) return null;
        change(resource);
        resource.Modified = now;
        Save(connection, resource);
        return resource;
    }

    /// <summary>Removes a thing and its tags; refuses where there is none, or where <paramref name="check"/> does.</summary>
    public Task<Resource> RemoveAsync(string region, Kind kind, string name, Action<Resource>? check, CancellationToken cancel) => database.WriteAsync(connection =>
    {
        var resource = Require(connection, region, kind, name);
        check?.Invoke(resource);
        Execute(connection, "DELETE FROM sagemaker_resource WHERE region = $region AND kind = $kind AND name = $name", ("$region", region), ("$kind", kind.Key), ("$name", name));
        Execute(connection, "DELETE FROM sagemaker_tag WHERE arn = $arn", ("$arn", resource.Arn));
        Execute(connection, "DELETE FROM sagemaker_curve WHERE job = $arn", ("$arn", resource.Arn));
        return resource;
    }, cancel);

    /// <summary>How a training job's objective went from epoch to epoch; null where nobody asked for it.</summary>
    public double[]? Curve(string job) => database.Read(connection => Scalar(connection, "SELECT curve FROM sagemaker_curve WHERE job = $job", ("$job", job))) is string text ? JsonSerializer.Deserialize<double[]>(text) : null;

    public Task KeepCurveAsync(string job, IReadOnlyList<double> curve, CancellationToken cancel) => database.WriteAsync(connection =>
    {
        Execute(connection, "INSERT OR REPLACE INTO sagemaker_curve VALUES ($job, $curve)", ("$job", job), ("$curve", JsonSerializer.Serialize(curve)));
    }, cancel);

    /// <summary>Every thing of a kind in every region, oldest first.</summary>
    public List<Resource> All(Kind kind) => database.Read(connection => Rows(connection,
        "SELECT region, body FROM sagemaker_resource WHERE kind = $kind ORDER BY created, name",
        row => new Resource(row.GetString(0), kind, JsonNode.Parse(row.GetString(1))!.AsObject()), ("$kind", kind.Key)));

    /// <summary>Every thing of a kind in a region, oldest first.</summary>
    public List<Resource> All(string region, Kind kind) => [.. All(kind).Where(resource => resource.Region == region)];

    /// <summary>One page of a kind, filtered and sorted as the list operations of all kinds are.</summary>
    /// <param name="call">The call; members it lacks filter nothing.</param>
    /// <param name="kind">What is listed.</param>
    /// <param name="descending">How it is sorted where the call doesn't say.</param>
    /// <param name="also">A filter of this kind alone.</param>
    /// <param name="sortBy">By what it is sorted where the call doesn't say; by the time of creation where this is left out too.</param>
    public (List<Resource> Page, string? NextToken) List(LabCall call, Kind kind, bool descending = true, Func<Resource, bool>? also = null, string? sortBy = null)
    {
        descending = call.Text("SortOrder") switch { "Ascending" => false, "Descending" => true, _ => descending };
        var column = (call.Text("SortBy") ?? sortBy) switch { "Name" or "NAME" => "name", "Status" or "FeatureGroupStatus" => "status", "LastModifiedTime" => "modified", _ => "created" };
        var limit = (int)(call.Whole("MaxResults") ?? 100);
        var after = PageToken.Read(call.Text("NextToken"));
        var (sign, direction) = descending ? ("<", "DESC") : (">", "ASC");
        List<Resource> page = [];
        var last = after;
        var more = database.Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                SELECT body, {column}, name FROM sagemaker_resource WHERE region = $region AND kind = $kind
                    AND created > $createdAfter AND created < $createdBefore AND modified > $modifiedAfter AND modified < $modifiedBefore
                    AND ($status IS NULL OR status = $status) AND ($contains IS NULL OR instr(lower(name), lower($contains)) > 0)
                    {(after is null ? "" : $"AND ({column}, name) {sign} ($value, $name)")}
                ORDER BY {column} {direction}, name {direction}
                """;
            foreach (var (name, value) in new (string, object?)[]
            {
                ("$region", call.Caller.Region), ("$kind", kind.Key), ("$status", call.Text("StatusEquals")), ("$contains", call.Text("NameContains")),
                ("$createdAfter", Ticks("CreationTimeAfter", Ticks("CreatedAfter", -1))), ("$createdBefore", Ticks("CreationTimeBefore", Ticks("CreatedBefore", long.MaxValue))),
                ("$modifiedAfter", Ticks("LastModifiedTimeAfter", -1)), ("$modifiedBefore", Ticks("LastModifiedTimeBefore", long.MaxValue)),
                ("$value", column is "created" or "modified" ? after?.Whole : after?.Value), ("$name", after?.Name),
            }) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var resource = new Resource(call.Caller.Region, kind, JsonNode.Parse(rows.GetString(0))!.AsObject());
                if (also is not null && !also(resource)) continue;
                if (page.Count == limit) return true;
                page.Add(resource);
                last = new(rows.GetValue(1).ToString()!, rows.GetString(2));
            }
            return false;
        });
        return (page, more ? last!.ToString() : null);

        long Ticks(string member, long otherwise) => call.Input[member] is { } value ? Values.Time(value).UtcTicks : otherwise;
    }

    /// <summary>A list operation's answer.</summary>
    public LabAnswer Answer(LabCall call, Kind kind, string member, Func<Resource, JsonObject> summary, bool descending = true, Func<Resource, bool>? also = null, string? sortBy = null)
    {
        var (page, next) = List(call, kind, descending, also, sortBy);
        JsonObject answer = new() { [member] = new JsonArray([.. page.Select(summary)]) };
        if (next is not null) answer["NextToken"] = next;
        return answer;
    }
}
