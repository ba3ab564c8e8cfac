using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Server;
using Certus.Lab.State;
using Certus.Lab.Sts;

namespace Certus.Lab.Tests.Iam;

/// <summary>IAM and STS on real rows, called operation by operation.</summary>
public sealed class IamBench : TimeProvider, IAsyncDisposable
{
    /// <summary>Trusts the account and SageMaker.</summary>
    public const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012","Service":"sagemaker.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"]}]}""";

    private readonly string _directory = Directory.CreateTempSubdirectory("certus-iam-").FullName;
    private readonly LabDatabase _database;
    private readonly IamService _iam;
    private readonly StsService _sts;

    public IamBench()
    {
        _database = LabDatabase.Open(_directory, [IamService.Tables]);
        Access = new(_database, this);
        Credentials = new(_database, this);
        _iam = new(_database);
        _sts = new(_database, Access);
    }

    public Access Access { get; }

    public Credentials Credentials { get; }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Calls an operation of IAM or STS and returns its output.</summary>
    public async Task<JsonObject> CallAsync(string operation, JsonObject input, LabCaller? caller = null)
    {
        ILabService service = _iam.Operations.ContainsKey(operation) ? _iam : _sts;
        var answer = await service.Operations[operation](
            new() { Service = service.Name, Operation = operation, Input = input, Caller = caller ?? LabCaller.Root(), Now = Now, RequestId = "test" }, TestContext.Current.CancellationToken);
        return answer.Output;
    }

    /// <summary>The refusal of an operation: its code and sentence.</summary>
    public async Task<(string Code, string Message)> RefusalAsync(string operation, JsonObject input, LabCaller? caller = null)
    {
        var refusal = await Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input, caller));
        return (refusal.Code, refusal.Message);
    }

    /// <summary>A new user with a key.</summary>
    public async Task<LabCaller> UserAsync(string name)
    {
        await CallAsync("CreateUser", new() { ["UserName"] = name });
        var key = (await CallAsync("CreateAccessKey", new() { ["UserName"] = name }))["AccessKey"]!;
        return Credentials.CallerOf((string)key["AccessKeyId"]!, null, "us-east-1", "s3").Caller;
    }

    /// <summary>A new role's ARN.</summary>
    public async Task<string> RoleAsync(string name, string trust = Trust) =>
        (string)(await CallAsync("CreateRole", new() { ["RoleName"] = name, ["AssumeRolePolicyDocument"] = trust }))["Role"]!["Arn"]!;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
