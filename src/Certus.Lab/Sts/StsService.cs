using Certus.Lab.Iam;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Sts;

/// <summary>STS: who am I, and keys for a while.</summary>
public sealed class StsService(LabDatabase database, Access access) : ILabService
{
    /// <inheritdoc/>
    public string Name => "sts";

    /// <summary>None: sessions are credentials, which IAM keeps.</summary>
    public LabSchema? Schema => null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations { get; } = new Dictionary<string, LabOperation>(StringComparer.Ordinal)
    {
        ["GetCallerIdentity"] = (call, _) => new(database.Read(connection => CallerIdentity.Get(connection, call))),
        ["GetAccessKeyInfo"] = (call, _) => new(CallerIdentity.Account()),
        ["AssumeRole"] = async (call, cancel) => await AssumedRoles.AssumeAsync(database, access, call, cancel),
        ["GetSessionToken"] = async (call, cancel) => await database.WriteAsync(connection => SessionTokens.Get(connection, call), cancel),
        ["AssumeRoleWithWebIdentity"] = (_, _) => throw Sessions.NoProvider("OpenIDConnect"),
        ["AssumeRoleWithSAML"] = (_, _) => throw Sessions.NoProvider("SAML"),
        ["DecodeAuthorizationMessage"] = (_, _) => throw new AwsException("InvalidAuthorizationMessageException", "Message is not valid: refusals of the sandbox say their reason and encode nothing."),
    };
}
