using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation;

/// <summary>Templates: given back, looked through.</summary>
internal sealed class Templates(StackStore store, TemplateSource texts)
{
    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Text("ChangeSetName") is not null) throw CloudFormationNames.Invalid("The sandbox has no change sets.");
        var stack = store.Require(call.Caller.Region, call.Required("StackName"));
        return new(new JsonObject { ["TemplateBody"] = stack.Template, ["StagesAvailable"] = new JsonArray("Original", "Processed") });
    }

    public async ValueTask<LabAnswer> ValidateAsync(LabCall call, CancellationToken cancel)
    {
        var template = Template.Read(await texts.ReadAsync(call, cancel));
        var answer = Described(template, "DefaultValue");
        foreach (var parameter in (JsonArray)answer["Parameters"]!) ((JsonObject)parameter!).Remove("ParameterType");
        return answer;
    }

    public async ValueTask<LabAnswer> SummarizeAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Text("StackSetName") is not null) throw CloudFormationNames.Invalid("The sandbox has no stack sets.");
        var template = Template.Read(call.Text("StackName") is { } named ? store.Require(call.Caller.Region, named).Template : await texts.ReadAsync(call, cancel));
        var answer = Described(template, "DefaultValue");
        answer["ResourceTypes"] = new JsonArray([.. template.Resources.Select(resource => resource.Type).Distinct().Select(type => (JsonNode)type)]);
        answer["Version"] = "2010-09-09";
        return answer;
    }

    private static JsonObject Described(Template template, string byDefault)
    {
        JsonObject answer = new()
        {
            ["Parameters"] = new JsonArray([.. template.Parameters.Select(parameter =>
            {
                JsonObject shown = new() { ["ParameterKey"] = parameter.Name, ["ParameterType"] = parameter.Type, ["NoEcho"] = parameter.NoEcho };
                if (parameter.Default is { } value) shown[byDefault] = value;
                if (parameter.Text("Description") is { } description) shown["Description"] = description;
                return (JsonNode)shown;
            })]),
        };
        if (template.Description is { } words) answer["Description"] = words;
        if (template.Capability is { } capability) (answer["Capabilities"], answer["CapabilitiesReason"]) = (new JsonArray(capability), template.CapabilityReason);
        return answer;
    }
}
