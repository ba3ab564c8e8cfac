namespace Certus.Catalog;

/// <summary>An official page that states a fact that a question, a card or a lesson uses.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Url">Its address, https.</param>
public sealed record Reference(string Title, string Url);
