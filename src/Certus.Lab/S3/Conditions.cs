using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>The conditions a request may set on an object: its ETag and its time.</summary>
/// <remarks>RFC 9110, 13.2.2, in S3's words. Where an ETag is given, the time beside it is not looked at.</remarks>
internal static class Conditions
{
    /// <summary>Refuses a read whose condition fails.</summary>
    /// <returns>False where the client has the object already: 304.</returns>
    public static bool Reads(LabCall call, ObjectInfo info)
    {
        if (call.Text("IfMatch") is { } match)
        {
            if (!Matches(match, info)) throw Failed("If-Match");
        }
        else if (call.Time("IfUnmodifiedSince") is { } unmodified && info.LastModified > unmodified) throw Failed("If-Unmodified-Since");
        return call.Text("IfNoneMatch") is { } none
            ? !Matches(none, info)
            : call.Time("IfModifiedSince") is not { } modified || info.LastModified > modified;
    }

    /// <summary>Refuses a copy whose condition on its source fails.</summary>
    public static void Copies(LabCall call, ObjectInfo source)
    {
        if (call.Text("CopySourceIfMatch") is { } match)
        {
            if (!Matches(match, source)) throw Failed("x-amz-copy-source-If-Match");
        }
        else if (call.Time("CopySourceIfUnmodifiedSince") is { } unmodified && source.LastModified > unmodified) throw Failed("x-amz-copy-source-If-Unmodified-Since");
        if (call.Text("CopySourceIfNoneMatch") is { } none)
        {
            if (Matches(none, source)) throw Failed("x-amz-copy-source-If-None-Match");
        }
        else if (call.Time("CopySourceIfModifiedSince") is { } modified && source.LastModified <= modified) throw Failed("x-amz-copy-source-If-Modified-Since");
    }

    /// <summary>Refuses a write whose condition on what it would replace fails.</summary>
    /// <param name="current">The newest version of the key; null where there is none.</param>
    public static void Writes(LabCall call, ObjectInfo? current)
    {
        if (current is { IsDeleteMarker: true }) current = null;
        if (call.Text("IfNoneMatch") is { } none)
        {
            if (none != "*") throw new AwsException("NotImplemented", "A header you provided implies functionality that is not implemented", 501) { Members = { ["Header"] = "If-None-Match" } };
            if (current is not null) throw Failed("If-None-Match");
        }
        if (call.Text("IfMatch") is { } match)
        {
            if (current is null) throw S3Names.NoSuchKey(call.Key);
            if (!Matches(match, current)) throw Failed("If-Match");
        }
    }

    private static bool Matches(string header, ObjectInfo info) =>
        header.Trim() == "*" || header.Split(',').Any(etag => S3Calls.Bare(etag) == info.ETag);

    private static AwsException Failed(string condition) =>
        new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412) { Members = { ["Condition"] = condition } };
}
