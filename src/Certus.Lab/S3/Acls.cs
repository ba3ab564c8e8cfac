using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.S3;

/// <summary>Access control lists of buckets and objects, as far as the bucket's ownership setting lets them be.</summary>
/// <remarks>
/// A new bucket's owner owns all of it and ACLs are off (BucketOwnerEnforced), as AWS has it since April 2023: a grant to others is then refused, and
/// the owner's full control is the only one there is.
/// </remarks>
internal sealed class Acls(ObjectStore store)
{
    public const string AllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
    public const string AuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    private const string LogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

    private static readonly string[] Permissions = ["FULL_CONTROL", "READ", "WRITE", "READ_ACP", "WRITE_ACP"];

    private static readonly (string Member, string Permission)[] GrantHeaders =
        [("GrantFullControl", "FULL_CONTROL"), ("GrantRead", "READ"), ("GrantReadACP", "READ_ACP"), ("GrantWrite", "WRITE"), ("GrantWriteACP", "WRITE_ACP")];

    public LabAnswer OfBucket(LabCall call)
    {
        var grants = store.Database.Read(connection => Settings.Find(connection, Bucket.Get(connection, call.Bucket).Name, SettingKinds.Acl))?["Grants"] as JsonArray;
        return Answer(grants);
    }

    public LabAnswer OfObject(LabCall call)
    {
        var info = store.Database.Read(connection => Versions.Get(connection, call));
        return Answer(info.Detail.Grants is null ? null : JsonNode.Parse(info.Detail.Grants) as JsonArray);
    }

