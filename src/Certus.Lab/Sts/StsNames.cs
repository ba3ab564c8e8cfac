using System.Security.Cryptography;

namespace Certus.Lab.Sts;

/// <summary>What sessions are known by.</summary>
internal static class StsNames
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const string Start = "FQoGZXIvYXdzE";

    /// <summary>A new session token: opaque, 356 characters, beginning as AWS's do.</summary>
    public static string NewToken() => Start + RandomNumberGenerator.GetString(Letters, 356 - Start.Length);
}
