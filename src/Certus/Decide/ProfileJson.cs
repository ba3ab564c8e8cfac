using System.Globalization;
using System.Text;
using System.Text.Json;
using Certus.Catalog;

namespace Certus.Decide;

/// <summary>Profiles as JSON.</summary>
public static class ProfileJson
{
    /// <summary>Bytes that a profile may have.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>A member that is not read here: what the learner's time is, for a plan.</summary>
    public const string Plan = "plan";

    /// <summary>Reads a profile; what is unknown, of the wrong kind or out of range is a fault that names its field.</summary>
    /// <param name="json">UTF-8, with or without a byte-order mark.</param>
    /// <param name="register">Knows the exams.</param>
    /// <param name="facts">Know the assumptions, as they are without anybody's own values.</param>
    public static ProfileReading Read(ReadOnlyMemory<byte> json, Register register, MarketFacts facts)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(facts);
        if (json.Length > MostBytes) return new ProfileReading.Refused([new("", $"The profile is larger than {MostBytes / 1024} KiB.")]);
        if (json.Span.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 8, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var reader = new ProfileReader(register, facts);
            var profile = reader.Read(document.RootElement);
            return reader.Faults.Count > 0 ? new ProfileReading.Refused(reader.Faults) : new ProfileReading.Accepted(profile);
        }
        catch (JsonException broken)
        {
            return new ProfileReading.Refused([new("", string.Create(CultureInfo.InvariantCulture, $"The profile is not valid JSON (line {(broken.LineNumber ?? 0) + 1})."))]);
        }
    }

    /// <summary>The profile as JSON, with what was said only.</summary>
    public static string Write(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            writer.WriteStartObject();
            Word("role", profile.Role);
            Number("mlYears", profile.MlYears);
            Number("careerYears", profile.CareerYears);
            Word("python", profile.Python);
            Flag("introCourse", profile.IntroCourse);
            Number("projects", profile.Projects);
            if ((profile.EmployerOnAws ?? profile.EmployerBuildingMl ?? profile.EmployerPartner) is not null)
            {
                writer.WriteStartObject("employer");
                Flag("onAws", profile.EmployerOnAws);
                Flag("buildingMl", profile.EmployerBuildingMl);
                Flag("partner", profile.EmployerPartner);
                writer.WriteEndObject();
            }
            Word("target", profile.Target);
            Number("hoursPerWeek", profile.HoursPerWeek);
            Number("weeks", profile.Weeks);
            if (profile.Language is { } language) writer.WriteString("language", language);
            Number("baseSalary", profile.BaseSalary);
            if (profile.Currency is { } currency) writer.WriteString("currency", currency);
            Number("unitsPerUsd", profile.UnitsPerUsd);
            Number("hourValue", profile.HourValue);
            Number("taxRate", profile.TaxRate);
            Number("horizonYears", profile.HorizonYears);
            Number("discountRate", profile.DiscountRate);
            if (profile.Held is { } held)
            {
                writer.WriteStartArray("held");
                foreach (var certificate in held)
                {
                    writer.WriteStartObject();
                    writer.WriteString("code", certificate.Code);
                    writer.WriteString("date", certificate.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            }
            Word("feePaidBy", profile.FeePaidBy);
            Flag("voucher", profile.Voucher);
            if (profile.PassChance is { } chances)
            {
                writer.WriteStartObject("passChance");
                foreach (var (code, chance) in chances.OrderBy(entry => entry.Key, StringComparer.Ordinal)) writer.WriteNumber(code, chance);
                writer.WriteEndObject();
            }
            if (profile.Assumptions is { Count: > 0 } edits)
            {
                writer.WriteStartObject(ProfileReader.Assumptions);
                foreach (var group in edits.GroupBy(edit => edit.Group))
                {
                    writer.WriteStartObject(group.Key);
                    foreach (var (_, id, value) in group) Range(id, value);
                    writer.WriteEndObject();
                }
                writer.WriteEndObject();
            }
            writer.WriteEndObject();

            void Range(string name, Spread value)
            {
                if (value.IsCertain) { writer.WriteNumber(name, value.Mode); return; }
                writer.WriteStartObject(name);
                writer.WriteNumber("low", value.Low);
                if (value.Shape != Shape.Uniform) writer.WriteNumber("mode", value.Mode);
                writer.WriteNumber("high", value.High);
                writer.WriteEndObject();
            }
            void Number(string name, double? value) { if (value is { } number) writer.WriteNumber(name, number); }
            void Flag(string name, bool? value) { if (value is { } flag) writer.WriteBoolean(name, flag); }
            void Word<T>(string name, T? value) where T : struct, Enum { if (value is { } word) writer.WriteString(name, ProfileReader.Camel(word.ToString())); }
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
