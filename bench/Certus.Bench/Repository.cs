using Certus.Content;
using Certus.Practice.Generators;
using Certus.Store;

namespace Certus.Bench;

/// <summary>The checkout, and content of any size made from it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<ContentFile> BuiltIn => ContentDirectory.Read(Path.Combine(Root, "content"), CancellationToken.None);

    public static Library Library => ContentReader.Read([new("content", true, BuiltIn)], GeneratorCatalog.All).Library;

    /// <summary>The built-in content with its questions repeated under new ids and with words of their own, up to a number of question files.</summary>
    public static IReadOnlyList<ContentFile> Synthetic(int questions)
    {
        var files = BuiltIn.ToList();
        var originals = files.Where(file => file.Path.StartsWith("questions/", StringComparison.Ordinal) && file.Path.EndsWith(".yaml", StringComparison.Ordinal)).ToList();
        for (var i = originals.Count; i < questions; i++)
        {
            var original = originals[i % originals.Count];
            var name = Path.GetFileNameWithoutExtension(original.Path);
            var text = System.Text.Encoding.UTF8.GetString(original.Bytes.Span).Replace($"id: {name}", $"id: {name}-{i}", StringComparison.Ordinal);
            // Every fifth word gets a suffix, so that no two stems share their wording and the similarity check has honest work.
            var count = 0;
            text = System.Text.RegularExpressions.Regex.Replace(text, @"(?<=[a-z]{4}) (?=[a-z]{4})", _ => ++count % 5 == 0 ? $" x{i}y " : " ");
            files.Add(new(original.Path.Replace(name, $"{name}-{i}", StringComparison.Ordinal), System.Text.Encoding.UTF8.GetBytes(text)));
        }
        return files;
    }

    /// <summary>Writes files below a directory.</summary>
    public static void Write(IEnumerable<ContentFile> files, string directory)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(directory, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Bytes.ToArray());
        }
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Certus.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The benchmarks run outside a checkout.");
    }
}
