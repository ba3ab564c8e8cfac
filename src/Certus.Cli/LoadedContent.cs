using Certus.Content;
using Certus.Practice.Generators;
using Certus.Store;

namespace Certus.Cli;

/// <summary>The content that a verb works with.</summary>
internal static class LoadedContent
{
    private static readonly string[] Folders = ["catalog/", "misconceptions/", "questions/"];

    /// <summary>How complaints about other directories name the built-in one.</summary>
    public const string BuiltInName = "(built-in)";

    /// <summary>The built-in content and the packs. Files with errors are left out; of a pack's, standard error says so.</summary>
    public static Library Load(IReadOnlyList<string> packs, Terminal terminal, CancellationToken cancel)
    {
        var named = packs.Select(pack => Pack(pack, cancel)).ToList();
        var report = ContentReader.Read([BuiltIn(BuiltInName, cancel), .. named], GeneratorCatalog.All);
        var faulty = report.Complaints.Where(complaint => complaint.Severity == Severity.Error && named.Exists(pack => complaint.File.StartsWith(pack.Display(""), StringComparison.Ordinal)))
            .Select(complaint => complaint.File).Distinct().ToList();
        if (faulty.Count > 0)
            terminal.Error.WriteLine($"certus: {(faulty.Count == 1 ? $"{faulty[0]} has errors" : $"{faulty[0]} and {faulty.Count - 1} more have errors")} and can't be used; 'certus check DIR' tells why.");
        return report.Library;
    }

    /// <summary>The content that comes with the program.</summary>
    public static ContentSource BuiltIn(string name, CancellationToken cancel) => new(name, true, ContentDirectory.Read(ContentDirectory.BuiltIn, cancel));

    /// <summary>A directory that was named on the command line.</summary>
    public static ContentSource Pack(string directory, CancellationToken cancel)
    {
        if (File.Exists(directory)) throw Refusal.WrongUse($"{directory} is a file, not a directory of content.");
        if (!Directory.Exists(directory)) throw Refusal.WrongUse($"there is no directory {directory}.");
        var files = ContentDirectory.Read(directory, cancel);
        var name = directory.TrimEnd('/', Path.DirectorySeparatorChar);
        if (!files.Any(file => IsContent(file.Path)))
            throw Refusal.WrongUse(files.Any(file => file.Path.EndsWith(".yaml", StringComparison.Ordinal) || file.Path.EndsWith(".yml", StringComparison.Ordinal))
                ? $"{name} is not laid out as content: a question lies in DIR/questions/<area>/<id>.yaml, and DIR is what to name; see docs/content.md."
                : $"{name} holds no content: neither catalog/, skills.yaml, misconceptions/ nor questions/.");
        return new(directory, false, files);
    }

    private static bool IsContent(string path) =>
        path == "skills.yaml" || Folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));
}
