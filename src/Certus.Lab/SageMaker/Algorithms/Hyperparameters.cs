using System.Globalization;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>A job's hyperparameters, checked against what the algorithm knows.</summary>
internal sealed class Hyperparameters
{
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _given = [];

    /// <summary>Checks every value.</summary>
    /// <remarks>Names that begin with an underscore are SageMaker's own and are kept unread.</remarks>
    /// <exception cref="ClientErrorException">One is missing, unknown, of the wrong type or out of its range; the message names it.</exception>
    public Hyperparameters(IEnumerable<Hyperparameter> known, IReadOnlyDictionary<string, string> given)
    {
        var table = known.ToDictionary(one => one.Name);
        foreach (var one in table.Values)
            if (!given.ContainsKey(one.Name))
            {
                if (one.IsRequired) throw new ClientErrorException($"Missing required hyperparameter: {one.Name}.");
                if (one.Default is { } value) _values[one.Name] = value;
            }
        foreach (var (name, value) in given.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (table.TryGetValue(name, out var one)) _values[name] = one.Check(value);
            else if (name.StartsWith('_')) _values[name] = value;
            else throw new ClientErrorException($"Extraneous hyperparameter found: {name}.");
            _given.Add(name);
        }
    }

    /// <summary>Whether the learner wrote it.</summary>
    public bool IsGiven(string name) => _given.Contains(name);

    /// <summary>Whether the algorithm is to choose.</summary>
    public bool IsAuto(string name) => _values.GetValueOrDefault(name, "auto") == "auto";

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public string Text(string name) => _values[name];

    public int Whole(string name) => (int)long.Parse(_values[name], CultureInfo.InvariantCulture);

    public double Number(string name) => double.Parse(_values[name], CultureInfo.InvariantCulture);

    public bool Flag(string name) => _values[name] == "true";

    /// <summary>The number, or another where the algorithm is to choose or nothing was said.</summary>
    public double NumberOr(string name, double otherwise) => IsAuto(name) ? otherwise : Number(name);

    public int WholeOr(string name, int otherwise) => IsAuto(name) ? otherwise : Whole(name);
}
