using Certus.Catalog;

namespace Certus.Practice;

/// <summary>A question of the bank with the body and version that name exactly what was shown.</summary>
/// <param name="Question">The question.</param>
/// <param name="Body">Its canonical bytes.</param>
/// <param name="Version">Its content hash.</param>
public sealed record BankItem(Question Question, ReadOnlyMemory<byte> Body, string Version)
{
    /// <summary>Wraps a question with its body and version.</summary>
    public static BankItem Of(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var body = question.ToBody();
        return new(question, body, ContentHash.Of(body));
    }
}
