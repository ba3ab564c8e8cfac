using System.Collections.Frozen;

namespace Certus.Practice;

/// <summary>All questions that can be asked: the written ones and the generators.</summary>
public sealed class Bank
{
    private readonly FrozenDictionary<string, BankItem> _items;
    private readonly FrozenDictionary<string, IQuestionGenerator> _generators;
    private readonly FrozenDictionary<string, FrozenSet<string>> _enemies;

    /// <summary>Indexes questions and generators by id; of two with one id the first is kept.</summary>
    public Bank(IEnumerable<Question> questions, IEnumerable<IQuestionGenerator> generators)
    {
        Items = [.. questions.DistinctBy(question => question.Id).OrderBy(question => question.Id, StringComparer.Ordinal).Select(BankItem.Of)];
        Generators = [.. generators.DistinctBy(generator => generator.Id).OrderBy(generator => generator.Id, StringComparer.Ordinal)];
        _items = Items.ToFrozenDictionary(item => item.Question.Id);
        _generators = Generators.ToFrozenDictionary(generator => generator.Id);
        _enemies = Items.SelectMany(item => item.Question.Enemies.SelectMany(enemy => new[] { (One: item.Question.BlockId, Other: enemy), (One: enemy, Other: item.Question.BlockId) }))
            .GroupBy(pair => pair.One, pair => pair.Other).ToFrozenDictionary(enemies => enemies.Key, enemies => enemies.ToFrozenSet(StringComparer.Ordinal));
    }

    /// <summary>The written questions, by id.</summary>
    public IReadOnlyList<BankItem> Items { get; }

    /// <summary>The generators, by id.</summary>
    public IReadOnlyList<IQuestionGenerator> Generators { get; }

    /// <summary>A written question, or null.</summary>
    public BankItem? Find(string questionId) => _items.GetValueOrDefault(questionId);

    /// <summary>The questions and cases that must not stand in a form with one, whichever of the two names the other.</summary>
    /// <param name="blockId">A question's <see cref="Question.BlockId"/>.</param>
    public IReadOnlySet<string> EnemiesOf(string blockId) => _enemies.GetValueOrDefault(blockId) ?? FrozenSet<string>.Empty;

    /// <summary>A generator, or null.</summary>
    public IQuestionGenerator? FindGenerator(string generatorId) => _generators.GetValueOrDefault(generatorId);
}
