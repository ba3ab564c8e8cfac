using System.Globalization;
using System.Text.Json.Nodes;

namespace Certus.Lab.SageMaker.Tuning;

/// <summary>One hyperparameter that is searched, as a line from 0 to 1.</summary>
internal sealed class TunedParameter
{
    private readonly double _min;
    private readonly double _max;
    private readonly bool _whole;
    private readonly string _scaling;

    private TunedParameter(string name, IReadOnlyList<string> values) => (Name, Values, _scaling) = (name, values, "Linear");

    private TunedParameter(JsonNode range, bool whole)
    {
        (Name, Values, _whole) = ((string)range[nameof(Name)]!, [], whole);
        (_min, _max) = (Number(range, "MinValue"), Number(range, "MaxValue"));
        if (!(_min <= _max)) throw SageMakerNames.Invalid($"The range of hyperparameter {Name} ends ({_max}) before it begins ({_min}).");
        _scaling = (string?)range["ScalingType"] ?? "Auto";
        if (_scaling == "Auto") _scaling = _min > 0 && _max / _min >= 100 ? "Logarithmic" : "Linear";
        if (_scaling == "Logarithmic" && _min <= 0) throw SageMakerNames.Invalid($"The range of hyperparameter {Name} must lie above 0 for logarithmic scaling.");
        if (_scaling == "ReverseLogarithmic" && (_whole || _min < 0 || _max >= 1)) throw SageMakerNames.Invalid($"The range of hyperparameter {Name} must be continuous, from 0 and below 1, for reverse logarithmic scaling.");
    }

    public string Name { get; }

    /// <summary>The choices; empty where it is a number.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>continuous, integer or categorical.</summary>
    public string Type => Values.Count > 0 ? "categorical" : _whole ? "integer" : "continuous";

    /// <summary>The same choices, and one more where it is none of them; a number stays as it is.</summary>
    public TunedParameter With(string value) => Values.Count == 0 || Values.Contains(value) ? this : new(Name, [.. Values, value]);

    /// <summary>The ranges of a tuning job.</summary>
    public static List<TunedParameter> Of(JsonObject? ranges)
    {
        List<TunedParameter> found =
        [
            .. List("IntegerParameterRanges").Select(range => new TunedParameter(range!, whole: true)),
            .. List("ContinuousParameterRanges").Select(range => new TunedParameter(range!, whole: false)),
            .. List("CategoricalParameterRanges").Select(range => new TunedParameter((string)range![nameof(Name)]!, [.. range[nameof(Values)]!.AsArray().Select(value => (string)value!)])),
        ];
        if (List("AutoParameters").Count > 0) throw SageMakerNames.NotBuilt("finds no ranges by itself: AutoParameters is not built");
        if (found.Count == 0) throw SageMakerNames.Invalid("At least one hyperparameter must have a range.");
        return found.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice ? throw SageMakerNames.Invalid($"Hyperparameter {twice.Key} has two ranges.") : found;

        JsonArray List(string member) => ranges?[member] as JsonArray ?? [];
    }

    /// <summary>The value at a place.</summary>
    /// <param name="place">From 0 to 1.</param>
    public string At(double place)
    {
        if (Values.Count > 0) return Values[Math.Min(Values.Count - 1, (int)(place * Values.Count))];
        if (_whole && _scaling == "Linear") return Text(Math.Min(_max, Math.Floor(_min + place * (_max - _min + 1))));
        var value = _scaling switch
        {
            "Logarithmic" => _min * Math.Pow(_max / _min, place),
            "ReverseLogarithmic" => 1 - (1 - _min) * Math.Pow((1 - _max) / (1 - _min), place),
            _ => _min + place * (_max - _min),
        };
        return Text(Math.Clamp(_whole ? Math.Round(value) : value, _min, _max));
    }

    /// <summary>The place of a value; of a choice its number's middle. A number outside of the range has one outside of 0 to 1.</summary>
    /// <returns>NaN where the value is none of the choices, no number, or where the scaling has no place for it.</returns>
    public double Place(string value)
    {
        if (Values.Count > 0) return Values.Contains(value) ? (Values.Index().First(choice => choice.Item == value).Index + 0.5) / Values.Count : double.NaN;
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return double.NaN;
        if (_max == _min) return 0.5;
        return _scaling switch
        {
            "Logarithmic" => Math.Log(number / _min) / Math.Log(_max / _min),
            "ReverseLogarithmic" => Math.Log((1 - number) / (1 - _min)) / Math.Log((1 - _max) / (1 - _min)),
            _ => (number - _min) / (_max - _min),
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(JsonNode range, string member) =>
        double.TryParse((string?)range[member], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw SageMakerNames.Invalid($"{member} '{(string?)range[member]}' of hyperparameter {(string?)range[nameof(Name)]} is not a number.");
}
