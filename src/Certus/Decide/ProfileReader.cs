using System.Globalization;
using System.Text.Json;
using Certus.Catalog;

namespace Certus.Decide;

/// <summary>Takes a profile out of a JSON object and collects what is wrong with it.</summary>
internal sealed class ProfileReader(Register register, MarketFacts facts)
{
    public const string Assumptions = "assumptions";
    private const double LeastSalaryUsd = 1_000, MostSalaryUsd = 5_000_000, MostHourUsd = 2_000;
    private const int MostHeld = 100;
    private readonly List<ProfileFault> _faults = [];

    public IReadOnlyList<ProfileFault> Faults => _faults;

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    public Profile Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Fault("", "The profile must be a JSON object, as {\"role\": \"cloud\"}.");
            return Profile.Empty;
        }
        var names = ProfileFields.All.Select(field => field.Name.Split('.')[0]).Distinct().ToList();
        var fields = Fields(root, "", names);
        var employer = fields.GetValueOrDefault("employer") is { ValueKind: JsonValueKind.Object } given ? Fields(given, "employer.", ["onAws", "buildingMl", "partner"]) : [];
        if (fields.TryGetValue("employer", out var wrong) && wrong.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)) Fault("employer", "employer must be an object with onAws, buildingMl and partner.");
        var currency = Text(fields, "currency");
        if (currency is not null && (currency.Length != 3 || currency.Any(c => !char.IsAsciiLetterUpper(c)))) { Fault("currency", $"currency must be three capital letters, as USD, not '{Quoted(currency)}'."); currency = null; }
        var rate = Number(fields, "unitsPerUsd", 0.000_1, 1_000_000);
        if (currency is not (null or "USD") && !fields.ContainsKey("unitsPerUsd"))
            Fault("currency", $"currency {currency} needs unitsPerUsd, what a US dollar costs in {currency}: fees are in dollars and no exchange rate is built in.");
        if (currency is null or "USD" && rate is not (null or 1)) Fault("unitsPerUsd", "unitsPerUsd must be 1 for USD; name another currency or leave it out.");
        var units = rate ?? 1;
        return new()
        {
            Role = Word<Role>(fields, "role"), MlYears = Number(fields, "mlYears", 0, 50), CareerYears = Number(fields, "careerYears", 0, 60),
            Python = Word<PythonLevel>(fields, "python"), IntroCourse = Flag(fields, "introCourse"), Projects = Whole(fields, "projects", 0, 5),
            EmployerOnAws = Flag(employer, "onAws", "employer."), EmployerBuildingMl = Flag(employer, "buildingMl", "employer."), EmployerPartner = Flag(employer, "partner", "employer."),
            Target = Word<Target>(fields, "target"), HoursPerWeek = Number(fields, "hoursPerWeek", 0.5, 80), Weeks = Number(fields, "weeks", 1, 104),
            Language = Language(fields), BaseSalary = Salary(fields, units, currency ?? "USD"), Currency = currency, UnitsPerUsd = rate,
            HourValue = Number(fields, "hourValue", 0, MostHourUsd * units, currency ?? "USD"), TaxRate = Share(fields, "taxRate", 0.7), HorizonYears = Number(fields, "horizonYears", 1, 10),
            DiscountRate = Share(fields, "discountRate", 0.5), Held = Held(fields), FeePaidBy = Word<FeePayer>(fields, "feePaidBy"), Voucher = Flag(fields, "voucher"),
            PassChance = PassChance(fields),
            Assumptions = Edits(fields),
        };
    }

    private Dictionary<string, JsonElement> Fields(JsonElement map, string prefix, IReadOnlyList<string> known)
    {
        Dictionary<string, JsonElement> fields = [];
        foreach (var property in map.EnumerateObject())
        {
            if (prefix.Length == 0 && property.Name == ProfileJson.Plan) continue;
            if (!known.Contains(property.Name)) Fault(prefix + Quoted(property.Name), $"'{prefix}{Quoted(property.Name)}' is not a field of a profile; the fields are {string.Join(", ", known)}.");
            else if (!fields.TryAdd(property.Name, property.Value)) Fault(prefix + property.Name, $"{prefix}{property.Name} stands twice.");
        }
        foreach (var absent in fields.Where(field => field.Value.ValueKind == JsonValueKind.Null).Select(field => field.Key).ToList()) fields.Remove(absent);
        return fields;
    }

    private double? Number(Dictionary<string, JsonElement> fields, string name, double min, double max, string? unit = null)
    {
        if (!fields.TryGetValue(name, out var value)) return null;
        if (NumberOf(value, name) is not { } number) return null;
        if (number >= min && number <= max) return number;
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"{name} must be from {min:#,0.####} to {max:#,0.####}{(unit is null ? "" : " " + unit)}, not {number:#,0.####}."));
        return null;
    }

    private double? NumberOf(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        Fault(name, $"{name} must be a number, not {Kind(value)}.");
        return null;
    }

    private int? Whole(Dictionary<string, JsonElement> fields, string name, int min, int max)
    {
        if (Number(fields, name, min, max) is not { } number) return null;
        if (number == Math.Floor(number)) return (int)number;
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number, not {number}."));
        return null;
    }

    private double? Share(Dictionary<string, JsonElement> fields, string name, double max)
    {
        if (!fields.TryGetValue(name, out var value) || NumberOf(value, name) is not { } number) return null;
        if (number >= 0 && number <= max) return number;
        var percent = number > 1 && number <= 100 * max ? string.Create(CultureInfo.InvariantCulture, $"; for {number} % write {number / 100}") : "";
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"{name} must be a share from 0 to {max}, not {number}{percent}."));
        return null;
    }

    private double? Salary(Dictionary<string, JsonElement> fields, double units, string currency)
    {
        const string Name = "baseSalary";
        if (!fields.TryGetValue(Name, out var value) || NumberOf(value, Name) is not { } salary) return null;
        if (salary >= LeastSalaryUsd * units && salary <= MostSalaryUsd * units) return salary;
        var hint = salary > 0 && salary < LeastSalaryUsd * units
            ? salary * 1000 is var thousands && thousands >= 10_000 * units && thousands <= 1_000_000 * units ? string.Create(CultureInfo.InvariantCulture, $"; if it is in thousands, write {thousands:0}") : "; it is pay for a year, not for an hour or a month"
            : salary > 0 ? "; it is in whole units, not in cents" : "";
        Fault(Name, string.Create(CultureInfo.InvariantCulture, $"{Name} must be yearly pay from {LeastSalaryUsd * units:#,0} to {MostSalaryUsd * units:#,0} {currency}, not {salary:#,0.##}{hint}."));
        return null;
    }

    private string? Text(Dictionary<string, JsonElement> fields, string name)
    {
        if (!fields.TryGetValue(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 and <= 60 } text) return text;
        Fault(name, $"{name} must be a short text, not {Kind(value)}.");
        return null;
    }

    private string? Language(Dictionary<string, JsonElement> fields)
    {
        if (Text(fields, "language") is not { } language) return null;
        var known = register.Certifications.SelectMany(exam => exam.Format.Languages.Concat(exam.Lifecycle.LimitedTo)).Append(Person.English).Distinct().Order(StringComparer.Ordinal).ToList();
        if (known.FirstOrDefault(name => name.Equals(language, StringComparison.OrdinalIgnoreCase)) is { } found) return found;
        Fault("language", $"language must be one that the catalog knows ({string.Join(", ", known)}), not '{Quoted(language)}'.");
        return null;
    }

    private bool? Flag(Dictionary<string, JsonElement> fields, string name, string prefix = "")
    {
        if (!fields.TryGetValue(name, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fault(prefix + name, $"{prefix}{name} must be true or false, not {Kind(value)}.");
        return null;
    }

    private T? Word<T>(Dictionary<string, JsonElement> fields, string name) where T : struct, Enum
    {
        if (!fields.TryGetValue(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String)
            foreach (var word in Enum.GetValues<T>())
                if (Camel(word.ToString()) == value.GetString()) return word;
        Fault(name, $"{name} must be one of {string.Join(", ", Enum.GetNames<T>().Select(Camel))}, not {Kind(value)}.");
        return null;
    }

    private List<HeldCertificate>? Held(Dictionary<string, JsonElement> fields)
    {
        if (!fields.TryGetValue("held", out var value)) return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostHeld)
        {
            Fault("held", $"held must be a list of at most {MostHeld} entries, as [{{\"code\": \"SAA-C03\", \"date\": \"2025-05-01\"}}].");
            return null;
        }
        List<HeldCertificate> held = [];
        var i = 0;
        foreach (var entry in value.EnumerateArray())
        {
            var at = $"held[{i++}]";
            if (entry.ValueKind != JsonValueKind.Object) { Fault(at, $"{at} must be an object with code and date."); continue; }
            var parts = Fields(entry, at + ".", ["code", "date"]);
            var code = parts.TryGetValue("code", out var codeValue) && codeValue.ValueKind == JsonValueKind.String ? codeValue.GetString()! : null;
            var date = parts.TryGetValue("date", out var dateValue) && dateValue.ValueKind == JsonValueKind.String
                && DateOnly.TryParseExact(dateValue.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
            if (code is null) Fault(at + ".code", $"{at}.code must be the code of an exam, as SAA-C03.");
            else if (!Knows(code)) Fault(at + ".code", $"{at}.code must be an exam of the catalog, not '{Quoted(code)}'; it has {string.Join(", ", register.Certifications.Select(exam => exam.Code))}.");
            if (date is null) Fault(at + ".date", $"{at}.date must be a date such as 2025-05-01.");
            if (code is not null && date is not null && Knows(code)) held.Add(new(code, date.Value));
        }
        return held;
    }

    private Dictionary<string, double>? PassChance(Dictionary<string, JsonElement> fields)
    {
        if (!fields.TryGetValue("passChance", out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number)
            return Chance(value, "passChance") is { } chance ? new() { [Person.EveryExam] = chance } : null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault("passChance", $"passChance must be a chance from 0.01 to 1, or an object of exam codes and chances, not {Kind(value)}.");
            return null;
        }
        Dictionary<string, double> chances = [];
        foreach (var property in value.EnumerateObject())
        {
            var name = $"passChance.{Quoted(property.Name)}";
            if (property.Name != Person.EveryExam && !Knows(property.Name)) Fault(name, $"{name} must name an exam of the catalog; it has {string.Join(", ", register.Certifications.Select(exam => exam.Code))}.");
            else if (Chance(property.Value, name) is { } chance) chances[property.Name] = chance;
        }
        return chances;
    }

    private double? Chance(JsonElement value, string name)
    {
        if (NumberOf(value, name) is not { } chance) return null;
        if (chance is >= 0.01 and <= 1) return chance;
        var percent = chance is > 1 and <= 100 ? string.Create(CultureInfo.InvariantCulture, $"; for {chance} % write {chance / 100}") : "";
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"{name} must be a chance from 0.01 to 1, not {chance}{percent}."));
        return null;
    }

    private List<AssumptionEdit>? Edits(Dictionary<string, JsonElement> fields)
    {
        if (!fields.TryGetValue(Assumptions, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Object) { Fault(Assumptions, $"{Assumptions} must be an object with {string.Join(", ", facts.Groups)}."); return null; }
        List<(int Place, AssumptionEdit Edit)> edits = [];      // in the order of the facts, so that equal changes are equal texts
        var groups = Fields(value, Assumptions + ".", facts.Groups);
        foreach (var group in facts.Groups.Where(groups.ContainsKey))
        {
            var at = $"{Assumptions}.{group}";
            if (groups[group].ValueKind != JsonValueKind.Object) { Fault(at, $"{at} must be an object of assumptions and values."); continue; }
            var known = facts.Group(group).ToList();
            HashSet<string> seen = [];
            foreach (var property in groups[group].EnumerateObject())
            {
                var name = $"{at}.{Quoted(property.Name)}";
                if (!seen.Add(property.Name)) Fault(name, $"{name} stands twice.");
                else if (known.FirstOrDefault(assumption => assumption.Id == property.Name) is not { } assumption) Fault(name, $"{name} is no assumption{Elsewhere(property.Name, known)}.");
                else if (Edit(property.Value, name, assumption) is { } spread && spread != assumption.Value) edits.Add((known.IndexOf(assumption), new(group, assumption.Id, spread)));
            }
        }
        return edits.Count > 0 ? [.. facts.Groups.SelectMany(group => edits.Where(entry => entry.Edit.Group == group).OrderBy(entry => entry.Place)).Select(entry => entry.Edit)] : null;
    }

    private string Elsewhere(string id, IReadOnlyList<Assumption> known)
    {
        var groups = facts.Groups.Where(group => facts.Group(group).Any(assumption => assumption.Id == id)).ToList();
        return groups.Count > 0 ? $" here; it stands in {string.Join(" and in ", groups)}" : $"; here are {string.Join(", ", known.Select(assumption => assumption.Id))}";
    }

    private Spread? Edit(JsonElement value, string name, Assumption assumption)
    {
        double? low = null, mode = null, high = null;
        var before = _faults.Count;
        if (value.ValueKind == JsonValueKind.Object)
        {
            var parts = Fields(value, name + ".", ["low", "mode", "high"]);
            double? Part(string part) => parts.TryGetValue(part, out var given) ? NumberOf(given, name) : null;
            (low, mode, high) = (Part("low"), Part("mode"), Part("high"));
        }
        else if (value.ValueKind != JsonValueKind.Null) mode = NumberOf(value, name);
        else return null;
        if (_faults.Count > before) return null;
        var spread = AssumptionRule.Read(assumption, low, mode, high, out var fault);
        if (fault is not null) Fault(name, $"{name} {fault}");
        return spread;
    }

    private bool Knows(string code) => register.ByCode.ContainsKey(code);

    private void Fault(string field, string message) => _faults.Add(new(field, message));

    private static string Quoted(string text) => string.Concat((text.Length > 40 ? text[..40] + "…" : text).Select(c => char.IsControl(c) ? ' ' : c));

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"'{Quoted(value.GetString()!)}'",
        JsonValueKind.Number => Quoted(value.GetRawText()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };
}
