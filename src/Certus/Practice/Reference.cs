namespace Certus.Practice;

/// <summary>An official page that states a fact the question uses.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Url">Its address, https.</param>
public sealed record Reference(string Title, string Url);
