namespace Certus.Content;

/// <summary>A content directory: the built-in one, or a pack.</summary>
/// <param name="Name">Put before each path in complaints; empty for none.</param>
/// <param name="BuiltIn">Whether gaps in coverage are errors.</param>
/// <param name="Files">Its files.</param>
public sealed record ContentSource(string Name, bool BuiltIn, IReadOnlyList<ContentFile> Files)
{
    /// <summary>How a complaint names a file of it.</summary>
    public string Display(string path) => Name.Length == 0 ? path : $"{Name.TrimEnd('/')}/{path}";
}
