namespace Certus.Lab.Glue;

/// <summary>A kind of thing that Glue keeps by its name.</summary>
/// <param name="Path">The kind in its ARN, such as <c>crawler</c>.</param>
/// <param name="Words">What refusals call it.</param>
internal sealed record GlueKind(string Path, string Words)
{
    public static GlueKind Database { get; } = new("database", "Database");

    public static GlueKind Function { get; } = new("userDefinedFunction", "Function");

    public static GlueKind Crawler { get; } = new("crawler", "Crawler");

    public static GlueKind Crawl { get; } = new("crawl", "Crawl");

    public static GlueKind Classifier { get; } = new("classifier", "Classifier");

    /// <summary>What a refusal says where there is none; null where it says the name.</summary>
    public string? Missing { get; init; }

    public string Arn(string region, string name) => GlueNames.Arn(region, $"{Path}/{name}");
}
