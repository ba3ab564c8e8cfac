using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Iam.Policies;

/// <summary>Policy documents as IAM takes and refuses them.</summary>
public sealed class IdentityPolicyTests
{
    private const string Good = """{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}""";

    [Theory]
    [InlineData("no json", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "Policy document must be version 2012-10-17 or greater.")]
    [InlineData("""{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "Policy document must be version 2012-10-17 or greater.")]
    [InlineData("""{"Version":"2013-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[]}""", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Owner":"me","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "Syntax errors in policy.")]
    public void A_document_of_the_wrong_shape_is_refused_in_the_words_of_IAM(string document, string sentence) =>
        Assert.Equal(("MalformedPolicyDocument", sentence), Refusal(document, PolicyKind.Identity));

    [Theory]
    [InlineData("""{"Effect":"Maybe","Action":"*","Resource":"*"}""", "Syntax errors in policy.")]
    [InlineData("""{"Effect":"denY","Action":"*","Resource":"*"}""", "The policy failed legacy parsing")]
    [InlineData("""{"Effect":"Allow","Action":"GetObject","Resource":"*"}""", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Effect":"Allow","Action":"s3:Get:Object","Resource":"*"}""", "Actions/Condition can contain only one colon.")]
    [InlineData("""{"Effect":"Allow","Action":"s 3:GetObject","Resource":"*"}""", "Vendor s 3 is not valid")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject"}""", "Policy statement must contain resources.")]
    [InlineData("""{"Effect":"Allow","Resource":"*"}""", "Policy statement must contain actions.")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"bucket"}""", "Resource bucket must be in ARN format or \"*\".")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"aws:s3:::bucket"}""", "Partition \"s3\" is not valid for resource \"arn:s3:::bucket:*\".")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3::bucket"}""", "The policy failed legacy parsing")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:us-east-1::bucket"}""", "Resource arn:aws:s3:us-east-1::bucket can not contain region information.")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws"}""", "Resource vendor must be fully qualified and cannot contain regexes.")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","NotAction":"s3:PutObject","Resource":"*"}""", "Syntax errors in policy.")]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}""", "Policy document should not specify a principal.")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringIs":{"a":"b"}}}""", "Syntax errors in policy.")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"2026-13-01"}}}""", "The policy failed legacy parsing")]
    public void A_statement_that_IAM_refuses_is_refused_in_its_words(string statement, string sentence) =>
        Assert.Equal(("MalformedPolicyDocument", sentence), Refusal(Document(statement), PolicyKind.Identity));

    [Fact]
    public void Two_statements_of_one_Sid_are_refused()
    {
        var twice = Good.Replace("{", "{\"Sid\":\"Same\",", StringComparison.Ordinal);

        Assert.Equal("Statement IDs (SID) in a single policy must be unique.", Refusal(Document(twice + "," + twice), PolicyKind.Identity).Message);
    }

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*"}""")]
    [InlineData("""{"Effect":"Allow","NotAction":"iam:*","NotResource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}""")]
    [InlineData("""{"Effect":"Deny","Action":["s3:*"],"Resource":["arn:aws:s3:us-west-2:123456789012:accesspoint/mine"]}""")]
    [InlineData("""{"Effect":"Allow","Action":"kms:CreateGrant","Resource":"*","Condition":{"Bool":{"kms:GrantIsForAWSResource":true},"NumericLessThan":{"s3:max-keys":10}}}""")]
    [InlineData("""{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b","Condition":{"ForAnyValue:StringEqualsIfExists":{"a":"b"}}}""")]
    public void What_IAM_takes_is_taken(string statement) => Assert.Single(PolicyDocument.Parse(Document(statement), PolicyKind.Identity).Statements);

    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole","Resource":"*"}""", "Has prohibited field Resource.")]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"s3:GetObject"}""", "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/*"},"Action":"sts:AssumeRole"}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::123456789012:user/*\"")]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole"}""", "Missing required field Principal")]
    public void A_trust_policy_names_who_may_assume_and_nothing_else(string statement, string sentence) =>
        Assert.Equal(sentence, Refusal(Document(statement), PolicyKind.Trust).Message);

    [Theory]
    [InlineData("[]", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData("{\"Statement\":", "This policy contains invalid Json")]
    [InlineData("""{"Version":"2012-10-17"}""", "Missing required field Statement")]
    [InlineData("""{"Version":"2020-10-17","Statement":[]}""", "The policy must contain a valid version string")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}""", "Missing required field Principal")]
    [InlineData("""{"Statement":[{"Effect":"allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}""", "Invalid effect: allow")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"me"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}""", "Invalid principal in policy")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ec2:Run","Resource":"arn:aws:s3:::b/*"}]}""", "Policy has invalid action")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"b/*"}]}""", "Policy has invalid resource")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringIs":{"a":"b"}}}]}""", "Invalid Condition type : StringIs")]
    public void A_bucket_policy_is_refused_in_the_words_of_S3(string document, string sentence) =>
        Assert.Equal(("MalformedPolicy", sentence), Refusal(document, PolicyKind.Bucket));

    private static string Document(string statements) => $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""";

    private static (string Code, string Message) Refusal(string document, PolicyKind kind)
    {
        var refusal = Assert.Throws<AwsException>(() => PolicyDocument.Parse(document, kind));
        return (refusal.Code, refusal.Message);
    }
}
