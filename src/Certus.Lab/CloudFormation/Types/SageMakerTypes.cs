using System.Text.Json.Nodes;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>Models, endpoint configurations, endpoints and what else of SageMaker a stack may have; Ref gives their ARNs.</summary>
internal static class SageMakerTypes
{
    public static IReadOnlyList<ResourceType> All { get; } =
    [
        new PlainType("AWS::SageMaker::Model", "sagemaker", "Model", "ModelName") { Answered = "ModelArn" },
        new PlainType("AWS::SageMaker::EndpointConfig", "sagemaker", "EndpointConfig", "EndpointConfigName") { Answered = "EndpointConfigArn" },
        new EndpointType(),
        new NotebookType(),
        new PlainType("AWS::SageMaker::NotebookInstanceLifecycleConfig", "sagemaker", "NotebookInstanceLifecycleConfig", "NotebookInstanceLifecycleConfigName", "OnCreate", "OnStart") { Answered = "NotebookInstanceLifecycleConfigArn" },
        new PlainType("AWS::SageMaker::CodeRepository", "sagemaker", "CodeRepository", "CodeRepositoryName", "GitConfig") { Answered = "CodeRepositoryArn" },
        new PlainType("AWS::SageMaker::ModelPackageGroup", "sagemaker", "ModelPackageGroup", "ModelPackageGroupName") { Answered = "ModelPackageGroupArn" },
    ];

    /// <summary>An endpoint is there when its model answers; one whose model can't be loaded fails with its own reason.</summary>
    private sealed class EndpointType : PlainType
    {
        public EndpointType() : base("AWS::SageMaker::Endpoint", "sagemaker", "Endpoint", "EndpointName", "EndpointConfigName", "DeploymentConfig") => Answered = "EndpointArn";

        protected override async Task SettleAsync(ResourceWork work, string name, CancellationToken cancel)
        {
            var endpoint = await work.UntilAsync(stop => work.CallAsync("sagemaker", "DescribeEndpoint", new() { ["EndpointName"] = name }, stop),
                now => (string?)now["EndpointStatus"] is not ("Creating" or "Updating" or "SystemUpdating" or "RollingBack"), cancel);
            if ((string?)endpoint["EndpointStatus"] != "InService" || endpoint["FailureReason"] is not null)
                throw CloudFormationNames.Invalid($"Endpoint {name} is {endpoint["EndpointStatus"]}: {(string?)endpoint["FailureReason"] ?? "it is not in service"}");
        }
    }

    /// <summary>A notebook instance is changed and deleted while it is stopped.</summary>
    private sealed class NotebookType : PlainType
    {
        public NotebookType() : base("AWS::SageMaker::NotebookInstance", "sagemaker", "NotebookInstance", "NotebookInstanceName",
            "InstanceType", "RoleArn", "LifecycleConfigName", "VolumeSizeInGB", "DefaultCodeRepository", "AdditionalCodeRepositories", "AcceleratorTypes", "RootAccess", "InstanceMetadataServiceConfiguration") => Answered = "NotebookInstanceArn";

        public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
        {
            JsonObject name = new() { ["NotebookInstanceName"] = NameOf(work) };
            var runs = await StopAsync(work, name, cancel);
            try
            {
                await base.UpdateAsync(work, before, cancel);
            }
            finally
            {
                if (runs) await work.CallAsync("sagemaker", "StartNotebookInstance", name.DeepClone().AsObject(), cancel);
            }
        }

        protected override JsonObject Change(ResourceWork work, JsonObject before)
        {
            var change = base.Change(work, before);
            foreach (var (property, flag) in new[] { ("LifecycleConfigName", "DisassociateLifecycleConfig"), ("AcceleratorTypes", "DisassociateAcceleratorTypes"), ("DefaultCodeRepository", "DisassociateDefaultCodeRepository"), ("AdditionalCodeRepositories", "DisassociateAdditionalCodeRepositories") })
                if (before[property] is not null && work.Properties[property] is null) change[flag] = true;
            return change;
        }

        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel)
        {
            await StopAsync(work, new() { ["NotebookInstanceName"] = NameOf(work) }, cancel);
            await base.DeleteAsync(work, cancel);
        }

        private static async Task<bool> StopAsync(ResourceWork work, JsonObject name, CancellationToken cancel)
        {
            Task<JsonObject> Describe(CancellationToken stop) => work.CallAsync("sagemaker", "DescribeNotebookInstance", name.DeepClone().AsObject(), stop);
            if ((string?)(await Describe(cancel))["NotebookInstanceStatus"] != "InService") return false;
            await work.CallAsync("sagemaker", "StopNotebookInstance", name.DeepClone().AsObject(), cancel);
            await work.UntilAsync(Describe, now => (string?)now["NotebookInstanceStatus"] is "Stopped" or "Failed", cancel);
            return true;
        }
    }
}
