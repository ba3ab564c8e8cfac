using Certus.Lab.Iam.Policies;

namespace Certus.Lab.Tests.Iam.Policies;

/// <summary>Conditions, wildcards and variables.</summary>
public sealed class PolicyConditionTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Context = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aws:username"] = ["ana"],
        ["aws:SourceIp"] = ["203.0.113.7"],
        ["aws:CurrentTime"] = ["2026-11-23T15:00:00Z"],
        ["aws:TagKeys"] = ["team", "stage"],
        ["s3:prefix"] = ["home/ana/photos"],
        ["s3:max-keys"] = ["100"],
        ["aws:SecureTransport"] = ["true"],
        ["aws:SourceArn"] = ["arn:aws:sns:us-east-1:123456789012:topic"],
    };

    [Theory]
    [InlineData("StringEquals", "aws:UserName", "ana", true)]
    [InlineData("StringEquals", "aws:username", "Ana", false)]
    [InlineData("StringEqualsIgnoreCase", "aws:username", "Ana", true)]
    [InlineData("StringEquals", "aws:username", "a*", false)]
    [InlineData("StringLike", "aws:username", "a?a", true)]
    [InlineData("StringLike", "s3:prefix", "home/${aws:username}/*", true)]
    [InlineData("StringLike", "s3:prefix", "home/${aws:userid}/*", false)]
    [InlineData("StringLike", "s3:prefix", "${aws:userid, 'home'}/ana/*", true)]
    [InlineData("StringNotLike", "s3:prefix", "home/*", false)]
    [InlineData("StringNotEquals", "missing", "x", true)]
    [InlineData("StringEquals", "missing", "x", false)]
    [InlineData("StringEqualsIfExists", "missing", "x", true)]
    [InlineData("Null", "missing", "true", true)]
    [InlineData("Null", "aws:username", "true", false)]
    [InlineData("Null", "aws:username", "false", true)]
    [InlineData("NumericLessThanEquals", "s3:max-keys", "100", true)]
    [InlineData("NumericLessThan", "s3:max-keys", "100.0", false)]
    [InlineData("NumericEquals", "s3:max-keys", "many", false)]
    [InlineData("DateGreaterThan", "aws:CurrentTime", "2026-11-23T14:59:59+00:00", true)]
    [InlineData("DateLessThan", "aws:CurrentTime", "2026", false)]
    [InlineData("DateGreaterThan", "aws:CurrentTime", "1700000000", true)]
    [InlineData("Bool", "aws:SecureTransport", "True", true)]
    [InlineData("Bool", "aws:SecureTransport", "false", false)]
    [InlineData("IpAddress", "aws:SourceIp", "203.0.113.0/24", true)]
    [InlineData("IpAddress", "aws:SourceIp", "203.0.112.0/24", false)]
    [InlineData("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", true)]
    [InlineData("IpAddress", "aws:SourceIp", "2001:db8::/32", false)]
    [InlineData("ArnLike", "aws:SourceArn", "arn:aws:sns:*:123456789012:*", true)]
    [InlineData("ArnEquals", "aws:SourceArn", "arn:aws:sns:*:123456789012:top*", true)]
    [InlineData("ArnLike", "aws:SourceArn", "arn:aws:*:topic", false)]
    [InlineData("ForAnyValue:StringEquals", "aws:TagKeys", "team", true)]
    [InlineData("ForAllValues:StringEquals", "aws:TagKeys", "team", false)]
    [InlineData("ForAllValues:StringEquals", "missing", "team", true)]
    [InlineData("ForAnyValue:StringEquals", "missing", "team", false)]
    [InlineData("ForAllValues:StringNotEquals", "aws:TagKeys", "owner", true)]
    [InlineData("ForAnyValue:StringNotEquals", "aws:TagKeys", "team", true)]
    public void An_operator_holds_as_the_IAM_User_Guide_says(string name, string key, string value, bool holds) =>
        Assert.Equal(holds, PolicyCondition.Named(name, key, [value])!.Holds(Context, variables: true));

    [Fact]
    public void One_of_several_values_is_enough_and_of_a_negated_operator_none_may_match()
    {
        Assert.True(PolicyCondition.Named("StringEquals", "aws:username", ["bob", "ana"])!.Holds(Context, true));
        Assert.False(PolicyCondition.Named("StringNotEquals", "aws:username", ["bob", "ana"])!.Holds(Context, true));
    }

    [Fact]
    public void In_a_document_of_2008_a_variable_is_plain_text() =>
        Assert.False(PolicyCondition.Named("StringLike", "s3:prefix", ["home/${aws:username}/*"])!.Holds(Context, variables: false));

    [Theory]
    [InlineData("arn:aws:s3:::data/*", "arn:aws:s3:::data/a/b", true)]
    [InlineData("arn:aws:s3:::data/*", "arn:aws:s3:::data", false)]
    [InlineData("arn:aws:s3:::data*", "arn:aws:s3:::data-2/a:b", true)]
    [InlineData("arn:aws:s3:::Data/*", "arn:aws:s3:::data/a", false)]
    [InlineData("arn:aws:s3:::d?ta", "arn:aws:s3:::data", true)]
    [InlineData("arn:aws:s3", "arn:aws:s3:::data/a", true)]
    [InlineData("arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:role/service-role/x", true)]
    [InlineData("arn:aws:s3:::data/${aws:username}/*", "arn:aws:s3:::data/ana/x", true)]
    [InlineData("arn:aws:s3:::data/${*}", "arn:aws:s3:::data/x", false)]
    [InlineData("arn:aws:s3:::data/${*}", "arn:aws:s3:::data/*", true)]
    [InlineData("*", "arn:aws:s3:::data", true)]
    public void An_ARN_pattern_matches_segment_by_segment(string pattern, string arn, bool matches) =>
        Assert.Equal(matches, PolicyPattern.MatchesArn(pattern, arn, Context));

    [Fact]
    public void Many_stars_take_no_time_to_speak_of()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 500));

        Assert.False(PolicyPattern.Matches(pattern + "b", new string('a', 2000), null));
    }
}
