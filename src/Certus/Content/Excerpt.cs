namespace Certus.Content;

/// <summary>The beginning of a text, where the whole of it has no room.</summary>
public static class Excerpt
{
    /// <summary>The text, or its first words and an ellipsis; a word longer than the room is cut.</summary>
    /// <param name="text">Plain text.</param>
    /// <param name="most">The most UTF-16 units of it to show; above 1.</param>
    public static string Words(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= most) return text;
        var space = text.LastIndexOf(' ', most);
        return (space > 0 ? text[..space].TrimEnd() : Cut(text, most)) + " …";
    }

    /// <summary>The text, or so much of it as there is room for and an ellipsis.</summary>
    /// <param name="text">Plain text.</param>
    /// <param name="most">The most UTF-16 units of it to show; above 1.</param>
    public static string Letters(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= most ? text : Cut(text, most) + "…";
    }

    /// <summary>Half a surrogate pair is no character.</summary>
    private static string Cut(string text, int most) => text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
