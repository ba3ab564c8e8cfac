using Certus.Catalog;
using Certus.Content.Yaml;

namespace Certus.Content;

/// <summary>Reads <c>catalog/services.yaml</c>.</summary>
internal static class ServicesReader
{
    public static (IReadOnlyList<(Service Service, int Line)> Services, IReadOnlyList<string> NotServices) Read(YamlNode? node, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The service register") is not { } file) return ([], []);
        var notServices = file.Texts("notServices", false).Select(entry => entry.Text).ToList();
        List<(Service, int)> services = [];
        HashSet<string> names = [.. notServices];
        foreach (var fields in file.Maps("services"))
        {
            var name = fields.Text("name");
            var shorts = fields.Texts("short", false);
            var former = fields.Texts("former", false);
            var (partOf, state, since, instead) = (fields.Text("partOf", false), fields.Word<ServiceState>("state"), fields.Date("since", false), fields.Text("useInstead", false));
            var fact = CatalogReader.FactOf(fields);
            fields.Done();
            foreach (var (text, line) in shorts.Concat(former).Prepend((Text: name ?? "", Line: fields.LineOf("name"))))
                if (text.Length > 0 && !names.Add(text)) complaints.Error(line, $"the name '{text}' stands twice.");
            if (state is ServiceState.Closed or ServiceState.Retired && since is null) complaints.Error(fields.LineOf("state"), "a closed or retired service needs 'since'.");
            if (state is ServiceState.Open && since is not null) complaints.Error(fields.LineOf("since"), "an open service has no 'since'.");
            if (name is not null && state is not null)
                services.Add((new(name, [.. shorts.Select(entry => entry.Text)], [.. former.Select(entry => entry.Text)], partOf, state.Value, since, instead, fact), fields.Line));
        }
        file.Done();
        var known = services.Select(entry => entry.Item1.Name).ToHashSet();
        foreach (var (service, line) in services.Where(entry => entry.Item1.PartOf is { } whole && !known.Contains(whole)))
            complaints.Error(line, $"'{service.PartOf}', which '{service.Name}' is part of, is not in the register.");
        return (services, notServices);
    }
}
