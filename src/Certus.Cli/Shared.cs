using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Certus.Catalog;

namespace Certus.Cli;

/// <summary>Options that several verbs have.</summary>
internal static class Shared
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of text." };

    public static Option<string[]> Content() => new("--content")
    {
        Description = "Add a content pack; may be given more than once.", HelpName = "DIR", DefaultValueFactory = _ => [], Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string?> Data() => new("--data") { Description = "Directory of your own data, instead of $CERTUS_DATA or the platform's.", HelpName = "DIR" };

    public static Argument<string> Exam() => new("EXAM") { Description = "Code of an exam, such as MLS-C01." };

    public static Option<ulong?> Seed(bool required) => new("--seed")
    {
        Description = required ? "Whole number; equal seeds give equal results. Required." : "Whole number; equal seeds give equal questions. Left out, one is drawn.",
        HelpName = "N",
        CustomParser = result => Parse<ulong>(result, text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null, $"a whole number from 0 to {ulong.MaxValue}"),
    };

    public static Option<DateOnly?> AsOf(string name = "--as-of", string description = "The date to look at, as 2026-11-23; left out, today.") => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result => Parse<DateOnly>(
            result, text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null, "a date such as 2026-11-23"),
    };

    /// <summary>The seed where there must be one; asked for after what it belongs to, so that a missing or unknown exam is named first.</summary>
    public static ulong RequiredSeed(ParseResult parsed, Option<ulong?> seed) =>
        parsed.GetValue(seed) ?? throw Refusal.WrongUse($"--seed is missing; see 'certus {parsed.CommandResult.Command.Name} --help'.");

    /// <summary>Reads an option's value, or says what it must be.</summary>
    public static T? Parse<T>(ArgumentResult result, Func<string, T?> read, string mustBe) where T : struct
    {
        var text = result.Tokens[0].Value;
        if (read(text) is { } value) return value;
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name} must be {mustBe}, not '{text}'");
        return null;
    }

    /// <summary>The exam of a code, in either case.</summary>
    public static Certification Find(Register register, string code) =>
        register.Certifications.FirstOrDefault(exam => exam.Code.Equals(code, StringComparison.OrdinalIgnoreCase))
        ?? throw Refusal.WrongUse($"there is no exam '{code}'; the catalog has {string.Join(", ", register.Certifications.Select(exam => exam.Code))}.");
}
