using Certus.Lab.S3;

namespace Certus.Lab.Glue.Crawling;

/// <summary>A table that a crawler found in folders.</summary>
/// <param name="Folder">The key prefix of the table's root, ending in a slash, or the key of its only file; empty for the bucket.</param>
/// <param name="Shape">What its files look like.</param>
/// <param name="Keys">The names of its partition keys, from the outermost folder.</param>
/// <param name="Partitions">The folders that hold its files, with their values; one without values where it has no keys.</param>
internal sealed record FoundTable(string Folder, FileShape Shape, IReadOnlyList<string> Keys, IReadOnlyList<FoundPartition> Partitions);

/// <summary>A folder of files of one table.</summary>
/// <param name="Folder">The key prefix.</param>
/// <param name="Values">A value for each partition key.</param>
/// <param name="Shape">What its files look like.</param>
/// <param name="Files">The files.</param>
internal sealed record FoundPartition(string Folder, IReadOnlyList<string> Values, FileShape Shape, IReadOnlyList<ObjectInfo> Files);
