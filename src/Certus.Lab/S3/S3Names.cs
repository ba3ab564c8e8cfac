using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>What a bucket and a key may be called, ARNs, ids.</summary>
internal static class S3Names
{
    /// <summary>The longest key in bytes of UTF-8.</summary>
    public const int LongestKey = 1024;

    private static readonly SearchValues<char> BucketCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(IdLetters);

    /// <summary>Refuses a bucket's name that the documented rules forbid.</summary>
    public static string Bucket(string name) => IsBucket(name)
        ? name
        : throw new AwsException("InvalidBucketName", "The specified bucket is not valid.") { Members = { ["BucketName"] = name } };

    private static bool IsBucket(string name) =>
        name.Length is >= 3 and <= 63
        && !name.AsSpan().ContainsAnyExcept(BucketCharacters)
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..", StringComparison.Ordinal)
        && !IPAddress.TryParse(name, out _)
        && !name.StartsWith("xn--", StringComparison.Ordinal)
        && !name.StartsWith("sthree-", StringComparison.Ordinal)
        && !name.StartsWith("amzn-s3-demo-", StringComparison.Ordinal)
        && !name.EndsWith("-s3alias", StringComparison.Ordinal)
        && !name.EndsWith("--ol-s3", StringComparison.Ordinal)
        && !name.EndsWith(".mrap", StringComparison.Ordinal)
        && !name.EndsWith("--x-s3", StringComparison.Ordinal);

    /// <summary>A key as rows keep it; refuses one that is too long.</summary>
    public static byte[] Key(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return bytes.Length <= LongestKey
            ? bytes
            : throw new AwsException("KeyTooLongError", "Your key is too long") { Members = { ["Size"] = (long)bytes.Length, ["MaxSizeAllowed"] = (long)LongestKey } };
    }

    /// <summary>The first byte string after all that begin with <paramref name="prefix"/>; null where every one comes before it.</summary>
    public static byte[]? After(ReadOnlySpan<byte> prefix)
    {
        var length = prefix.Length;
        while (length > 0 && prefix[length - 1] == byte.MaxValue) length--;
        if (length == 0) return null;
        var after = prefix[..length].ToArray();
        after[^1]++;
        return after;
    }

    /// <summary>A new version's id: 32 characters, drawn by lot.</summary>
    public static string NewVersion() => RandomNumberGenerator.GetString(IdLetters, 32);

    /// <summary>Whether a text could be a version's id.</summary>
    public static bool IsVersion(string text) => text.Length == 32 && !text.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <summary>A new upload's id: 64 characters, drawn by lot.</summary>
    public static string NewUpload() => RandomNumberGenerator.GetString(IdLetters, 64);

    public static string BucketArn(string bucket) => $"arn:aws:s3:::{bucket}";

    public static string ObjectArn(string bucket, string key) => $"arn:aws:s3:::{bucket}/{key}";

    public static AwsException NoSuchBucket(string bucket) =>
        new("NoSuchBucket", "The specified bucket does not exist", 404) { Members = { ["BucketName"] = bucket } };

    public static AwsException NoSuchKey(string key) =>
        new("NoSuchKey", "The specified key does not exist.", 404) { Members = { ["Key"] = key } };
}
