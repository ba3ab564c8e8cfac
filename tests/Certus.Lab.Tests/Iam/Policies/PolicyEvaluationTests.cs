using Certus.Lab.Iam.Policies;
using CsCheck;

namespace Certus.Lab.Tests.Iam.Policies;

/// <summary>How policies of one account are weighed together.</summary>
public sealed class PolicyEvaluationTests
{
    private static readonly PolicyCaller Ana = new("arn:aws:iam::123456789012:user/ana");
    private static readonly PolicyCaller Session = new("arn:aws:sts::123456789012:assumed-role/trainer/run") { RoleArn = "arn:aws:iam::123456789012:role/trainer" };
    private static readonly PolicyCaller Root = new("arn:aws:iam::123456789012:root");

    private static readonly NamedPolicy Reads = Identity("Reads", """{"Sid":"Read","Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::data/*"}""");
    private static readonly NamedPolicy DeniesSecret = Identity("Guard", """{"Sid":"NoSecrets","Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::data/secret/*"}""");

    [Fact]
    public void Without_a_policy_nothing_is_allowed_and_the_reason_says_so()
    {
        var decision = new PolicyEvaluation().Decide(Get(Ana, "a"));

        Assert.Equal((AccessOutcome.NotAllowedByIdentityPolicy, "it has no policy that allows s3:GetObject on arn:aws:s3:::data/a"), (decision.Outcome, decision.Reason));
    }

    [Fact]
    public void An_allow_allows_and_the_reason_names_its_statement()
    {
        var decision = new PolicyEvaluation { Identity = [Reads] }.Decide(Get(Ana, "a"));

        Assert.Equal((true, "statement Read of Reads allows s3:GetObject on arn:aws:s3:::data/a"), (decision.Allowed, decision.Reason));
    }

    [Fact]
    public void An_explicit_deny_wins_over_every_allow()
    {
        var decision = new PolicyEvaluation { Identity = [Reads, DeniesSecret], Resource = Bucket("Allow", "\"*\"") }.Decide(Get(Ana, "secret/key"));

        Assert.Equal((AccessOutcome.DeniedByIdentityPolicy, "statement NoSecrets of Guard denies s3:GetObject on arn:aws:s3:::data/secret/key"), (decision.Outcome, decision.Reason));
    }

    [Theory]
    [InlineData("\"*\"", true)]
    [InlineData("{\"AWS\":\"arn:aws:iam::123456789012:user/ana\"}", true)]
    [InlineData("{\"AWS\":\"123456789012\"}", false)]
    [InlineData("{\"AWS\":\"arn:aws:iam::123456789012:root\"}", false)]
    [InlineData("{\"AWS\":\"arn:aws:iam::123456789012:user/bob\"}", false)]
    public void A_bucket_policy_that_names_a_user_is_enough_one_that_names_its_account_is_not(string principal, bool allowed) =>
        Assert.Equal(allowed, new PolicyEvaluation { Resource = Bucket("Allow", principal) }.Decide(Get(Ana, "a")).Allowed);

    [Fact]
    public void A_boundary_limits_what_the_identity_allows_but_not_what_a_bucket_policy_gives_the_user()
    {
        var boundary = Identity("Limits", """{"Effect":"Allow","Action":"sagemaker:*","Resource":"*"}""");

        Assert.Equal(AccessOutcome.NotAllowedByBoundary, new PolicyEvaluation { Identity = [Reads], Boundary = boundary }.Decide(Get(Ana, "a")).Outcome);
        Assert.True(new PolicyEvaluation { Boundary = boundary, Resource = Bucket("Allow", "{\"AWS\":\"arn:aws:iam::123456789012:user/ana\"}") }.Decide(Get(Ana, "a")).Allowed);
        Assert.Equal(AccessOutcome.NotAllowedByBoundary, new PolicyEvaluation { Boundary = boundary, Resource = Bucket("Allow", "{\"AWS\":\"arn:aws:iam::123456789012:role/trainer\"}") }.Decide(Get(Session, "a")).Outcome);
    }

    [Fact]
    public void A_session_policy_limits_the_role() =>
        Assert.Equal(AccessOutcome.NotAllowedBySessionPolicy, new PolicyEvaluation { Identity = [Reads], Session = [Identity("s", """{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}""")] }.Decide(Get(Session, "a")).Outcome);

    [Fact]
    public void The_root_may_do_all_but_what_a_bucket_policy_denies()
    {
        Assert.True(new PolicyEvaluation().Decide(Get(Root, "a")).Allowed);
        Assert.Equal(AccessOutcome.DeniedByResourcePolicy, new PolicyEvaluation { Resource = Bucket("Deny", "\"*\"") }.Decide(Get(Root, "a")).Outcome);
    }

