using System.Globalization;
using Certus.Catalog;
using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>What a learner asked to practice, out of a form.</summary>
/// <param name="Mode">The kind of sitting.</param>
/// <param name="Request">What the form should hold.</param>
/// <param name="ExtraMinutes">The accommodation.</param>
public sealed record SetRequest(SittingMode Mode, FormRequest Request, int ExtraMinutes)
{
    /// <summary>The largest set.</summary>
    public const int MostQuestions = 200;

    /// <summary>The longest time.</summary>
    public const int MostMinutes = 600;

    /// <summary>Reads a form, or says in one sentence what is wrong with it.</summary>
    /// <param name="field">A field's text, empty where it was left out.</param>
    /// <param name="register">The catalog.</param>
    /// <param name="freshSeed">The seed where none was given.</param>
    public static (SetRequest? Set, string? Fault) Read(Func<string, string> field, Register register, ulong freshSeed)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(register);
        SittingMode? mode = field("mode") switch { "exam" => SittingMode.Exam, "quick" => SittingMode.Quick, "study" => SittingMode.Study, "custom" => SittingMode.Custom, _ => null };
        if (mode is null) return (null, "Say what to start: exam, quick, study or custom.");
        var exam = field("exam") is { Length: > 0 } code ? code : null;
        if (exam is not null && !register.ByCode.ContainsKey(exam)) return (null, $"The catalog has no exam '{exam}'.");
        var seed = freshSeed;
        if (field("seed") is { Length: > 0 } seedText && !ulong.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out seed))
            return (null, $"The seed must be a whole number from 0, not '{seedText}'.");

        if (mode is SittingMode.Exam)
        {
            if (exam is null) return (null, "A full form needs an exam.");
            return FormRequest.Full(register.ByCode[exam], seed) is { } full
                ? (new(SittingMode.Exam, full, field("extra") == "30" ? SittingStart.Accommodation : 0), null)
                : (null, $"The catalog lacks the numbers for a full {exam} form.");
        }
        if (mode is SittingMode.Quick) return (new(SittingMode.Quick, new(exam, 10, 0, null, seed, [], []), 0), null);

        if (!Number(field("size"), 1, MostQuestions, 20, out var size)) return (null, $"The size must be a whole number from 1 to {MostQuestions}, not '{field("size")}'.");
        if (!Number(field("minutes"), 1, MostMinutes, 0, out var minutes)) return (null, $"The time must be a whole number of minutes from 1 to {MostMinutes}, or empty for no clock, not '{field("minutes")}'.");
        IReadOnlyList<string> domains = field("domain") is { Length: > 0 } domain ? [domain] : [];
        IReadOnlyList<string> skills = field("skill") is { Length: > 0 } skill ? [skill] : [];
        if (domains.Count > 0 && exam is null) exam = domains[0].Split('/')[0];
        return (new(mode.Value, new(exam, size, 0, minutes == 0 ? null : minutes, seed, domains, skills), 0), null);
    }

    private static bool Number(string text, int least, int most, int otherwise, out int number)
    {
        number = otherwise;
        return text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }
}
