using System.Globalization;
using Certus.Store;

namespace Certus.Cli;

/// <summary>Words for what a data file holds.</summary>
internal static class Contents
{
    private const double BytesInMebibyte = 1024 * 1024;

    public static string Of(BackupResult done) => string.Create(
        CultureInfo.InvariantCulture, $"{Count(done.Sittings, "sitting")}, {Count(done.Events, "event")}, {new FileInfo(done.To).Length / BytesInMebibyte:0.0} MiB");

    public static string Count(long count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
