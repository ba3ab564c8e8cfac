using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>Notebook instances: their settings and states. No Jupyter runs behind them, and the link to one is refused.</summary>
internal sealed class Notebooks(Resources resources)
{
    private const string Config = "NotebookInstanceLifecycleConfigName";

    public static Kind LifecycleConfig { get; } = new("notebook-instance-lifecycle-config", "NotebookInstanceLifecycleConfig", "notebook instance lifecycle config", false)
    {
        Absent = (arn, _) => SageMakerNames.Invalid($"Unable to describe Notebook Instance Lifecycle Config '{arn}'. (Details: Notebook Instance Lifecycle Config does not exist.)"),
        Taken = "ValidationException", TakenWords = name => $"Unable to create Notebook Instance Lifecycle Config {name}. (Details: Notebook Instance Lifecycle Config already exists.)",
    };

    public static void Made(Resources resources, LabCall call, Resource notebook)
    {
        var body = notebook.Body;
        body["VolumeSizeInGB"] ??= 5;
        body["DirectInternetAccess"] ??= "Enabled";
        body["RootAccess"] ??= "Enabled";
        body["SecurityGroups"] = body["SecurityGroupIds"]?.DeepClone();
        if (call.Text("LifecycleConfigName") is { } config) body[Config] = config;
        body["Url"] = $"{notebook.Name}.notebook.{notebook.Region}.sagemaker.aws";
        notebook.Status = "InService";
    }

    public static void Changed(LabCall call, Resource before, Resource notebook)
    {
        Require(before, "Updating", "Stopped", "Failed");
        if (call.Text("LifecycleConfigName") is { } config) notebook.Body[Config] = config;
        foreach (var (flag, member) in new[] { ("DisassociateLifecycleConfig", Config), ("DisassociateAcceleratorTypes", "AcceleratorTypes"), ("DisassociateDefaultCodeRepository", "DefaultCodeRepository"), ("DisassociateAdditionalCodeRepositories", "AdditionalCodeRepositories") })
            if (call.Flag(flag) == true) notebook.Body.Remove(member);
    }

    public static Func<Resource, bool>? Filter(Resources resources, LabCall call)
    {
        var (config, repository, other) = (call.Text("NotebookInstanceLifecycleConfigNameContains"), call.Text("DefaultCodeRepositoryContains"), call.Text("AdditionalCodeRepositoryEquals"));
        if (config is null && repository is null && other is null) return null;
        return notebook => Contains(notebook, Config, config) && Contains(notebook, "DefaultCodeRepository", repository)
            && (other is null || (notebook.Body["AdditionalCodeRepositories"] as JsonArray ?? []).Any(one => (string?)one == other));

        static bool Contains(Resource notebook, string member, string? part) => part is null || ((string?)notebook.Body[member])?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>Refuses a step from a state it can't be taken from.</summary>
    public static void Require(Resource notebook, string to, params string[] from)
    {
        if (!from.Contains(notebook.Status)) throw SageMakerNames.Invalid($"Status ({notebook.Status}) not in ([{string.Join(", ", from)}]). Unable to transition to ({to}) for Notebook Instance ({notebook.Arn})");
    }

    public ValueTask<LabAnswer> StartAsync(LabCall call, CancellationToken cancel) => MoveAsync(call, "Pending", "InService", ["Stopped", "Failed"], cancel);

    public ValueTask<LabAnswer> StopAsync(LabCall call, CancellationToken cancel) => MoveAsync(call, "Stopping", "Stopped", ["InService"], cancel);

    private async ValueTask<LabAnswer> MoveAsync(LabCall call, string by, string to, string[] from, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, call.Required("NotebookInstanceName"));
        _ = await resources.ChangeAsync(region, Kind.NotebookInstance, name, call.Now, notebook =>
        {
            Require(notebook, by, from);
            notebook.Status = to;
        }, cancel) ?? throw SageMakerNames.Missing(region, Kind.NotebookInstance, name);
        return LabAnswer.Empty;
    }

    public static ValueTask<LabAnswer> LinkAsync(LabCall call, CancellationToken cancel) => throw SageMakerNames.NotBuilt("runs no notebooks: a notebook instance is a record here. Start Jupyter on your own machine against the sandbox's address");
}
