using System.Collections.Concurrent;
using Certus.Lab.Server;

namespace Certus.Lab.Iam.Policies;

/// <summary>A policy as it was understood.</summary>
/// <param name="Version"><c>2012-10-17</c>, or <c>2008-10-17</c>, in which <c>${…}</c> is plain text.</param>
/// <param name="Statements">At least one; their order does not matter.</param>
public sealed record PolicyDocument(string Version, IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>The version that knows policy variables.</summary>
    public const string Current = "2012-10-17";

    private const int MostKept = 1000;
    private static readonly ConcurrentDictionary<(PolicyKind, string), PolicyDocument> Kept = new();

    /// <summary>Whether <c>${…}</c> is a variable.</summary>
    public bool HasVariables => Version == Current;

    /// <summary>Reads a document strictly.</summary>
    /// <exception cref="AwsException">MalformedPolicyDocument (IAM) or MalformedPolicy (S3), with AWS's sentence.</exception>
    public static PolicyDocument Parse(string text, PolicyKind kind)
    {
        try
        {
            return kind == PolicyKind.Bucket ? BucketPolicyReader.Read(text) : IdentityPolicyReader.Read(text, kind);
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // Half a surrogate pair, written as itself or as an escape, is JSON's grammar and no text.
            throw kind == PolicyKind.Bucket ? new AwsException("MalformedPolicy", "This policy contains invalid Json") : new AwsException("MalformedPolicyDocument", "Syntax errors in policy.");
        }
    }

    /// <summary>Reads a document that was accepted before; the same text is read once.</summary>
    public static PolicyDocument Known(string text, PolicyKind kind)
    {
        if (Kept.Count > MostKept) Kept.Clear();
        return Kept.GetOrAdd((kind, text), key => Parse(key.Item2, key.Item1));
    }
}