    [Fact]
    public void The_anonymous_get_what_is_given_to_everybody_and_nothing_else()
    {
        Assert.True(new PolicyEvaluation { Resource = Bucket("Allow", "\"*\"") }.Decide(Get(PolicyCaller.Anonymous, "a")).Allowed);
        Assert.False(new PolicyEvaluation { Resource = Bucket("Allow", "{\"AWS\":\"123456789012\"}") }.Decide(Get(PolicyCaller.Anonymous, "a")).Allowed);
        Assert.False(new PolicyEvaluation { Identity = [Reads] }.Decide(Get(PolicyCaller.Anonymous, "a")).Allowed);
    }

    [Fact]
    public void A_deny_with_NotPrincipal_spares_only_who_is_named_with_its_account()
    {
        NamedPolicy Except(string principals) => new("the bucket policy", PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":{{principals}} },"Action":"s3:*","Resource":"arn:aws:s3:::data/*"}]}""", PolicyKind.Bucket));
        var both = Except("""["arn:aws:iam::123456789012:user/ana","arn:aws:iam::123456789012:root"]""");

        Assert.True(new PolicyEvaluation { Identity = [Reads], Resource = both }.Decide(Get(Ana, "a")).Allowed);
        Assert.False(new PolicyEvaluation { Identity = [Reads], Resource = both }.Decide(Get(new("arn:aws:iam::123456789012:user/bob"), "a")).Allowed);
        Assert.False(new PolicyEvaluation { Identity = [Reads], Resource = Except("\"arn:aws:iam::123456789012:user/ana\"") }.Decide(Get(Ana, "a")).Allowed);
    }

    [Fact]
    public void A_further_deny_never_allows_and_a_further_allow_never_denies() =>
        Gen.Select(Policies, Statement, Request).Sample((statements, extra, request) =>
        {
            var before = Decide(statements, request).Allowed;
            var after = Decide([.. statements, extra], request).Allowed;
            return extra.Allows ? !before || after : before || !after;
        });

    [Fact]
    public void The_order_of_statements_and_policies_never_matters() =>
        Gen.Select(Policies, Gen.Int[0, 1000], Request).Sample((statements, seed, request) =>
        {
            var shuffled = statements.OrderBy(statement => (statement.Position * 7919 + seed) % 101).ToList();
            var split = new PolicyEvaluation { Identity = [.. shuffled.Select(statement => new NamedPolicy("one", new(PolicyDocument.Current, [statement])))] };
            return Decide(statements, request).Outcome == Decide(shuffled, request).Outcome && Decide(statements, request).Outcome == split.Decide(request).Outcome;
        });

    private static readonly Gen<PolicyStatement> Statement =
        Gen.Select(Gen.Bool, OneOf("s3:GetObject", "s3:Get*", "s3:*", "*", "S3:PUTOBJECT", "s3:?etObject"), OneOf("*", "arn:aws:s3:::data/*", "arn:aws:s3:::data/a", "arn:aws:s3:::other/*"), Gen.Bool, Gen.Bool, Gen.Int[1, 100],
            (allows, action, resource, notAction, notResource, position) => new PolicyStatement
            {
                Position = position,
                Allows = allows,
                Actions = notAction ? null : [action],
                NotActions = notAction ? [action] : null,
                Resources = notResource ? null : [resource],
                NotResources = notResource ? [resource] : null,
            });

    private static readonly Gen<List<PolicyStatement>> Policies = Statement.List[0, 6];

    private static readonly Gen<PolicyRequest> Request =
        Gen.Select(OneOf("s3:GetObject", "s3:PutObject", "s3:ListBucket"), OneOf("a", "b/c", ""), (action, key) => new PolicyRequest(Ana, action, $"arn:aws:s3:::data/{key}", PolicyRequest.NoContext));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static AccessDecision Decide(IReadOnlyList<PolicyStatement> statements, PolicyRequest request) =>
        new PolicyEvaluation { Identity = [new("all", new(PolicyDocument.Current, statements))] }.Decide(request);

    private static PolicyRequest Get(PolicyCaller caller, string key) => new(caller, "s3:GetObject", $"arn:aws:s3:::data/{key}", PolicyRequest.NoContext);

    private static NamedPolicy Identity(string name, string statement) =>
        new(name, PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", PolicyKind.Identity));

    private static NamedPolicy Bucket(string effect, string principal) =>
        new("the bucket policy", PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Principal":{{principal}},"Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}""", PolicyKind.Bucket));
}
