using System.Globalization;

namespace Certus.Lab.Server;

/// <summary>Which program listens on a port, so that "taken" can say by whom.</summary>
internal static class PortOwner
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The program's name and number, such as <c>python3 (process 4711)</c>; null where the system doesn't tell.</summary>
    public static string? Find(int port)
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            var sockets = Tables.Where(File.Exists).SelectMany(File.ReadLines).Select(line => Inode(line, port)).OfType<string>().Select(inode => $"socket:[{inode}]").ToHashSet();
            if (sockets.Count == 0) return null;
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
                if (Holds(process, sockets)) return $"{File.ReadAllText(Path.Combine(process, "comm")).Trim()} (process {Path.GetFileName(process)})";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile, or it is another user's.
        }
        return null;
    }

    // "  0: 0100007F:11D6 00000000:0000 0A … inode": state 0A listens.
    private static string? Inode(string line, int port)
    {
        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns.Length > 9 && columns[3] == "0A" && columns[1].EndsWith(':' + port.ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal) ? columns[9] : null;
    }

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")).Any(descriptor => File.ResolveLinkTarget(descriptor, false)?.Name is { } target && sockets.Contains(target));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
