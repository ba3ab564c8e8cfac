using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Certus.Lab.Glue;
using Certus.Lab.S3;
using Parquet;
using static Certus.Lab.Athena.Sql.Types;

namespace Certus.Lab.Athena;

/// <summary>The files of the partitions that a plan leaves, counted and brought to the query's folder, and how the engine reads them.</summary>
/// <remarks>
/// What a query scans are the bytes of the objects it reads, as they lie in S3; of Parquet files those of the columns that are read, by the sizes that the files' footers state.
/// </remarks>
internal sealed class SourceFiles(CallersObjects objects, QueryScope scope, string directory)
{
    // Nothing that a text has.
    private const string Never = "\u0001\u0002\u0003\u0004", NoNull = "\u0005\u0006\u0007";
    private static readonly string[] OtherPacks = [".bz2", ".zst", ".zstd", ".lz4", ".lzo", ".snappy", ".deflate"];

    private readonly Dictionary<(int Source, int Partition), (IReadOnlyList<ObjectInfo> Files, List<Footer>? Footers)> _found = [];
    private int _files;

    private sealed record Footer(IReadOnlyDictionary<string, long> Sizes, IReadOnlyDictionary<string, string> Names);

    /// <summary>How many bytes the scans read.</summary>
    public async Task<long> MeasureAsync(IEnumerable<Scan> scans, CancellationToken cancel)
    {
        long bytes = 0;
        foreach (var scan in scans)
        {
            var (files, footers) = await FindAsync(scan.Source, scan.Partition, cancel);
            bytes += footers is null ? files.Sum(file => file.Size) : footers.Sum(footer => footer.Sizes.Where(size => scan.Columns.Contains(size.Key)).Sum(size => size.Value));
        }
        return bytes;
    }

    private async Task<(IReadOnlyList<ObjectInfo> Files, List<Footer>? Footers)> FindAsync(Source source, int partition, CancellationToken cancel)
    {
        if (_found.TryGetValue((source.Number, partition), out var known)) return known;
        var location = source.Partitions[partition].Location is { Length: > 0 } own ? own : throw new QueryFailedException($"HIVE_INVALID_METADATA: The table {source.Table.Name} has no location.");
        var files = objects.Files(scope.Caller, location);
        List<Footer>? footers = null;
        if (IsParquet(source.Table))
        {
            footers = [];
            foreach (var file in files) footers.Add(await FooterAsync(file, cancel));
        }
        return _found[(source.Number, partition)] = (files, footers);
    }

    private async Task<Footer> FooterAsync(ObjectInfo file, CancellationToken cancel)
    {
        try
        {
            await using var bytes = objects.Seekable(scope.Caller, file);
            await using var reader = await ParquetReader.CreateAsync(bytes, null, true, cancel);
            Dictionary<string, long> sizes = [];
            foreach (var chunk in reader.Metadata!.RowGroups.SelectMany(group => group.Columns))
                if (chunk.MetaData is { } data && data.PathInSchema[0].ToLowerInvariant() is var name) sizes[name] = sizes.GetValueOrDefault(name) + data.TotalCompressedSize;
            return new(sizes, reader.Schema.Fields.DistinctBy(field => field.Name.ToLowerInvariant()).ToDictionary(field => field.Name.ToLowerInvariant(), field => field.Name));
        }
        catch (Exception broken) when (broken is not (QueryFailedException or OperationCanceledException or OutOfMemoryException))
        {
            throw new QueryFailedException($"HIVE_BAD_DATA: Not valid Parquet file: s3://{file.Bucket}/{file.Key}");
        }
    }

