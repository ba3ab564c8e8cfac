using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>What S3's operations read from a call and write into an answer.</summary>
internal static class S3Calls
{
    /// <summary>The owner of everything: the account's canonical id.</summary>
    public const string OwnerId = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";

    extension(LabCall call)
    {
        public string Bucket => call.Required("Bucket");

        public string Key => call.Required("Key");

        public DateTimeOffset? Time(string member) => call.Input[member]?.GetValue<DateTimeOffset>();
    }

    public static JsonObject Owner() => new() { ["ID"] = OwnerId };

    /// <summary>An ETag as headers and listings have it.</summary>
    public static string Quoted(string etag) => $"\"{etag}\"";

    /// <summary>An ETag as rows keep it; clients send it with quotes or without.</summary>
    public static string Bare(string etag) => etag.Trim().Trim('"');

    /// <summary>A refusal that names the argument it is about.</summary>
    public static AwsException InvalidArgument(string message, string name, string? value) =>
        new("InvalidArgument", message) { Members = { ["ArgumentName"] = name, ["ArgumentValue"] = value } };

    public static AwsException InvalidRequest(string message) => new("InvalidRequest", message);

    public static AwsException MalformedXml() => new("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static AwsException AccessDenied(string message = "Access Denied") => new("AccessDenied", message, 403);

    /// <summary>How many entries a page may have: at most 1,000, whatever is asked for.</summary>
    public static int PageSize(LabCall call, string member, string argument) => call.Whole(member) switch
    {
        null => 1000,
        < 0 or > int.MaxValue => throw InvalidArgument($"Argument {argument} must be an integer between 0 and 2147483647", argument, call.Input[member]?.ToString()),
        var most => (int)Math.Min(most.Value, 1000),
    };
}
