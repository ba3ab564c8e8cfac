using Certus.Content;
using Certus.Practice.Generators;

namespace Certus.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The built-in content, read once.</summary>
    public static Lazy<ContentReport> BuiltIn { get; } = new(() => ContentReader.Read([new("", true, Files(Path.Combine(Root, "content")))], GeneratorCatalog.All));

    public static IReadOnlyList<ContentFile> Files(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(path => !path.Contains("/schemas/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(path => new ContentFile(Path.GetRelativePath(directory, path).Replace('\\', '/'), File.ReadAllBytes(path)))];

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Certus.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
