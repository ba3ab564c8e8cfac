using System.Globalization;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>One hyperparameter as AWS documents it: its type, its range, its default.</summary>
internal sealed record Hyperparameter
{
    private enum Kind { Whole, Number, OneOf, Text }

    private Hyperparameter(string name, Kind type) => (Name, _kind) = (name, type);

    private readonly Kind _kind;
    private double _min = double.NegativeInfinity;
    private double _max = double.PositiveInfinity;
    private bool _minOpen;
    private bool _maxOpen;
    private bool _auto;
    private string[] _choices = [];

    public string Name { get; }

    public bool IsRequired { get; private init; }

    public string? Default { get; private init; }

    public static Hyperparameter Whole(string name, int min = int.MinValue, int max = int.MaxValue) => new(name, Kind.Whole) { _min = min, _max = max };

    public static Hyperparameter Number(string name) => new(name, Kind.Number);

    public static Hyperparameter OneOf(string name, params string[] choices) => new(name, Kind.OneOf) { _choices = choices };

    public static Hyperparameter Flag(string name) => OneOf(name, "true", "false");

    public static Hyperparameter Text(string name) => new(name, Kind.Text);

    public Hyperparameter From(double min) => this with { _min = min };

    public Hyperparameter Above(double min) => this with { _min = min, _minOpen = true };

    public Hyperparameter To(double max) => this with { _max = max };

    public Hyperparameter Below(double max) => this with { _max = max, _maxOpen = true };

    public Hyperparameter Required() => this with { IsRequired = true };

    public Hyperparameter By(string value) => this with { Default = value };

    /// <summary>"auto" is a value, and the default.</summary>
    public Hyperparameter OrAuto() => this with { _auto = true, Default = "auto" };

    /// <summary>The value as it is kept.</summary>
    /// <exception cref="ClientErrorException">It is not of the type or not in the range.</exception>
    public string Check(string text)
    {
        var value = text.Trim();
        if (_auto && value == "auto") return value;
        switch (_kind)
        {
            case Kind.Whole:
                if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) throw NotOfType("a whole number");
                Within(whole);
                return whole.ToString(CultureInfo.InvariantCulture);
            case Kind.Number:
                if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) throw NotOfType("a number");
                Within(number);
                return number.ToString("R", CultureInfo.InvariantCulture);
            case Kind.OneOf:
                // Python's str(True) is what the SageMaker SDK sends for a flag.
                if (_choices is ["true", "false"] && value is "True" or "False") value = value.ToLowerInvariant();
                return _choices.Contains(value) ? value
                    : throw new ClientErrorException($"Hyperparameter {Name}: '{text}' is not one of {string.Join(", ", _choices.Select(choice => $"'{choice}'"))}{OrAutoText}.");
            default:
                return value;
        }

        ClientErrorException NotOfType(string type) => new($"Hyperparameter {Name}: '{text}' is not {type}{OrAutoText}.");

        void Within(double given)
        {
            if (given < _min || given > _max || (_minOpen && given <= _min) || (_maxOpen && given >= _max))
                throw new ClientErrorException($"Hyperparameter {Name}: {text} is not in {Range}{OrAutoText}.");
        }
    }

    private string OrAutoText => _auto ? " or 'auto'" : "";

    private string Range
    {
        get
        {
            var (least, most) = _kind == Kind.Whole ? (int.MinValue, int.MaxValue) : (double.NegativeInfinity, double.PositiveInfinity);
            var low = _min > least ? (_minOpen ? "(" : "[") + _min.ToString("R", CultureInfo.InvariantCulture) : "(-inf";
            var high = _max < most ? _max.ToString("R", CultureInfo.InvariantCulture) + (_maxOpen ? ")" : "]") : "+inf)";
            return $"{low}, {high}";
        }
    }
}
