using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Tags of users, roles and instance profiles.</summary>
internal static class EntityTags
{
    private const int Most = 50;

    public static JsonObject Tag(SqliteConnection connection, LabCall call, string kind)
    {
        var entity = Entities.Named(connection, call, kind);
        (entity with { Tags = Merged(entity.Tags, call) }).Save(connection);
        return [];
    }

    public static JsonObject Untag(SqliteConnection connection, LabCall call, string kind)
    {
        var entity = Entities.Named(connection, call, kind);
        (entity with { Tags = Without(entity.Tags, call) }).Save(connection);
        return [];
    }

    public static JsonObject List(SqliteConnection connection, LabCall call, string kind) =>
        Page(call, Entities.Named(connection, call, kind).Tags);

    public static JsonObject Page(LabCall call, IReadOnlyList<IamTag> tags) =>
        IamPages.Of(call, "Tags", tags.Index(), tag => $"{tag.Index:D3}", tag => new JsonObject { ["Key"] = tag.Item.Key, ["Value"] = tag.Item.Value });

    /// <summary>Tags with those of a call; a key is the same whatever its letter case.</summary>
    public static IReadOnlyList<IamTag> Merged(IReadOnlyList<IamTag> kept, LabCall call)
    {
        var given = call.List("Tags").OfType<JsonObject>().Select(tag => new IamTag((string)tag["Key"]!, (string?)tag["Value"] ?? "")).ToList();
        if (given.DistinctBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase).Count() < given.Count)
            throw new AwsException("InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        List<IamTag> merged = [.. kept];
        foreach (var tag in given)
        {
            var at = merged.FindIndex(other => other.Key.Equals(tag.Key, StringComparison.OrdinalIgnoreCase));
            if (at < 0) merged.Add(tag);
            else merged[at] = tag;
        }
        return merged.Count > Most ? throw IamRefusals.Limit($"Cannot exceed quota for TagsPerResource: {Most}") : merged;
    }

    /// <summary>Tags without those whose keys a call names.</summary>
    public static IReadOnlyList<IamTag> Without(IReadOnlyList<IamTag> kept, LabCall call)
    {
        var keys = call.List("TagKeys").Select(key => (string)key!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. kept.Where(tag => !keys.Contains(tag.Key))];
    }
}
