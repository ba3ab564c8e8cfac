namespace Certus.Catalog;

/// <summary>How far the bank covers an exam.</summary>
public enum PracticeSupport
{
    /// <summary>Facts only.</summary>
    None,

    /// <summary>Some questions; full forms will come.</summary>
    Planned,

    /// <summary>Every task is tested and full forms can be sat.</summary>
    Full,
}
