namespace Certus.Lab.SageMaker;

/// <summary>A place in S3 as a call names it.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key, or the prefix of keys; may be empty.</param>
internal readonly record struct S3Uri(string Bucket, string Key)
{
    /// <summary>Reads <c>s3://bucket/key</c>, or the https address of one.</summary>
    /// <param name="text">The address.</param>
    /// <param name="member">Which member of the call it is, for the refusal.</param>
    public static S3Uri Parse(string text, string member)
    {
        const string scheme = "s3://";
        if (text.StartsWith(scheme, StringComparison.Ordinal))
        {
            var slash = text.IndexOf('/', scheme.Length);
            var bucket = slash < 0 ? text[scheme.Length..] : text[scheme.Length..slash];
            if (bucket.Length > 0) return new(bucket, slash < 0 ? "" : text[(slash + 1)..]);
        }
        else if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
        {
            var path = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/'));
            if (address.Host.IndexOf(".s3", StringComparison.Ordinal) is var dot and > 0) return new(address.Host[..dot], path);
            if (path.Split('/', 2) is [{ Length: > 0 } bucket, .. var rest]) return new(bucket, rest is [var key] ? key : "");
        }
        throw SageMakerNames.Invalid($"{member} '{text}' is not the address of a bucket, such as s3://bucket/prefix.");
    }

    /// <summary>A key below this one, with one slash between.</summary>
    public S3Uri Below(string key) => this with { Key = Key.Length == 0 || Key.EndsWith('/') ? Key + key : $"{Key}/{key}" };

    public override string ToString() => $"s3://{Bucket}/{Key}";
}
