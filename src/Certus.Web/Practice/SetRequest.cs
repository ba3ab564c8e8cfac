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
    public static (SetRequest? Set, SetFault? Fault) Read(Func<string, string> field, Register register, ulong freshSeed)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(register);
        static (SetRequest?, SetFault?) Fault(string? name, string sentence) => (null, new(name, sentence));
        SittingMode? mode = field("mode") switch { "exam" => SittingMode.Exam, "quick" => SittingMode.Quick, "study" => SittingMode.Study, "custom" => SittingMode.Custom, _ => null };
        if (mode is null) return Fault(null, "Say what to start: exam, quick, study or custom.");
        var exam = field("exam") is { Length: > 0 } code ? code : null;
        if (exam is not null && !register.ByCode.ContainsKey(exam)) return Fault(null, $"The catalog has no exam '{exam}'.");
        var seed = freshSeed;
        if (field("seed") is { Length: > 0 } seedText && !ulong.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out seed))
            return Fault("seed", $"The seed must be a whole number from 0, not '{seedText}'.");

        if (mode is SittingMode.Exam)
        {
            if (exam is null) return Fault(null, "A practice exam needs an exam: choose one.");
            return FormRequest.Full(register.ByCode[exam], seed) is { } full
                ? (new(SittingMode.Exam, full, field("extra") == "30" ? SittingStart.Accommodation : 0), null)
                : Fault(null, $"The catalog lacks the numbers for a full {exam} form.");
        }
        if (mode is SittingMode.Quick) return (new(SittingMode.Quick, new(exam, 10, 0, null, seed, [], []), 0), null);

        if (field("size").Length == 0) return Fault("size", $"Say how many questions: a whole number from 1 to {MostQuestions}.");
        if (!Number(field("size"), 1, MostQuestions, out var size)) return Fault("size", $"The number of questions must be a whole number from 1 to {MostQuestions}, not '{field("size")}'.");
        var minutes = 0;
        if (field("minutes").Length > 0 && !Number(field("minutes"), 1, MostMinutes, out minutes))
            return Fault("minutes", $"The time must be a whole number of minutes from 1 to {MostMinutes}, or empty for no clock, not '{field("minutes")}'.");
        IReadOnlyList<string> domains = [], skills = [];
        if (field("domain") is { Length: > 0 } domainId)
        {
            if (register.Certifications.FirstOrDefault(known => known.Domains.Any(domain => domain.Id == domainId)) is not { } owner) return Fault("domain", $"The catalog has no domain '{domainId}'.");
            if (exam is not null && owner.Code != exam)
                return Fault("domain", $"“{owner.Domains.First(domain => domain.Id == domainId).Name}” is a domain of {owner.Code}, not of {exam}: choose one of {exam}, or all domains.");
            (exam, domains) = (owner.Code, [domainId]);
        }
        if (field("skill") is { Length: > 0 } skill)
        {
            if (!register.Skills.ContainsKey(skill)) return Fault("skill", $"The catalog has no skill '{skill}'.");
            skills = [skill];
        }
        return (new(mode.Value, new(exam, size, 0, minutes == 0 ? null : minutes, seed, domains, skills), 0), null);
    }

    private static bool Number(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
