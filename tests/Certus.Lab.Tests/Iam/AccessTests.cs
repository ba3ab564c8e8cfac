using Certus.Lab.Iam;
using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using Certus.Lab.State;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Tests.Iam;

/// <summary>The face that other services ask.</summary>
public sealed class AccessTests : IAsyncDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/trainer";
    private const string Object = "arn:aws:s3:::data/train.csv";

    private readonly string _directory = Directory.CreateTempSubdirectory("certus-iam-").FullName;
    private readonly LabDatabase _database;
    private readonly Access _access;

    public AccessTests()
    {
        _database = LabDatabase.Open(_directory, [IamSchema.Schema]);
        _access = new(_database, TimeProvider.System);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_may_what_its_policies_allow_and_the_reason_says_what_it_lacks()
    {
        await AddRole();

        var before = _access.Decide(Role, "s3:GetObject", Object);
        await _database.WriteAsync(connection => Execute(connection, "INSERT INTO iam_attachment VALUES ('role', 'trainer', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess')"), Cancel);
        var after = _access.Decide(Role, "s3:GetObject", Object);

        Assert.Equal((false, $"it has no policy that allows s3:GetObject on {Object}"), (before.Allowed, before.Reason));
        Assert.True(after.Allowed);
        Assert.Equal($"no statement of its policies allows s3:PutObject on {Object}", _access.Decide(Role, "s3:PutObject", Object).Reason);
    }

    [Fact]
    public async Task The_full_access_policy_of_SageMaker_reaches_only_buckets_named_after_it()
    {
        await AddRole();
        await _database.WriteAsync(connection => Execute(connection, "INSERT INTO iam_attachment VALUES ('role', 'trainer', 'arn:aws:iam::aws:policy/AmazonSageMakerFullAccess')"), Cancel);

        Assert.False(_access.Decide(Role, "s3:GetObject", Object).Allowed);
        Assert.True(_access.Decide(Role, "s3:GetObject", "arn:aws:s3:::my-sagemaker-data/train.csv").Allowed);
        Assert.True(_access.Decide(Role, "s3:GetObject", Object, context: new Dictionary<string, string> { ["s3:ExistingObjectTag/SageMaker"] = "True" }).Allowed);
    }

    [Fact]
    public async Task A_service_may_assume_a_role_only_where_the_trust_policy_names_it()
    {
        await AddRole();

        Assert.True(_access.DecideAssume("sagemaker.amazonaws.com", Role).Allowed);
        Assert.False(_access.DecideAssume("lambda.amazonaws.com", Role).Allowed);
        Assert.False(_access.DecideAssume(IamNames.Root, Role).Allowed);
        Assert.Equal($"there is no role {Role}-2", _access.DecideAssume("sagemaker.amazonaws.com", Role + "-2").Reason);
    }

    [Fact]
    public async Task A_role_is_found_by_its_whole_ARN_only()
    {
        await AddRole();

        Assert.Equal("trainer", _access.FindRole(Role)?.Name);
        Assert.Null(_access.FindRole("arn:aws:iam::123456789012:role/other-path/trainer"));
        Assert.Null(_access.FindRole("arn:aws:iam::999999999999:role/trainer"));
        Assert.Null(_access.FindRole("trainer"));
    }

    [Fact]
    public void The_root_that_a_bucket_policy_shuts_out_can_still_take_the_policy_back()
    {
        const string Shut = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}]}""";

        Assert.False(_access.Decide(IamNames.Root, "s3:GetObject", Object, Shut).Allowed);
        Assert.True(_access.Decide(IamNames.Root, "s3:DeleteBucketPolicy", "arn:aws:s3:::data", Shut).Allowed);
    }

    [Fact]
    public void An_identity_that_does_not_exist_may_nothing() =>
        Assert.False(_access.Decide("arn:aws:iam::123456789012:user/nobody", "s3:GetObject", Object).Allowed);

    [Fact]
    public void A_refusal_is_worded_as_AWS_words_it()
    {
        var decision = _access.Decide("arn:aws:iam::123456789012:user/ana", "s3:GetObject", Object);

        var refusal = Access.Refusal("arn:aws:iam::123456789012:user/ana", "s3:GetObject", Object, decision);

        Assert.Equal(("AccessDenied", 403), (refusal.Code, refusal.Status));
        Assert.Equal($"User: arn:aws:iam::123456789012:user/ana is not authorized to perform: s3:GetObject on resource: \"{Object}\" because no identity-based policy allows the s3:GetObject action", refusal.Message);
    }

    [Fact]
    public void Every_managed_policy_of_AWS_can_be_read() =>
        Assert.All(AwsManagedPolicies.All, policy => Assert.NotEmpty(PolicyDocument.Parse(policy.Document, PolicyKind.Identity).Statements));

    private Task AddRole() => _database.WriteAsync(connection => new IamEntity(IamNames.Role, "trainer", IamNames.NewId(IamNames.Role), "/", DateTimeOffset.UnixEpoch)
    {
        Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
    }.Save(connection), Cancel);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
