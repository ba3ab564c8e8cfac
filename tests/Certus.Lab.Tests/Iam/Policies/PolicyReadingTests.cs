using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using CsCheck;

namespace Certus.Lab.Tests.Iam.Policies;

/// <summary>Whatever is sent as a policy is understood or refused; nothing else happens.</summary>
public sealed class PolicyReadingTests
{
    private static readonly string[] Good =
    [
        """{"Version":"2012-10-17","Id":"i","Statement":[{"Sid":"a","Effect":"Allow","Principal":{"AWS":["123456789012","*"]},"Action":["s3:Get*"],"Resource":["arn:aws:s3:::b/*"],"Condition":{"ForAnyValue:StringLike":{"aws:TagKeys":["x",true,1]},"DateLessThan":{"aws:CurrentTime":"2026-11-23T15:00:00Z"}}}]}""",
        """{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"iam:*","NotResource":"*"}}""",
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}}""",
    ];

    [Fact]
    public void A_document_broken_anywhere_is_refused_as_AWS_refuses_and_never_otherwise() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 400], Gen.Int[0, 12], Gen.String[0, 4], Gen.Enum<PolicyKind>()).Sample((which, at, length, put, kind) =>
        {
            var text = Good[which];
            var start = Math.Min(at, text.Length);
            var broken = text[..start] + put + text[Math.Min(start + length, text.Length)..];
            try
            {
                return PolicyDocument.Parse(broken, kind).Statements.Count > 0;
            }
            catch (AwsException refused)
            {
                return refused is { Status: 400, Code: "MalformedPolicy" or "MalformedPolicyDocument", Message.Length: > 0 };
            }
        }, iter: 20_000);

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"\ud800","Action":"*","Resource":"*"}}""")]
    [InlineData("""{"Version":"2012-10-17","\ud800":1}""")]
    public void Half_a_surrogate_pair_is_no_text(string document)
    {
        foreach (var kind in Enum.GetValues<PolicyKind>())
            Assert.StartsWith("MalformedPolicy", Assert.Throws<AwsException>(() => PolicyDocument.Parse(document, kind)).Code, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Equal("MalformedPolicyDocument", Assert.Throws<AwsException>(() => PolicyDocument.Parse(new string('[', 100_000), PolicyKind.Identity)).Code);
}
