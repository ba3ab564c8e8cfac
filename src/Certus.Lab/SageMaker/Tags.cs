using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.SageMaker;

/// <summary>The tags of every thing, by its ARN.</summary>
internal sealed class Tags(LabDatabase database, IReadOnlyList<Kind> kinds)
{
    private const int Most = 50;

    public async ValueTask<LabAnswer> AddAsync(LabCall call, CancellationToken cancel)
    {
        var arn = call.Required("ResourceArn");
        await database.WriteAsync(connection =>
        {
            CheckThere(connection, arn);
            Put(connection, arn, call.List("Tags"));
        }, cancel);
        return new JsonObject { ["Tags"] = call.List("Tags").DeepClone() };
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var arn = call.Required("ResourceArn");
        var limit = (int)(call.Whole("MaxResults") ?? Most);
        var after = PageToken.Read(call.Text("NextToken"));
        var tags = database.Read(connection =>
        {
            CheckThere(connection, arn);
            return Of(connection, arn);
        }).Skip((int)(after?.Whole ?? 0)).ToList();
        JsonObject answer = new() { ["Tags"] = new JsonArray([.. tags.Take(limit)]) };
        if (tags.Count > limit) answer["NextToken"] = new PageToken($"{(after?.Whole ?? 0) + limit}", arn).ToString();
        return new(answer);
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var arn = call.Required("ResourceArn");
        await database.WriteAsync(connection =>
        {
            CheckThere(connection, arn);
            foreach (var key in call.List("TagKeys"))
                Execute(connection, "DELETE FROM sagemaker_tag WHERE arn = $arn AND key = $key", ("$arn", arn), ("$key", (string?)key));
        }, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>A thing's tags in the order in which they came.</summary>
    public static List<JsonObject> Of(SqliteConnection connection, string arn) => Rows(connection, "SELECT key, value FROM sagemaker_tag WHERE arn = $arn ORDER BY number",
        row => new JsonObject { ["Key"] = row.GetString(0), ["Value"] = row.GetString(1) }, ("$arn", arn));

    /// <summary>Sets tags; a key that is there already gets the new value and keeps its place.</summary>
    public static void Put(SqliteConnection connection, string arn, JsonArray tags)
    {
        var keys = tags.Select(tag => (string)tag!["Key"]!).ToList();
        if (keys.Distinct(StringComparer.Ordinal).Count() < keys.Count) throw SageMakerNames.Invalid("Duplicate tag keys found. Please note that tag keys are case insensitive.");
        if (keys.Find(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is { } reserved) throw SageMakerNames.Invalid($"The tag key '{reserved}' begins with 'aws:', which is reserved for system use.");
        foreach (var tag in tags)
            Execute(connection, """
                INSERT INTO sagemaker_tag VALUES ($arn, $key, $value, (SELECT COALESCE(MAX(number), 0) + 1 FROM sagemaker_tag WHERE arn = $arn))
                ON CONFLICT (arn, key) DO UPDATE SET value = excluded.value
                """, ("$arn", arn), ("$key", (string?)tag!["Key"]), ("$value", (string?)tag["Value"]));
        if ((long)Scalar(connection, "SELECT COUNT(*) FROM sagemaker_tag WHERE arn = $arn", ("$arn", arn))! > Most)
            throw SageMakerNames.Invalid($"The number of tags of {arn} would be more than {Most}.");
    }

    private void CheckThere(SqliteConnection connection, string arn)
    {
        var parts = arn.Split(':', 6);
        var path = parts is ["arn", _, "sagemaker", _, _, var rest] ? rest.Split('/', 2) : [];
        if (path.Length != 2 || parts[4] != LabCaller.Account || kinds.FirstOrDefault(kind => kind.Path == path[0] && kind.Key == kind.Path) is not { } found)
            throw SageMakerNames.Invalid($"'{arn}' is not the ARN of a resource the sandbox keeps.");
        Resources.Require(connection, parts[3], found, Resources.NameOf(connection, parts[3], found, path[1]));
    }
}
