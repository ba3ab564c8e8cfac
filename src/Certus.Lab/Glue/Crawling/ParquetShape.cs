using Parquet;
using Parquet.Schema;

namespace Certus.Lab.Glue.Crawling;

/// <summary>Reads a Parquet file's columns from its footer.</summary>
internal static class ParquetShape
{
    /// <summary>The shape; null where the file's schema can't be read.</summary>
    public static async Task<FileShape?> FindAsync(Stream file, CancellationToken cancel)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(file, null, true, cancel);
            return new("parquet", "none", '\0', '\0', false, [.. reader.Schema.Fields.Select(field => (field.Name.ToLowerInvariant(), (HiveType?)TypeOf(field)))], (int)Math.Min(int.MaxValue, reader.Metadata?.NumRows ?? 0));
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or OutOfMemoryException))
        {
            return null;
        }
    }

    private static HiveType TypeOf(Field field) => field switch
    {
        ListField list => new HiveType.List(TypeOf(list.Item)),
        MapField map => new HiveType.Map(TypeOf(map.Key), TypeOf(map.Value)),
        StructField row => new HiveType.Struct([.. row.Fields.Select(inner => (inner.Name.ToLowerInvariant(), TypeOf(inner)))]),
        DecimalDataField number => new HiveType.Plain("decimal", number.Precision, number.Scale),
        DateTimeDataField { DateTimeFormat: DateTimeFormat.Date } => new HiveType.Plain("date"),
        DataField { IsArray: true } array => new HiveType.List(Scalar(array.ClrType)),
        DataField data => Scalar(data.ClrType),
        _ => HiveType.String,
    };

    private static HiveType.Plain Scalar(Type type) => new((Nullable.GetUnderlyingType(type) ?? type).Name switch
    {
        nameof(Boolean) => "boolean",
        nameof(SByte) => "tinyint",
        nameof(Int16) or nameof(Byte) => "smallint",
        nameof(Int32) or nameof(UInt16) => "int",
        nameof(Int64) or nameof(UInt32) => "bigint",
        nameof(Single) => "float",
        nameof(Double) => "double",
        nameof(DateOnly) => "date",
        nameof(DateTime) or nameof(DateTimeOffset) => "timestamp",
        "Byte[]" => "binary",
        nameof(Decimal) => "decimal",
        _ => "string",
    });
}
