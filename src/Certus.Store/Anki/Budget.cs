namespace Certus.Store.Anki;

/// <summary>What a package has unpacked to so far.</summary>
internal sealed class Budget
{
    public long Used { get; set; }
}
