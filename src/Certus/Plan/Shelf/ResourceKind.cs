namespace Certus.Plan.Shelf;

/// <summary>What can be studied.</summary>
public enum ResourceKind
{
    /// <summary>A lesson of the app.</summary>
    Lesson,

    /// <summary>A deck of cards of the app.</summary>
    Cards,

    /// <summary>A page of AWS's own documentation, or of another maker.</summary>
    Page,

    /// <summary>A public course.</summary>
    Course,

    /// <summary>A book.</summary>
    Book,
}
