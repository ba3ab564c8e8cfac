namespace Certus.Practice;

/// <summary>What came of a request for a form.</summary>
public abstract record Assembly
{
    private Assembly() { }

    /// <summary>It could be filled.</summary>
    /// <param name="Form">The form.</param>
    /// <param name="Items">The bank items behind its positions, in order.</param>
    public sealed record Assembled(Form Form, IReadOnlyList<BankItem> Items) : Assembly;

    /// <summary>It could not.</summary>
    /// <param name="Reason">One sentence that says what is missing.</param>
    public sealed record Impossible(string Reason) : Assembly;
}