    public async ValueTask<LabAnswer> SetOfBucketAsync(LabCall call, CancellationToken cancel)
    {
        var grants = OfCall(call);
        await store.Database.WriteAsync(connection =>
        {
            var bucket = Bucket.Get(connection, call.Bucket).Name;
            Allow(connection, bucket, grants, setsAcl: true);
            Settings.Set(connection, bucket, SettingKinds.Acl, new() { ["Grants"] = JsonNode.Parse(grants) });
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> SetOfObjectAsync(LabCall call, CancellationToken cancel)
    {
        var grants = OfCall(call);
        await store.Database.WriteAsync(connection =>
        {
            var info = Versions.Get(connection, call);
            Allow(connection, info.Bucket, grants, setsAcl: true);
            ObjectRows.SetDetail(connection, info, info.Detail with { Grants = IsPrivate(grants) ? null : grants });
        }, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>Refuses grants that the bucket's ownership or its public access block does not let be.</summary>
    /// <param name="setsAcl">Whether the call only sets the ACL; a put that asks for the owner's own control passes.</param>
    public static void Allow(SqliteConnection connection, string bucket, string? grants, bool setsAcl = false)
    {
        if (grants is null) return;
        if (!AreOn(connection, bucket) && (setsAcl || !IsPrivate(grants)))
            throw new AwsException("AccessControlListNotSupported", "The bucket does not allow ACLs");
        if (IsPublic(grants) && PublicAccessBlock.Of(connection, bucket).BlockAcls)
            throw S3Calls.AccessDenied("Access Denied: the bucket's public access block refuses public ACLs");
    }

    /// <summary>Whether a bucket's ownership setting leaves ACLs on.</summary>
    public static bool AreOn(SqliteConnection connection, string bucket) => Configurations.Ownership(connection, bucket) != "BucketOwnerEnforced";

    /// <summary>The grants of x-amz-acl or x-amz-grant-…; null where the call has neither.</summary>
    public static string? OfHeaders(LabCall call)
    {
        var canned = call.Text("ACL");
        var granted = GrantHeaders.Where(header => call.Text(header.Member) is not null).ToList();
        if (canned is not null && granted.Count > 0) throw S3Calls.InvalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");
        if (canned is not null) return Canned(canned);
        if (granted.Count == 0) return null;
        return new JsonArray([.. granted.SelectMany(header => Grantees(call.Text(header.Member)!).Select(grantee => Grant(grantee, header.Permission)))]).ToJsonString();
    }

    private static string OfCall(LabCall call)
    {
        if (OfHeaders(call) is { } grants) return grants;
        if (call.Structure("AccessControlPolicy") is not { } policy)
            throw new AwsException("MissingSecurityHeader", "Your request was missing a required header") { Members = { ["MissingHeaderName"] = "x-amz-acl" } };
        if (policy["Owner"] is null) throw new AwsException("MalformedACLError", "The XML you provided was not well-formed or did not validate against our published schema");
        foreach (var grant in (policy["Grants"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (!Permissions.Contains((string?)grant["Permission"]) || grant["Grantee"] is not JsonObject grantee)
                throw new AwsException("MalformedACLError", "The XML you provided was not well-formed or did not validate against our published schema");
            if ((string?)grantee["Type"] == "Group" && (string?)grantee["URI"] is not (AllUsers or AuthenticatedUsers or LogDelivery))
                throw S3Calls.InvalidArgument("Invalid group uri", "Group/URI", (string?)grantee["URI"]);
        }
        return (policy["Grants"] as JsonArray ?? []).ToJsonString();
    }

    /// <summary>Whether grants give anything to all the world or to every AWS account.</summary>
    public static bool IsPublic(string grants) => grants.Contains(AllUsers, StringComparison.Ordinal) || grants.Contains(AuthenticatedUsers, StringComparison.Ordinal);

    /// <summary>Whether grants give nothing to anyone but the owner.</summary>
    public static bool IsPrivate(string grants) => JsonNode.Parse(grants) is JsonArray list && list.All(grant => (string?)grant?["Grantee"]?["ID"] == S3Calls.OwnerId);

    /// <summary>Whether grants let all the world do something.</summary>
    public static bool Lets(string? grants, string permission) => grants is not null && JsonNode.Parse(grants) is JsonArray list
        && list.Any(grant => (string?)grant?["Grantee"]?["URI"] == AllUsers && ((string?)grant["Permission"] == permission || (string?)grant["Permission"] == "FULL_CONTROL"));

    private static string Canned(string canned)
    {
        var grants = new JsonArray(Grant(S3Calls.Owner(), "FULL_CONTROL"));
        foreach (var (group, permission) in canned switch
        {
            "private" or "bucket-owner-read" or "bucket-owner-full-control" or "aws-exec-read" => Array.Empty<(string, string)>(),
            "public-read" => [(AllUsers, "READ")],
            "public-read-write" => [(AllUsers, "READ"), (AllUsers, "WRITE")],
            "authenticated-read" => [(AuthenticatedUsers, "READ")],
            "log-delivery-write" => [(LogDelivery, "READ_ACP"), (LogDelivery, "WRITE")],
            _ => throw S3Calls.InvalidArgument("", "x-amz-acl", canned),
        })
            grants.Add(Grant(new() { ["URI"] = group }, permission));
        return grants.ToJsonString();
    }

    /// <summary>A header's grantees: <c>id="…", uri="…", emailAddress="…"</c>.</summary>
    private static IEnumerable<JsonObject> Grantees(string header)
    {
        foreach (var one in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var value = one.Split('=', 2) is [_, var quoted] ? quoted.Trim().Trim('"', '\'') : "";
            yield return one.Split('=')[0].Trim() switch
            {
                "id" => new() { ["ID"] = value },
                "uri" => new() { ["URI"] = value },
                "emailAddress" => new() { ["EmailAddress"] = value },
                _ => throw S3Calls.InvalidArgument("Argument format not recognized", "x-amz-grant", header),
            };
        }
    }

    private static JsonObject Grant(JsonObject grantee, string permission)
    {
        grantee["Type"] = grantee.ContainsKey("URI") ? "Group" : grantee.ContainsKey("EmailAddress") ? "AmazonCustomerByEmail" : "CanonicalUser";
        return new() { ["Grantee"] = grantee, ["Permission"] = permission };
    }

    private static LabAnswer Answer(JsonArray? grants) => new JsonObject
    {
        ["Owner"] = S3Calls.Owner(),
        ["Grants"] = grants?.DeepClone() ?? new JsonArray(Grant(S3Calls.Owner(), "FULL_CONTROL")),
    };
}
