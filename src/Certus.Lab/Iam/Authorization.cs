using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Iam;

/// <summary>The door of every service: does a call's work for a caller who may, refuses the others in AWS's words.</summary>
public sealed class Authorization(LabDatabase database, Access access, ObjectStore objects)
{
    // What everybody who signed may ask, and what decides for itself (AssumeRole by the role's trust policy).
    private static readonly string[] Free = ["GetCallerIdentity", "GetSessionToken", "GetAccessKeyInfo", "AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"];

    private readonly S3Authorization _s3 = new(access, objects);

    /// <summary>Runs a call.</summary>
    /// <exception cref="AwsException">The caller may not, or the work refuses.</exception>
    public ValueTask<LabAnswer> RunAsync(LabCall call, LabOperation work, CancellationToken cancel)
    {
        if (call.Service == "s3") return _s3.RunAsync(call, work, cancel);
        if (call.Caller.Arn != IamNames.Root) Check(call);
        return work(call, cancel);
    }

    private void Check(LabCall call)
    {
        if (call.Service == "sts" && Free.Contains(call.Operation)) return;
        var inXml = call.Service is "iam" or "sts" or "cloudwatch" or "cloudformation";
        if (call.Caller.IsAnonymous)
            throw inXml ? new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403) : new AwsException("MissingAuthenticationTokenException", "Missing Authentication Token");
        var code = inXml ? "AccessDenied" : "AccessDeniedException";
        var context = RequestContext.Of(call);
        var (action, resource) = database.Read(connection => ServiceActions.Of(connection, call));
        var decision = access.Decide(call.Caller, action, resource, null, context);
        if (!decision.Allowed) throw Access.Refusal(call.Caller.Arn, action, resource, decision, code);
        foreach (var role in ServiceActions.PassedRoles(call))
        {
            context["iam:PassedToService"] = [$"{call.Service.Split('-')[0]}.amazonaws.com"];
            var pass = access.Decide(call.Caller, "iam:PassRole", role, null, context);
            if (!pass.Allowed) throw Access.Refusal(call.Caller.Arn, "iam:PassRole", role, pass, code);
        }
    }
}
