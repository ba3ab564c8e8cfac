namespace Certus.Lab.Glue;

/// <summary>A column of a table, or a partition key.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Type">Hive's type, such as <c>bigint</c>, <c>decimal(10,2)</c> or <c>array&lt;string&gt;</c>.</param>
/// <param name="Comment">What its maker says of it; null where nothing.</param>
public sealed record CatalogColumn(string Name, string Type, string? Comment = null);
