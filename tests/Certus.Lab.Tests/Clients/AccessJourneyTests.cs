using Certus.Lab.Tests.Server;

namespace Certus.Lab.Tests.Clients;

/// <summary>Users, roles and bucket policies with boto3, over the wire, signatures verified.</summary>
public sealed class AccessJourneyTests
{
    [Fact]
    public async Task A_data_scientist_may_with_boto3_what_its_policies_say_and_no_more()
    {
        await using var sandbox = await Sandbox.StartAsync(options => options with { Strict = true });

        var said = await PythonScript.RunAsync("access_journey.py", sandbox.Server.Endpoint, TestContext.Current.CancellationToken);

        Assert.Equal("done", said.Trim());
        Assert.Empty(sandbox.Trouble);
    }
}
