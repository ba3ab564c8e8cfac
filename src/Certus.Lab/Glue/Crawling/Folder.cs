using Certus.Lab.S3;

namespace Certus.Lab.Glue.Crawling;

/// <summary>A folder of classified files, and how it falls into tables.</summary>
/// <remarks>
/// AWS publishes the rule only in outline: where most schemas below a folder are alike, by more than 70 % and of at most five kinds, its subfolders are partitions of
/// one table, else they are tables of their own. Here "most" is all, and alike are shapes of one format that share more than seven columns of ten. A single plain subfolder is gone into, not taken for a partition.
/// </remarks>
internal sealed class Folder(string path)
{
    private readonly SortedDictionary<string, Folder> _folders = new(StringComparer.Ordinal);
    private readonly List<(ObjectInfo Info, FileShape Shape)> _files = [];
    private bool _isFile;

    /// <summary>The key prefix; empty for the bucket.</summary>
    public string Path => path;

    /// <summary>The folder, or the file alone, that an include path without a slash at its end names.</summary>
    public Folder Below(string key)
    {
        if (_folders.TryGetValue(key[path.Length..], out var folder)) return folder;
        var alone = new Folder(path);
        alone._files.AddRange(_files);
        alone._isFile = true;
        return alone;
    }

    /// <summary>Puts a file where its key says.</summary>
    public void Add(ObjectInfo info, FileShape shape)
    {
        var at = this;
        for (var from = path.Length; info.Key.IndexOf('/', from) is var slash and >= 0; from = slash + 1)
        {
            var name = info.Key[from..slash];
            if (!at._folders.TryGetValue(name, out var inner)) at._folders.Add(name, inner = new(info.Key[..(slash + 1)]));
            at = inner;
        }
        at._files.Add((info, shape));
    }

    /// <summary>The tables.</summary>
    /// <param name="level">How many folders below this one each table's root lies; null where the shapes decide.</param>
    /// <param name="anyColumns">Whether files of one format make one table whatever their columns.</param>
    public IEnumerable<FoundTable> Tables(int? level, bool anyColumns)
    {
        if (_isFile) return _files.Select(Alone);
        if (level > 0) return _folders.Values.SelectMany(inner => inner.Tables(level - 1, anyColumns));
        return One(anyColumns || level is not null) is { } table && (level is not null || _files.Count > 0 || _folders.Count != 1 || Hive(_folders.Keys.First()) is not null)
            ? [table]
            : _files.Where(_ => !AreAlike(anyColumns)).Select(Alone)
                .Concat(_files.Count > 0 && AreAlike(anyColumns) ? [Own([])] : [])
                .Concat(_folders.Values.SelectMany(inner => inner.Tables(null, anyColumns)));
    }

    /// <summary>All of the folder as one table; null where it is none.</summary>
    private FoundTable? One(bool anyColumns)
    {
        if (_folders.Count == 0) return _files.Count > 0 && AreAlike(anyColumns) ? Own([]) : null;
        if (_files.Count > 0) return null; // files beside folders have no value for the key that the folders' names would be
        List<(string Name, FoundTable Table)> inner = [];
        foreach (var (name, folder) in _folders)
        {
            if (folder.One(anyColumns) is not { } table) return null;
            if (inner.Count > 0 && (!inner[0].Table.Shape.IsLike(table.Shape, anyColumns) || !inner[0].Table.Keys.SequenceEqual(table.Keys))) return null;
            inner.Add((name, table));
        }
        var names = inner.Select(one => Hive(one.Name)?.Key).Distinct().ToList();
        var key = names is [{ } only] ? only : "";
        return new(path, inner.Select(one => one.Table.Shape).Aggregate((one, other) => one.With(other)), [key, .. inner[0].Table.Keys],
            [.. inner.SelectMany(one => one.Table.Partitions.Select(partition => partition with { Values = [key.Length > 0 ? Hive(one.Name)!.Value.Value : one.Name, .. partition.Values] }))]);
    }

    private static FoundTable Alone((ObjectInfo Info, FileShape Shape) file) => new(file.Info.Key, file.Shape, [], [new(file.Info.Key, [], file.Shape, [file.Info])]);

    private FoundTable Own(IReadOnlyList<string> keys)
    {
        var shape = _files.Select(file => file.Shape).Aggregate((one, other) => one.With(other));
        return new(path, shape, keys, [new(path, [], shape, [.. _files.Select(file => file.Info)])]);
    }

    private bool AreAlike(bool anyColumns) => _files.TrueForAll(file => file.Shape.IsLike(_files[0].Shape, anyColumns));

    private static (string Key, string Value)? Hive(string name) =>
        name.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (name[..at].ToLowerInvariant(), Uri.UnescapeDataString(name[(at + 1)..])) : null;
}
