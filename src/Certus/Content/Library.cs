using Certus.Catalog;
using Certus.Decide;
using Certus.Plan;
using Certus.Plan.Shelf;
using Certus.Plan.Portfolio;
using Certus.Practice;
using Certus.Practice.Labs;
using Certus.Remember.Cards;

namespace Certus.Content;

/// <summary>All content that is fit to use.</summary>
/// <param name="Register">Certifications, skills, misconceptions and sources.</param>
/// <param name="Bank">Questions and generators.</param>
/// <param name="Market">What a decision needs; null where the files are missing or have errors.</param>
public sealed record Library(Register Register, Bank Bank, MarketFacts? Market)
{
    /// <summary>Cards by skill, in the order of the skill list.</summary>
    public IReadOnlyList<Deck> Decks { get; init; } = [];

    /// <summary>Lessons, in the order of the skill list.</summary>
    public IReadOnlyList<Lesson> Lessons { get; init; } = [];

    /// <summary>Labs, in the order of the skill list.</summary>
    public IReadOnlyList<LabBrief> Labs { get; init; } = [];

    /// <summary>Public courses, books and guides, in the order of their files.</summary>
    public IReadOnlyList<PublicResource> Resources { get; init; } = [];

    /// <summary>What to study each skill and each exam from.</summary>
    public StudyShelf Shelf { get; init; } = StudyShelf.Empty;

    /// <summary>Portfolio projects, the shortest first.</summary>
    public IReadOnlyList<PortfolioProject> Projects { get; init; } = [];

    /// <summary>The career tracks; null where the content has none, or the file has errors.</summary>
    public CareerTracks? Tracks { get; init; }

    /// <summary>The article's plan; null where the content has none, or the file has errors.</summary>
    public ArticlePlan? Article { get; init; }

    /// <summary>What people of which kind are taken to know; empty where the content says nothing.</summary>
    public IReadOnlyList<Knowledge> Knowledge { get; init; } = [];
}
