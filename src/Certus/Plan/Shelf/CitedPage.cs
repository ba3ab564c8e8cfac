using Certus.Catalog;

namespace Certus.Plan.Shelf;

/// <summary>An official page that the questions, the lesson and the cards of a skill rest on.</summary>
/// <param name="Page">Title and address.</param>
/// <param name="Weight">How much they rest on it; above 0, more is better.</param>
public sealed record CitedPage(Reference Page, int Weight);
