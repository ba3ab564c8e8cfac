using Certus.Lab.SageMaker.Records;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.SageMaker;

/// <summary>SageMaker's control plane.</summary>
public sealed class SageMakerService(SageMakerHost host) : ILabService, IAsyncDisposable
{
    /// <summary>The tables, for opening the database before the service is made.</summary>
    public static LabSchema Tables => SageMakerSchema.Value;

    /// <inheritdoc/>
    public string Name => "sagemaker";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= new Dictionary<string, LabOperation>
    {
        ["CreateTrainingJob"] = host.Training.CreateAsync,
        ["DescribeTrainingJob"] = host.Training.DescribeAsync,
        ["ListTrainingJobs"] = host.Training.ListAsync,
        ["StopTrainingJob"] = host.Training.StopAsync,
        ["DeleteTrainingJob"] = host.Training.DeleteAsync,
        ["CreateTransformJob"] = host.Transform.CreateAsync,
        ["DescribeTransformJob"] = host.Transform.DescribeAsync,
        ["ListTransformJobs"] = host.Transform.ListAsync,
        ["StopTransformJob"] = host.Transform.StopAsync,
        ["CreateHyperParameterTuningJob"] = host.Tuning.CreateAsync,
        ["DescribeHyperParameterTuningJob"] = host.Tuning.DescribeAsync,
        ["ListHyperParameterTuningJobs"] = host.Tuning.ListAsync,
        ["ListTrainingJobsForHyperParameterTuningJob"] = host.Tuning.JobsAsync,
        ["StopHyperParameterTuningJob"] = host.Tuning.StopAsync,
        ["DeleteHyperParameterTuningJob"] = host.Tuning.DeleteAsync,
        ["CreateModel"] = host.Models.CreateAsync,
        ["DescribeModel"] = host.Models.DescribeAsync,
        ["ListModels"] = host.Models.ListAsync,
        ["DeleteModel"] = host.Models.DeleteAsync,
        ["CreateEndpointConfig"] = host.Configs.CreateAsync,
        ["DescribeEndpointConfig"] = host.Configs.DescribeAsync,
        ["ListEndpointConfigs"] = host.Configs.ListAsync,
        ["DeleteEndpointConfig"] = host.Configs.DeleteAsync,
        ["CreateEndpoint"] = host.Endpoints.CreateAsync,
        ["DescribeEndpoint"] = host.Endpoints.DescribeAsync,
        ["ListEndpoints"] = host.Endpoints.ListAsync,
        ["UpdateEndpoint"] = host.Endpoints.UpdateAsync,
        ["UpdateEndpointWeightsAndCapacities"] = host.Endpoints.WeighAsync,
        ["DeleteEndpoint"] = host.Endpoints.DeleteAsync,
        ["CreateModelPackageGroup"] = host.Groups.CreateAsync,
        ["DescribeModelPackageGroup"] = host.Groups.DescribeAsync,
        ["ListModelPackageGroups"] = host.Groups.ListAsync,
        ["DeleteModelPackageGroup"] = host.Groups.DeleteAsync,
        ["CreateModelPackage"] = host.Packages.CreateAsync,
        ["DescribeModelPackage"] = host.Packages.DescribeAsync,
        ["ListModelPackages"] = host.Packages.ListAsync,
        ["UpdateModelPackage"] = host.Packages.UpdateAsync,
        ["DeleteModelPackage"] = host.Packages.DeleteAsync,
        ["AddTags"] = host.Tags.AddAsync,
        ["ListTags"] = host.Tags.ListAsync,
        ["DeleteTags"] = host.Tags.DeleteAsync,
        ["Search"] = host.Search.FindAsync,
        ["AssociateTrialComponent"] = host.TrialComponents.AssociateAsync,
        ["DisassociateTrialComponent"] = host.TrialComponents.DisassociateAsync,
        ["StartNotebookInstance"] = host.Notebooks.StartAsync,
        ["StopNotebookInstance"] = host.Notebooks.StopAsync,
        ["CreatePresignedNotebookInstanceUrl"] = Notebooks.LinkAsync,
        ["StartPipelineExecution"] = host.Pipelines.StartAsync,
        ["DescribePipelineExecution"] = host.Pipelines.DescribeAsync,
        ["DescribePipelineDefinitionForExecution"] = host.Pipelines.DefinitionAsync,
        ["ListPipelineParametersForExecution"] = host.Pipelines.ParametersAsync,
        ["ListPipelineExecutions"] = host.Pipelines.ListAsync,
        ["ListPipelineExecutionSteps"] = host.Pipelines.StepsAsync,
        ["StopPipelineExecution"] = host.Pipelines.StopAsync,
        ["CreateModelCard"] = host.Cards.CreateAsync,
        ["DescribeModelCard"] = host.Cards.DescribeAsync,
        ["UpdateModelCard"] = host.Cards.UpdateAsync,
        ["ListModelCards"] = host.Cards.ListAsync,
        ["ListModelCardVersions"] = host.Cards.VersionsAsync,
        ["DeleteModelCard"] = host.Cards.DeleteAsync,
    }.Concat(host.Records.Operations).ToDictionary();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => host.StartAsync(cancel);

    /// <inheritdoc/>
    public Task ResetAsync(CancellationToken cancel) => host.ClearAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => host.DisposeAsync();
}
