using Certus.Catalog;

namespace Certus.Plan.Shelf;

/// <summary>A public course, book or guide that somebody else made.</summary>
/// <param name="Id">Kebab-case; never changed, never reused.</param>
/// <param name="Title">Its title.</param>
/// <param name="Kind">Page, course or book.</param>
/// <param name="By">Who wrote or publishes it.</param>
/// <param name="Language">The language it is in.</param>
/// <param name="Price">Whether it costs money.</param>
/// <param name="PriceNote">What to know of the price; null where there is nothing.</param>
/// <param name="Address">Its https address.</param>
/// <param name="About">What it is good for, in a sentence or two.</param>
/// <param name="Grade">How well its address and parts are known: A where the owner's page was read, B where several sources agree, C where one says so.</param>
/// <param name="Checked">The day on which somebody looked.</param>
/// <param name="Parts">What of it serves whom; not empty.</param>
public sealed record PublicResource(
    string Id, string Title, ResourceKind Kind, string By, string Language, ResourcePrice Price, string? PriceNote, string Address, string About, EvidenceGrade Grade, DateOnly Checked,
    IReadOnlyList<ResourcePart> Parts)
{
    /// <summary>A part of it, as something to study from.</summary>
    /// <param name="place">The part's place, from 0.</param>
    internal StudyResource Study(int place) => new($"{Id}:{place + 1}", Title, Kind, Parts[place].Address ?? Address, Parts[place].Title);
}
