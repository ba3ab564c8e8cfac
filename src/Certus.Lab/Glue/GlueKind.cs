namespace Certus.Lab.Glue;

/// <summary>A kind of thing that Glue keeps by its name.</summary>
/// <param name="Path">The kind in its ARN, such as <c>crawler</c>.</param>
/// <param name="Words">What refusals call it.</param>
internal sealed record GlueKind(string Path, string Words)
{
    public static GlueKind Database { get; } = new("database", "Database");

    public static GlueKind Function { get; } = new("userDefinedFunction", "Function");

    public string Arn(string region, string name) => GlueNames.Arn(region, $"{Path}/{name}");
}
