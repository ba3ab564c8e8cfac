using System.Text.RegularExpressions;

namespace Certus.Lab.Server;

/// <summary>Who may be meant by a request's Host, and which bucket or service the name says.</summary>
internal static partial class LabAddress
{
    private const string Local = ".localhost";

    /// <summary>Whether a host, with or without a port, is this machine's own: localhost, 127.0.0.1, [::1] or a name under localhost.</summary>
    public static bool IsOwn(string host)
    {
        var name = Name(host);
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name is "127.0.0.1" or "[::1]" || name.EndsWith(Local, StringComparison.OrdinalIgnoreCase) && name.Length > Local.Length;
    }

    /// <summary>Whether a page that this machine serves itself made the request; others' pages must not reach the sandbox through a browser.</summary>
    public static bool IsOwnOrigin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsOwn(uri.IsDefaultPort ? Name(uri.Host) : uri.Authority);

    /// <summary>What stands before <c>.localhost</c>; null where nothing does.</summary>
    public static string? Label(string host)
    {
        var name = Name(host);
        return name.EndsWith(Local, StringComparison.OrdinalIgnoreCase) ? name[..^Local.Length] : null;
    }

    /// <summary>The bucket of a virtual-hosted address: <c>bucket</c>, <c>bucket.s3</c> or <c>bucket.s3.REGION</c> before <c>.localhost</c>; null where the label is S3's own.</summary>
    public static string? Bucket(string label)
    {
        var labels = label.Split('.');
        var s3 = Array.FindLastIndex(labels, part => S3().IsMatch(part));
        // A bucket's name may hold dots, so s3 marks the end only where at most a region follows.
        if (s3 >= 0 && s3 >= labels.Length - 2) labels = labels[..s3];
        return labels.Length == 0 ? null : string.Join('.', labels);
    }

    // With a region as in s3-us-west-2; a bucket may be called logs.s3-logs.
    [GeneratedRegex(@"^s3(-[a-z]{2}(-[a-z]+)+-[0-9]{1,2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex S3();

    private static string Name(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && !host.EndsWith(']') ? host[..colon] : host;
    }
}
