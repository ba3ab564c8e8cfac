using Certus.Numerics;

namespace Certus.Practice;

/// <summary>Questions of one generator for one form: no two with the same numbers, and new numbers before those that the learner has been shown.</summary>
internal sealed class Draws(IQuestionGenerator generator, Exposure exposure)
{
    private const int Most = 50;

    private readonly HashSet<string> _drawn = [];
    private readonly Lazy<HashSet<string>> _shown = new(() => [.. exposure.SeedsOf(generator.Id).Select(seed => generator.Generate(seed).Numbers)]);

    /// <summary>The next question, and whether its numbers are new to the learner; null where only numbers of this form came up.</summary>
    public (Question Question, bool Fresh)? Next(SeededRandom random)
    {
        Question? seen = null;
        for (var i = 0; i < Most; i++)
        {
            var question = generator.Generate(random.Next() >> 33);
            if (_drawn.Contains(question.Numbers)) continue;
            if (!_shown.Value.Contains(question.Numbers))
            {
                _drawn.Add(question.Numbers);
                return (question, true);
            }
            seen ??= question;
        }
        if (seen is null) return null;
        _drawn.Add(seen.Numbers);
        return (seen, false);
    }

    /// <summary>Up to so many questions with numbers that are new to the learner.</summary>
    public IEnumerable<Question> New(int most, SeededRandom random)
    {
        for (var i = 0; i < most && Next(random) is { Fresh: true } drawn; i++) yield return drawn.Question;
    }
}
