using System.Text.Json.Nodes;

namespace Certus.Lab.Grading;

/// <summary>Numbers of a learner's report.</summary>
internal static class ReportNumbers
{
    extension(JsonObject report)
    {
        /// <summary>A member that is a finite number; null where it is not.</summary>
        public double? Number(string name) => report[name] is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;

        /// <summary>A member that is a list of so many finite numbers; null where it is not.</summary>
        public double[]? Numbers(string name, int count) =>
            report[name] is JsonArray list && list.Count == count && list.All(entry => entry is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number)) ? [.. list.Select(entry => entry!.GetValue<double>())] : null;
    }
}
