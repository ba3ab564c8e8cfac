using System.Collections.Concurrent;
using Certus.Content;

namespace Certus.Store;

/// <summary>Reads a directory of content into memory, for <see cref="ContentReader"/> to make sense of.</summary>
/// <remarks>
/// Names that begin with a dot are left out, and so are links: to directories always, since they can go in circles, and to files where they
/// lead out of the directory.
/// </remarks>
public static class ContentDirectory
{
    /// <summary>Bytes of a YAML file; of a longer one, one byte more is read.</summary>
    public const int MostYaml = 256 * 1024;

    /// <summary>Bytes of any other file, which can only be a figure; of a longer one, one byte more is read.</summary>
    public const int MostFigure = 64 * 1024;

    /// <summary>Files in a directory.</summary>
    public const int MostFiles = 20_000;

    private const int FilesTogether = 16;       // a single file is too little work to hand to another thread

    /// <summary>The directory of the content that comes with the program.</summary>
    public static string BuiltIn => Path.Combine(AppContext.BaseDirectory, "content");

    /// <summary>Reads all files, sorted by path.</summary>
    /// <exception cref="StoreException">The directory is not there, holds too many files, or something in it can't be read.</exception>
    public static IReadOnlyList<ContentFile> Read(string directory, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var root = Path.GetFullPath(directory);
        if (!Directory.Exists(root)) throw new StoreException(StoreFault.Missing, root, $"There is no directory {root}; check the name.");
        var paths = List(root, cancel);
        var files = new ContentFile[paths.Count];
        void ReadRange(int from, int to)
        {
            for (var i = from; i < to; i++) files[i] = ReadFile(root, paths[i]);
        }
        if (files.Length <= FilesTogether)
        {
            ReadRange(0, files.Length);
            return files;
        }
        try
        {
            Parallel.ForEach(Partitioner.Create(0, files.Length, FilesTogether), new ParallelOptions { CancellationToken = cancel }, range => ReadRange(range.Item1, range.Item2));
        }
        catch (AggregateException thrown) when (thrown.InnerExceptions.OfType<StoreException>().MinBy(fault => fault.Path, StringComparer.Ordinal) is { } first)
        {
            throw first;
        }
        return files;
    }

    private static List<string> List(string root, CancellationToken cancel)
    {
        List<string> paths = [];
        var folders = new Stack<string>([root]);
        while (folders.TryPop(out var folder))
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
                {
                    if (entry.Name.StartsWith('.')) continue;
                    var isLink = entry.LinkTarget is not null;
                    if (entry is DirectoryInfo)
                    {
                        if (!isLink) folders.Push(entry.FullName);
                        continue;
                    }
                    if (isLink && !LeadsInside(root, entry)) continue;
                    paths.Add(Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/'));
                    if (paths.Count > MostFiles) throw new StoreException(StoreFault.TooMuch, root, $"{root} holds more than {MostFiles:N0} files; name a directory that holds content only.");
                }
            }
            catch (Exception thrown) when (thrown is UnauthorizedAccessException or IOException)
            {
                throw StoreException.Of(StoreFault.Unreadable, folder, thrown);
            }
        }
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    /// <summary>Whether a link ends at a file of the directory, with no other link on the way down to it.</summary>
    private static bool LeadsInside(string root, FileSystemInfo link)
    {
        if (link.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true } target) return false;
        for (var folder = target.Directory; folder is not null; folder = folder.Parent)
        {
            if (string.Equals(folder.FullName.TrimEnd(Path.DirectorySeparatorChar), root.TrimEnd(Path.DirectorySeparatorChar), StringComparison.Ordinal)) return true;
            if (folder.LinkTarget is not null) return false;
        }
        return false;
    }

    private static ContentFile ReadFile(string root, string path)
    {
        var full = Path.Combine(root, path);
        var most = path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ? MostYaml : MostFigure;
        try
        {
            using var handle = File.OpenHandle(full);
            var bytes = new byte[(int)Math.Min(RandomAccess.GetLength(handle), most + 1)];
            var filled = 0;
            while (filled < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(filled), filled) is > 0 and var read) filled += read;
            return new(path, bytes.AsMemory(0, filled));
        }
        catch (Exception thrown) when (thrown is UnauthorizedAccessException or IOException)
        {
            throw StoreException.Of(StoreFault.Unreadable, full, thrown);
        }
    }
}
