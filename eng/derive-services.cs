// Derives src/Certus.Lab/Protocols/Descriptions from the service models that botocore publishes (Apache-2.0):
//   dotnet run eng/derive-services.cs -- BOTOCORE_DATA_DIR VERSION COMMIT
// Facts only: names, types, places on the wire, limits, error codes. No prose is taken over.
#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

if (args is not [var data, var version, var commit])
{
    Console.Error.WriteLine("Use: dotnet run eng/derive-services.cs -- BOTOCORE_DATA_DIR VERSION COMMIT");
    return 2;
}

string[] services = ["s3", "sagemaker", "sagemaker-runtime", "sts", "iam", "logs", "cloudwatch", "kinesis", "firehose", "glue", "athena", "cloudformation"];
var target = Path.Combine("src", "Certus.Lab", "Protocols", "Descriptions");
if (!Directory.Exists(target))
{
    Console.Error.WriteLine($"{target} is not here: run this at the repository's root.");
    return 2;
}
foreach (var service in services)
{
    var newest = Directory.GetDirectories(Path.Combine(data, service)).Order(StringComparer.Ordinal).Last();
    var model = JsonNode.Parse(File.ReadAllText(Path.Combine(newest, "service-2.json")))!.AsObject();
    var path = Path.Combine(target, service + ".json");
    File.WriteAllText(path, Describe(service, model, $"botocore {version} ({commit})"));
    Console.WriteLine($"{path}: {new FileInfo(path).Length / 1024} KB");
}
return 0;

static string Describe(string service, JsonObject model, string source)
{
    var metadata = model["metadata"]!.AsObject();
    var head = new JsonObject { ["service"] = service, ["source"] = source };
    foreach (var fact in new[] { "apiVersion", "serviceId", "endpointPrefix", "signingName", "targetPrefix", "jsonVersion", "xmlNamespace" })
        Copy(metadata, head, fact, fact);
    // Models from before "protocols" name one only.
    head["protocols"] = metadata["protocols"]?.DeepClone() ?? new JsonArray(metadata["protocol"]!.DeepClone());
    if (metadata.ContainsKey("awsQueryCompatible")) head["queryCompatible"] = true;

    var shapes = model["shapes"]!.AsObject();
    var used = new SortedSet<string>(StringComparer.Ordinal);
    var operations = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
    foreach (var (name, operation) in model["operations"]!.AsObject())
    {
        operations[name] = Operation(operation!.AsObject());
        Use((string?)operation["input"]?["shape"]);
        Use((string?)operation["output"]?["shape"]);
        foreach (var error in operation["errors"] as JsonArray ?? []) Use((string?)error!["shape"]);
    }
    // An error that no operation names may still be answered by any of them.
    foreach (var (name, shape) in shapes)
        if (shape!["exception"] is not null) Use(name);

    void Use(string? name)
    {
        if (name is null || !used.Add(name)) return;
        var shape = shapes[name]!;
        foreach (var (_, member) in shape["members"] as JsonObject ?? []) Use((string?)member!["shape"]);
        foreach (var part in new[] { "member", "key", "value" }) Use((string?)shape[part]?["shape"]);
    }

    // One operation and one shape a line, so that a new version of a model reads as a short difference.
    var text = new StringBuilder("{\n");
    foreach (var (name, value) in head) text.Append($"{Text(name)}:{Text(value)},\n");
    text.Append("\"operations\":{\n").AppendJoin(",\n", operations.Select(o => $"{Text(o.Key)}:{Text(o.Value)}")).Append("\n},\n\"shapes\":{\n");
    text.AppendJoin(",\n", used.Select(name => $"{Text(name)}:{Text(Shape(shapes[name]!.AsObject()))}")).Append("\n}\n}\n");
    return text.ToString();
}

static JsonObject Operation(JsonObject from)
{
    var to = new JsonObject();
    var http = from["http"]!.AsObject();
    if ((string?)http["method"] != "POST") to["method"] = http["method"]!.DeepClone();
    if ((string?)http["requestUri"] != "/") to["uri"] = http["requestUri"]!.DeepClone();
    if (http["responseCode"] is { } status && (int)status != 200) to["status"] = status.DeepClone();
    if (from["input"] is JsonObject input)
    {
        Copy(input, to, "shape", "input");
        Copy(input, to, "locationName", "inputName");
        if (input["xmlNamespace"] is { } space) to["inputNamespace"] = Namespace(space);
    }
    if (from["output"] is JsonObject output)
    {
        Copy(output, to, "shape", "output");
        Copy(output, to, "resultWrapper", "wrapper");
    }
    if (from["errors"] is JsonArray { Count: > 0 } errors)
        to["errors"] = new JsonArray([.. errors.Select(e => e!["shape"]!.DeepClone())]);
    if (from["endpoint"]?["hostPrefix"] is { } prefix) to["hostPrefix"] = prefix.DeepClone();
    if (from["httpChecksum"] is JsonObject checksum)
    {
        Copy(checksum, to, "requestAlgorithmMember", "checksumMember");
        if ((bool?)checksum["requestChecksumRequired"] == true) to["checksumRequired"] = true;
        Copy(checksum, to, "requestValidationModeMember", "checksumMode");
    }
    if ((bool?)from["deprecated"] == true) to["deprecated"] = true;
    return to;
}

static JsonObject Shape(JsonObject from)
{
    var to = new JsonObject();
    foreach (var fact in new[] { "type", "required", "min", "max", "pattern", "enum", "flattened", "payload", "locationName", "timestampFormat", "union", "document", "sensitive", "eventstream", "event", "exception", "fault", "xmlOrder" })
        if (from[fact] is not JsonValue { } flag || !(flag.TryGetValue<bool>(out var set) && !set)) Copy(from, to, fact, fact);
    if (from["xmlNamespace"] is { } space) to["xmlNamespace"] = Namespace(space);
    if (from["error"] is JsonObject error)
    {
        Copy(error, to, "code", "code");
        Copy(error, to, "httpStatusCode", "status");
    }
    if (from["members"] is JsonObject { Count: > 0 } members)
        to["members"] = new JsonObject(members.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, Reference(m.Value!.AsObject()))));
    foreach (var part in new[] { "member", "key", "value" })
        if (from[part] is JsonObject reference) to[part] = Reference(reference);
    return to;
}

// Most members are a shape and nothing else: those are its name alone.
static JsonNode Reference(JsonObject from)
{
    var to = new JsonObject();
    foreach (var fact in new[] { "shape", "location", "locationName", "flattened", "streaming", "xmlAttribute", "timestampFormat", "idempotencyToken", "jsonvalue", "hostLabel", "eventpayload", "eventheader" })
        if (from[fact] is not JsonValue { } flag || !(flag.TryGetValue<bool>(out var set) && !set)) Copy(from, to, fact, fact);
    if (from["xmlNamespace"] is { } space) to["xmlNamespace"] = Namespace(space);
    return to.Count == 1 ? to["shape"]!.DeepClone() : to;
}

static JsonNode Namespace(JsonNode from) => from is JsonObject { } parts
    ? parts["prefix"] is { } prefix ? new JsonObject { ["uri"] = parts["uri"]!.DeepClone(), ["prefix"] = prefix.DeepClone() } : parts["uri"]!.DeepClone()
    : from.DeepClone();

static void Copy(JsonObject from, JsonObject to, string name, string newName)
{
    if (from[name] is { } value) to[newName] = value.DeepClone();
}

static string Text(object? value) => value switch
{
    JsonNode node => node.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
    string text => JsonSerializer.Serialize(text),
    _ => "null",
};
