using Certus.Catalog;

namespace Certus.Practice.Generators;

/// <summary>A draw of numbers, laid out as a question that may still turn out unsound.</summary>
/// <param name="Stem">Markdown: the scenario and one question.</param>
/// <param name="Key">The right answer.</param>
/// <param name="Wrong">Three wrong ones.</param>
/// <param name="Places">Decimals of every option; no value may lie near the edge of that rounding.</param>
/// <param name="Gap">The least difference between any two values.</param>
/// <param name="Write">How every option is written.</param>
/// <param name="Figure">The picture that the stem refers to, drawn from the same numbers; null where it has none.</param>
internal sealed record Draft(string Stem, Answer Key, IReadOnlyList<Answer> Wrong, int Places, decimal Gap, Func<decimal, string> Write, Figure? Figure = null)
{
    /// <summary>All four answers by size, which tells nothing about the key.</summary>
    public IReadOnlyList<Answer> Ascending { get; } = [.. Wrong.Append(Key).OrderBy(answer => answer.Value)];

    /// <summary>Whether four visibly different options show the values beyond dispute.</summary>
    public bool IsSound
    {
        get
        {
            if (Ascending.Count != 4 || Ascending.Select(answer => Write(answer.Value)).Distinct().Count() != 4) return false;
            for (var i = 1; i < 4; i++)
                if (Ascending[i].Value - Ascending[i - 1].Value < Gap) return false;
            return !Ascending.Any(answer => NumberText.IsNearEdge(answer.Value, Places));
        }
    }
}
