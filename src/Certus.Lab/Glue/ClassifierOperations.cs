using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Glue;

/// <summary>Classifiers of the learner's own: what crawlers ask before the built-in ones.</summary>
internal sealed class ClassifierOperations(LabDatabase database)
{
    private static readonly string[] Forms = ["CsvClassifier", "GrokClassifier", "JsonClassifier", "XMLClassifier"];

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var (form, input) = Form(call);
        var classifier = Thing.Make(call.Caller.Region, GlueKind.Classifier, (string)input["Name"]!, call.Now, new() { [form] = input.DeepClone() });
        Stamp(classifier.Body[form]!.AsObject(), call.Now, call.Now, 1);
        await database.WriteAsync(connection => classifier.Add(connection), cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel) =>
        new(new JsonObject { ["Classifier"] = database.Read(connection => Thing.Require(connection, call.Caller.Region, GlueKind.Classifier, call.Required("Name"))).Body });

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) =>
        new(GluePage.Of(call, "Classifiers", database.Read(connection => Thing.All(connection, call.Caller.Region, GlueKind.Classifier)), classifier => classifier.Body));

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        var (form, input) = Form(call);
        await database.WriteAsync(connection =>
        {
            var classifier = Thing.Require(connection, call.Caller.Region, GlueKind.Classifier, (string)input["Name"]!);
            if (classifier.Body[form] is not JsonObject body) throw GlueNames.Invalid($"{classifier.Name} is no {form}.");
            foreach (var (member, value) in input)
                if (value is not null) body[member] = value.DeepClone();
            Stamp(body, null, call.Now, ((long?)body["Version"] ?? 0) + 1);
            classifier.Save(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection => Thing.Require(connection, call.Caller.Region, GlueKind.Classifier, call.Required("Name")).Remove(connection), cancel);
        return LabAnswer.Empty;
    }

    private static (string Form, JsonObject Input) Form(LabCall call)
    {
        // Creating and updating have the same members under other names of the same structures.
        var given = Forms.Where(form => call.Structure(form) is not null).ToList();
        return given is [var form] ? (form, call.Structure(form)!) : throw GlueNames.Invalid($"Exactly one of {string.Join(", ", Forms)} is needed.");
    }

    private static void Stamp(JsonObject body, DateTimeOffset? created, DateTimeOffset updated, long version)
    {
        if (created is { } at) body["CreationTime"] = JsonValue.Create(at);
        body["LastUpdated"] = JsonValue.Create(updated);
        body["Version"] = version;
    }
}
