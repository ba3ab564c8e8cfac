using System.Diagnostics;
using Certus.Catalog;
using Certus.Numerics;

namespace Certus.Practice.Generators;

/// <summary>A generator of questions with one right option: it draws numbers until they make a sound question.</summary>
internal abstract class SingleChoiceGenerator : IQuestionGenerator
{
    private const int MostDraws = 10_000;
    private static readonly DateOnly Checked = new(2026, 11, 23);

    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public virtual int Version => 1;

    /// <inheritdoc/>
    public abstract string Title { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Tasks { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Skills { get; }

    /// <summary>The area of the main skill.</summary>
    protected abstract string Area { get; }

    /// <summary>In logits.</summary>
    protected abstract double Difficulty { get; }

    /// <summary>One line to carry away.</summary>
    protected abstract string Principle { get; }

    /// <summary>Pages that state the formula or limit.</summary>
    protected abstract IReadOnlyList<Reference> References { get; }

    /// <inheritdoc/>
    public Question Generate(ulong seed)
    {
        var random = new SeededRandom(seed, Id);
        for (var i = 0; i < MostDraws; i++)
            if (Draw(random) is { IsSound: true } draft) return Lay(draft, seed);
        throw new UnreachableException($"{Id} found no sound question for seed {seed}.");
    }

    /// <summary>One draw, or null where the numbers do not fit together.</summary>
    protected abstract Draft? Draw(SeededRandom random);

    /// <summary>Three of the wrong answers at random, no two of the same value; fewer where too few differ.</summary>
    /// <param name="random">Draws which.</param>
    /// <param name="key">The right answer, whose value none may have.</param>
    /// <param name="candidates">What the misconceptions compute; null where one computes nothing here.</param>
    protected static IReadOnlyList<Answer> Three(SeededRandom random, Answer key, IEnumerable<Answer?> candidates)
    {
        List<Answer> chosen = [];
        foreach (var candidate in random.Shuffle(candidates))
            if (candidate is not null && chosen.Count < 3 && candidate.Value != key.Value && chosen.All(other => other.Value != candidate.Value)) chosen.Add(candidate);
        return chosen;
    }

    private Question Lay(Draft draft, ulong seed)
    {
        var answers = draft.Ascending;
        var key = answers.Select((answer, i) => (answer, i)).Single(entry => ReferenceEquals(entry.answer, draft.Key)).i;
        return new(
            $"{Id}@{NumberText.Plain(seed)}", QuestionType.Single, Area, Tasks, Skills, Difficulty,
            draft.Stem.ReplaceLineEndings("\n"),        // a raw literal has the line ends of its checkout
            [.. answers.Select(answer => new Option(draft.Write(answer.Value), answer.Why, answer.Misconception))],
            [], Picks.Of([key]), Principle, References, Checked, Review: null, Case: null, new(Id, Version, seed), Figures: draft.Figure is { } figure ? [figure] : []);
    }
}