    /// <summary>Brings the scans' files to the folder.</summary>
    /// <returns>What makes the query's tables of them.</returns>
    public async Task<IReadOnlyList<string>> BringAsync(IReadOnlyList<Source> sources, IReadOnlyCollection<Scan> scans, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(directory, "in"));
        List<string> views = [];
        foreach (var source in sources)
        {
            List<string> branches = [];
            foreach (var partition in scans.Where(scan => scan.Source.Number == source.Number).Select(scan => scan.Partition).Distinct().Order())
            {
                var (files, footers) = await FindAsync(source, partition, cancel);
                if (files.Count == 0) continue;
                List<string> paths = [];
                foreach (var file in files) paths.Add(await BringAsync(file, footers is not null, cancel));
                var columns = string.Join(", ", Columns(source.Table, paths, footers, out var reader).Concat(source.Keys(partition)));
                branches.Add($"SELECT {columns} FROM {reader}");
            }
            views.Add(source.View(branches));
        }
        return views;
    }

    private async Task<string> BringAsync(ObjectInfo file, bool asIs, CancellationToken cancel)
    {
        if (!asIs && Array.Exists(OtherPacks, end => file.Key.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            throw QueryFailedException.NotBuilt($"reads text that is packed by gzip or not at all; s3://{file.Bucket}/{file.Key} is not");
        var path = Path.Combine(directory, "in", $"{_files++}");
        try
        {
            await using var from = objects.Open(scope.Caller, file);
            await using var bytes = !asIs && file.Key.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(from, CompressionMode.Decompress) : from;
            await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
            await bytes.CopyToAsync(to, cancel);
        }
        catch (InvalidDataException)
        {
            throw new QueryFailedException($"HIVE_CURSOR_ERROR: s3://{file.Bucket}/{file.Key} is named .gz and is not packed by gzip");
        }
        return path;
    }

    private static bool IsParquet(CatalogTable table) => table.Serde == TableFormat.ParquetSerde || table.InputFormat == TableFormat.ParquetInput;

    /// <summary>The columns as expressions over a reader of files.</summary>
    private static IEnumerable<string> Columns(CatalogTable table, List<string> paths, List<Footer>? footers, out string reader)
    {
        var files = $"[{string.Join(", ", paths.Select(Literal))}]";
        if (footers is not null)
        {
            reader = $"read_parquet({files}, union_by_name=true)";
            var names = footers.SelectMany(footer => footer.Names).DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value);
            return table.Columns.Select(column => $"CAST({(names.TryGetValue(column.Name, out var name) ? Quoted(name) : "NULL")} AS {OfHive(column.Type)}) AS {Quoted(column.Name)}");
        }
        return table.Serde switch
        {
            TableFormat.OpenX or TableFormat.HiveJson => Json(table, paths, files, out reader),
            TableFormat.OpenCsv => Enclosed(table, files, out reader),
            TableFormat.LazySimple or "" => Delimited(table, files, out reader),
            var other => throw QueryFailedException.NotBuilt($"reads no files by {other}"),
        };
    }

    private static int Skip(CatalogTable table) => int.TryParse(table.Parameters.GetValueOrDefault("skip.header.line.count"), out var lines) ? lines : 0;

    /// <summary>Lines parted by a letter: what is missing is null, what is too much is dropped, what is none of its type is null, and quotes are letters like others.</summary>
    private static IEnumerable<string> Delimited(CatalogTable table, string files, out string reader)
    {
        if (table.SerdeParameters.ContainsKey("escape.delim")) throw QueryFailedException.NotBuilt("reads no text with ESCAPED BY; OpenCSVSerde has an escape");
        var delimiter = table.SerdeParameters.GetValueOrDefault("field.delim") ?? table.SerdeParameters.GetValueOrDefault("serialization.format") ?? "\u0001";
        if (delimiter == "1") delimiter = "\u0001";
        var none = table.SerdeParameters.GetValueOrDefault("serialization.null.format") ?? "\\N";
        reader = $"(SELECT string_split(coalesce(line, ''), {Literal(delimiter)}) AS _p FROM read_csv({files}, columns={{'line': 'VARCHAR'}}, auto_detect=false, header=false, skip={Skip(table)}, delim={Literal(Never)}, quote='', escape='', nullstr={Literal(NoNull)}))";
        return table.Columns.Select((column, at) =>
        {
            var type = OfHive(column.Type);
            if (HiveType.Parse(column.Type) is not HiveType.Plain) throw QueryFailedException.NotBuilt($"reads no {column.Type} from delimited text");
            var value = $"nullif(_p[{at + 1}], {Literal(none)})";
            return $"{(type == "VARCHAR" ? value : $"TRY_CAST(trim({value}) AS {type})")} AS {Quoted(column.Name)}";
        });
    }

    /// <summary>CSV with quotes; every value is text first and must be one of its type.</summary>
    private static IEnumerable<string> Enclosed(CatalogTable table, string files, out string reader)
    {
        string Letter(string name, string otherwise) => table.SerdeParameters.GetValueOrDefault(name) is { Length: > 0 } own ? own[..1] : otherwise;
        var quote = Letter("quoteChar", "\"");
        // Its own escape is a backslash; a doubled quote is one too, and the commoner.
        reader = $"read_csv({files}, columns={{{string.Join(", ", table.Columns.Select((_, at) => $"'c{at}': 'VARCHAR'"))}}}, auto_detect=false, header=false, skip={Skip(table)}, delim={Literal(Letter("separatorChar", ","))}, quote={Literal(quote)}, escape={Literal(Letter("escapeChar", quote))}, null_padding=true, strict_mode=false, nullstr={Literal(NoNull)})";
        return table.Columns.Select((column, at) => (OfHive(column.Type) switch
        {
            "VARCHAR" => $"coalesce(c{at}, '')",
            "DATE" => $"(DATE '1970-01-01' + CAST(c{at} AS INTEGER))",
            "TIMESTAMP" => $"make_timestamp(1000 * CAST(c{at} AS BIGINT))",
            var type => $"CAST(c{at} AS {type})",
        }) + $" AS {Quoted(column.Name)}");
    }

    /// <summary>An object a line; keys are found whatever their case.</summary>
    private static List<string> Json(CatalogTable table, List<string> paths, string files, out string reader)
    {
        var keys = Spellings(paths);
        List<(string Key, string Type)> wanted = [];
        List<string> columns = [];
        foreach (var column in table.Columns)
        {
            var type = OfHive(column.Type);
            var name = table.SerdeParameters.GetValueOrDefault($"mapping.{column.Name}") ?? column.Name;
            var found = keys.GetValueOrDefault(name.ToLowerInvariant()) ?? [name];
            foreach (var key in found) wanted.Add((key, type));
            columns.Add($"{(found.Count == 1 ? Quoted($"k{wanted.Count - 1}") : $"coalesce({string.Join(", ", found.Select((_, at) => Quoted($"k{wanted.Count - found.Count + at}")))})")} AS {Quoted(column.Name)}");
        }
        var lenient = table.SerdeParameters.GetValueOrDefault("ignore.malformed.json")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;
        var distinct = wanted.DistinctBy(one => one.Key).ToList();
        reader = $"(SELECT {string.Join(", ", wanted.Select((one, at) => $"{Quoted($"_{distinct.FindIndex(key => key.Key == one.Key)}")} AS {Quoted($"k{at}")}"))} FROM (SELECT {string.Join(", ", distinct.Select((one, at) => $"{Quoted(one.Key)} AS {Quoted($"_{at}")}"))} "
            + $"FROM read_json({files}, columns={{{string.Join(", ", distinct.Select(one => $"{Literal(one.Key)}: {Literal(one.Type)}"))}}}, format='newline_delimited', ignore_errors={(lenient ? "true" : "false")})))";
        return columns;
    }

    /// <summary>How keys are written in the files, by their lower case; of each file the first thousand lines are asked, as far as they lie in the first megabyte.</summary>
    internal static Dictionary<string, List<string>> Spellings(IEnumerable<string> paths)
    {
        const int Most = 1000;
        Dictionary<string, List<string>> keys = [];
        foreach (var path in paths)
            foreach (var line in Begin(path).ReplaceLineEndings("\n").Split('\n', Most + 1).Take(Most))
            {
                try
                {
                    using var document = JsonDocument.Parse(line);
                    if (document.RootElement.ValueKind != JsonValueKind.Object) continue;
                    foreach (var member in document.RootElement.EnumerateObject())
                    {
                        var lower = member.Name.ToLowerInvariant();
                        if (!keys.TryGetValue(lower, out var spelled)) keys[lower] = spelled = [];
                        if (!spelled.Contains(member.Name)) spelled.Add(member.Name);
                    }
                }
                catch (Exception broken) when (broken is JsonException or InvalidOperationException)
                {
                    // The engine says so, or passes over it, as the table wants.
                }
            }
        return keys;
    }

    // A line may be as long as the file; what the megabyte cuts through is no JSON any more.
    private static string Begin(string path)
    {
        const int Sample = 1 << 20;
        using var file = File.OpenRead(path);
        var bytes = new byte[(int)Math.Min(file.Length, Sample)];
        return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).TrimStart('\uFEFF');
    }
}
