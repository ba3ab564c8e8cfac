using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation;

/// <summary>A template, read and found sound: every reference has its target, nothing depends on itself.</summary>
internal sealed partial class Template
{
    private const int MostResources = 500, MostParameters = 200, MostOutputs = 200;

    private static readonly string[] Sections = ["AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Transform", "Hooks", "Resources", "Outputs"];

    private static readonly string[] Making = ["Parameters", "Mappings", "Conditions", "Resources", "Outputs"];

    private static readonly string[] Attributes = ["Type", "Properties", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata"];

    private readonly JsonObject _body;

    private Template(string text)
    {
        Text = text;
        _body = TemplateText.Read(text);
        if (_body.Select(section => section.Key).FirstOrDefault(name => !Sections.Contains(name)) is { } unknown) throw Malformed($"Invalid template property or properties [{unknown}]");
        foreach (var unmade in new[] { "Transform", "Rules", "Hooks" })
            if (_body[unmade] is { } value) throw Malformed($"the sandbox does no {unmade}{(value is JsonValue one ? $" ({Values.Text(one)})" : "")}.");
        if (_body["AWSTemplateFormatVersion"] is { } version && (version is not JsonValue || Values.Text(version) != "2010-09-09")) throw Malformed("Template format version not supported: the only one is 2010-09-09.");
        Parameters = [.. Section(nameof(Parameters)).Select(entry => new TemplateParameter(entry.Key, Object(entry, nameof(Parameters))))];
        foreach (var parameter in Parameters) parameter.Check();
        var declared = Section(nameof(Resources));
        if (declared.Count == 0) throw Malformed("At least one Resources member must be defined.");
        Resources = [.. declared.Select(entry => ReadResource(entry.Key, Object(entry, nameof(Resources))))];
        Refuse("resources", Resources.Count, MostResources);
        Refuse("parameters", Parameters.Count, MostParameters);
        Refuse("outputs", Outputs.Count, MostOutputs);
        CheckReferences();
        Resources = Sorted();
    }

    /// <summary>As it was sent.</summary>
    public string Text { get; }

    public string? Description => _body[nameof(Description)] is JsonValue text ? Values.Text(text) : null;

    public IReadOnlyList<TemplateParameter> Parameters { get; }

    /// <summary>What it makes, each after what it needs.</summary>
    public IReadOnlyList<TemplateResource> Resources { get; }

    public JsonObject Mappings => Section(nameof(Mappings));

    public JsonObject Conditions => Section(nameof(Conditions));

    public JsonObject Outputs => Section(nameof(Outputs));

    /// <summary>What a client must say it knows: IAM resources, and such with names of their own.</summary>
    public string? Capability => Resources.Where(resource => resource.Type.StartsWith("AWS::IAM::", StringComparison.Ordinal)).ToList() is { Count: > 0 } iam
        ? iam.Any(resource => IamNamed.Any(name => resource.Properties.ContainsKey(name) && resource.Type != "AWS::IAM::Policy")) ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM" : null;

    /// <summary>The types that need it, as AWS lists them.</summary>
    public string CapabilityReason => $"The following resource(s) require capabilities: [{string.Join(", ", Resources.Select(resource => resource.Type).Where(type => type.StartsWith("AWS::IAM::", StringComparison.Ordinal)).Distinct())}]";

    private static readonly string[] IamNamed = ["RoleName", "ManagedPolicyName", "UserName", "GroupName", "InstanceProfileName"];

    /// <exception cref="AwsException">It is no template.</exception>
    public static Template Read(string text) => new(text);

    /// <summary>Whether another template makes the same of the same parameters.</summary>
    public bool Equals(Template other) => Making.All(section => JsonNode.DeepEquals(_body[section], other._body[section]));

    private static TemplateResource ReadResource(string logical, JsonObject body)
    {
        if (!Alphanumeric().IsMatch(logical)) throw Malformed($"Resource name {logical} is non alphanumeric.");
        if (body["Type"] is not JsonValue type) throw Malformed($"[/Resources/{logical}] Every Resources object must contain a Type member.");
        if (body.Select(member => member.Key).FirstOrDefault(name => !Attributes.Contains(name)) is { } unknown) throw Malformed($"Invalid template resource property '{unknown}'");
        if (body["Properties"] is { } given and not JsonObject) throw Malformed($"[/Resources/{logical}/Properties] '{given.GetValueKind()}' values are not allowed; Properties must be an object.");
        var properties = body["Properties"]?.DeepClone().AsObject() ?? [];
        var named = body["DependsOn"] switch
        {
            null => [],
            JsonArray list => list.Select(one => Word(one, logical, "DependsOn")).ToArray(),
            var one => [Word(one, logical, "DependsOn")],
        };
        HashSet<string> needs = [.. named];
        References(properties, needs);
        return new(logical, Values.Text(type), properties, body["Condition"] is { } condition ? Word(condition, logical, "Condition") : null, named, [.. needs],
            Policy(body, logical, "DeletionPolicy"), Policy(body, logical, "UpdateReplacePolicy"), body["Metadata"]?.DeepClone());
    }

    private static string Word(JsonNode? node, string logical, string member) => node is JsonValue word ? Values.Text(word) : throw Malformed($"[/Resources/{logical}/{member}] must be a text.");

    private static string Policy(JsonObject body, string logical, string member) => body[member] is not { } policy ? "Delete" : Word(policy, logical, member) switch
    {
        "Delete" => "Delete",
        "Retain" => "Retain",
        "RetainExceptOnCreate" when member == "DeletionPolicy" => "RetainExceptOnCreate",
        var other => throw Malformed($"Unrecognized {member} {other} for resource {logical}"),
    };

    /// <summary>The logical ids and parameters that a part of a template refers to.</summary>
    private static void References(JsonNode? node, HashSet<string> found)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list) References(item, found);
                break;
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    if (key == "Ref" && map.Count == 1 && value is JsonValue name) found.Add(Values.Text(name));
                    else if (key == "Fn::GetAtt" && map.Count == 1 && Intrinsics.Attribute(value) is var (logical, _)) found.Add(logical);
                    else if (key == "Fn::Sub" && map.Count == 1 && (value is JsonArray { Count: > 0 } parts ? parts[0] : value) is JsonValue text)
                    {
                        var own = (value as JsonArray)?.ElementAtOrDefault(1) as JsonObject;
                        foreach (var variable in Intrinsics.Variables(Values.Text(text)))
                            if (own?.ContainsKey(variable) != true) found.Add(variable.Split('.')[0]);
                        References(own, found);
                    }
                    else References(value, found);
                }
                break;
        }
    }

    private void CheckReferences()
    {
        HashSet<string> known = [.. Parameters.Select(parameter => parameter.Name), .. Resources.Select(resource => resource.Logical)];
        if (Parameters.FirstOrDefault(parameter => Resources.Any(resource => resource.Logical == parameter.Name)) is { } twice) throw Malformed($"the name {twice.Name} is both a parameter's and a resource's.");
        if (Unresolved(Resources.SelectMany(resource => resource.Needs)) is { Count: > 0 } inResources) throw Malformed($"Unresolved resource dependencies [{string.Join(", ", inResources)}] in the Resources block of the template");
        HashSet<string> ofOutputs = [];
        foreach (var output in Outputs)
        {
            if (Object(output, nameof(Outputs))["Value"] is null) throw Malformed($"Every Outputs member must contain a Value object ({output.Key})");
            if (output.Value!.AsObject().TryGetPropertyValue("Export", out var export) && (export as JsonObject)?["Name"] is null) throw Malformed($"[/Outputs/{output.Key}/Export] must be an object with a Name.");
            References(output.Value, ofOutputs);
        }
        if (Unresolved(ofOutputs) is { Count: > 0 } inOutputs) throw Malformed($"Unresolved resource dependencies [{string.Join(", ", inOutputs)}] in the Outputs block of the template");
        var conditions = Resources.Select(resource => resource.Condition).Concat(Outputs.Select(output => output.Value!["Condition"] is JsonValue name ? Values.Text(name) : null));
        if (conditions.FirstOrDefault(name => name is not null && !Conditions.ContainsKey(name)) is { } missing) throw Malformed($"Unrecognized condition {missing}");

        List<string> Unresolved(IEnumerable<string> names) => [.. names.Where(name => !known.Contains(name) && !name.StartsWith("AWS::", StringComparison.Ordinal)).Distinct()];
    }

    private List<TemplateResource> Sorted()
    {
        List<TemplateResource> sorted = [];
        HashSet<string> done = [], declared = [.. Resources.Select(resource => resource.Logical)];
        var waiting = Resources.Select(resource => resource with { Needs = [.. resource.Needs.Where(declared.Contains)] }).ToList();
        while (waiting.Count > 0)
        {
            // One at a time keeps the template's own order as far as it can be kept.
            var at = waiting.FindIndex(resource => resource.Needs.All(done.Contains));
            if (at < 0) throw CloudFormationNames.Invalid($"Circular dependency between resources: [{string.Join(", ", waiting.Select(resource => resource.Logical))}]");
            sorted.Add(waiting[at]);
            done.Add(waiting[at].Logical);
            waiting.RemoveAt(at);
        }
        return sorted;
    }

    private JsonObject Section(string name) => _body[name] switch
    {
        null => [],
        JsonObject section => section,
        _ => throw Malformed($"{name} must be an object."),
    };

    private static JsonObject Object(KeyValuePair<string, JsonNode?> entry, string section) => entry.Value as JsonObject ?? throw Malformed($"[/{section}/{entry.Key}] must be an object.");

    private static void Refuse(string what, int count, int most)
    {
        if (count > most) throw Malformed($"Number of {what}, {count}, is greater than maximum allowed, {most}");
    }

    private static AwsException Malformed(string what) => CloudFormationNames.Invalid("Template format error: " + what);

    [GeneratedRegex(@"\A[A-Za-z0-9]{1,255}\z")]
    private static partial Regex Alphanumeric();
}
