using Certus.Lab.SageMaker.Endpoints;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.SageMaker;

/// <summary>SageMaker's runtime: endpoints are asked.</summary>
public sealed class SageMakerRuntimeService(SageMakerHost host) : ILabService
{
    /// <inheritdoc/>
    public string Name => "sagemaker-runtime";

    /// <inheritdoc/>
    public LabSchema? Schema => null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= new Dictionary<string, LabOperation>
    {
        ["InvokeEndpoint"] = host.Invocations.InvokeAsync,
        ["InvokeEndpointAsync"] = Invocations.InvokeLaterAsync,
    };
}
