using Certus.Lab.Iam.Policies;

namespace Certus.Lab.Tests.Iam.Policies;

/// <summary>Which bucket policies are public; the examples of the S3 User Guide among them.</summary>
public sealed class PublicAccessTests
{
    [Theory]
    [InlineData("\"*\"", "{}", true)]
    [InlineData("{\"AWS\":\"*\"}", "{}", true)]
    [InlineData("{\"AWS\":[\"123456789012\",\"*\"]}", "{}", true)]
    [InlineData("{\"AWS\":\"999999999999\"}", "{}", false)]
    [InlineData("{\"Service\":\"cloudtrail.amazonaws.com\"}", "{}", false)]
    [InlineData("\"*\"", """{"StringLike":{"aws:SourceVpc":"vpc-*"}}""", true)]
    [InlineData("\"*\"", """{"StringEquals":{"aws:SourceVpc":"vpc-91237329"}}""", false)]
    [InlineData("\"*\"", """{"StringNotEquals":{"aws:SourceVpc":"vpc-91237329"}}""", true)]
    [InlineData("\"*\"", """{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-91237329"}}""", true)]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", false)]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","0.0.0.0/1"]}}""", true)]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"2001:db8::/31"}}""", true)]
    [InlineData("\"*\"", """{"Bool":{"aws:SecureTransport":"true"}}""", true)]
    [InlineData("\"*\"", """{"StringEquals":{"aws:userid":"${aws:username}"}}""", true)]
    [InlineData("\"*\"", """{"StringLike":{"aws:userid":"AROAEXAMPLE:*"}}""", true)]
    [InlineData("\"*\"", """{"StringEquals":{"aws:PrincipalOrgID":"o-1234567890"}}""", false)]
    [InlineData("\"*\"", """{"ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-west-2:123456789012:accesspoint/*"}}""", false)]
    public void A_statement_is_public_unless_it_holds_callers_to_fixed_values(string principal, string condition, bool isPublic) =>
        Assert.Equal(isPublic, PublicAccess.IsPublic(Policy("Allow", principal, condition)));

    [Fact]
    public void A_deny_is_never_public() => Assert.False(PublicAccess.IsPublic(Policy("Deny", "\"*\"", "{}")));

    [Fact]
    public void One_public_statement_makes_the_policy_public()
    {
        var guarded = Policy("Allow", "{\"AWS\":\"999999999999\"}", "{}").Statements;

        Assert.True(PublicAccess.IsPublic(new PolicyDocument(PolicyDocument.Current, [.. guarded, .. Policy("Allow", "\"*\"", "{}").Statements])));
    }

    private static PolicyDocument Policy(string effect, string principal, string condition) =>
        PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Principal":{{principal}},"Action":"s3:PutObject","Resource":"arn:aws:s3:::data/*","Condition":{{condition}}}]}""", PolicyKind.Bucket);
}
