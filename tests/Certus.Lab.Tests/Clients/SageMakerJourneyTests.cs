using Certus.Lab.Tests.Server;

namespace Certus.Lab.Tests.Clients;

/// <summary>The whole way with a real client, over the wire.</summary>
public sealed class SageMakerJourneyTests
{
    [Fact]
    public async Task A_learner_trains_deploys_invokes_and_transforms_with_boto3()
    {
        await using var sandbox = await Sandbox.StartAsync();

        var said = await PythonScript.RunAsync("sagemaker_journey.py", sandbox.Server.Endpoint, TestContext.Current.CancellationToken);

        Assert.Contains("trees: AUC", said, StringComparison.Ordinal);
        Assert.Contains("linear: AUC", said, StringComparison.Ordinal);
        Assert.Empty(sandbox.Trouble);
    }
}
