using System.Text.RegularExpressions;

namespace Certus.Lab.Iam.Policies;

/// <summary>What may stand in a Principal element.</summary>
/// <remarks>Wildcards stand for everybody or not at all: a part of an ARN can't have one (IAM User Guide, "Principal element").</remarks>
internal static partial class PrincipalForm
{
    [GeneratedRegex(@"^(\*|\d{12}|arn:aws[a-z-]*:iam::\d{12}:(root|user/[\w+=,.@/-]+|role/[\w+=,.@/-]+)|arn:aws[a-z-]*:sts::\d{12}:(assumed-role|federated-user)/[\w+=,.@/-]+|A(IDA|ROA)[A-Z0-9]{12,124}|arn:aws:iam::cloudfront:user/[\w ]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Aws();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]*\.amazonaws\.com(\.cn)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Service();

    public static bool IsValid(string kind, string value) => kind switch
    {
        "AWS" => Aws().IsMatch(value),
        "Service" => value == "*" || Service().IsMatch(value),
        "CanonicalUser" => value.Length == 64 && value.All(char.IsAsciiHexDigit),
        _ => value.Length > 0,
    };
}
