namespace Certus.Lab.Iam.Policies;

/// <summary>What is asked: may this caller do this to that?</summary>
/// <param name="Caller">Who.</param>
/// <param name="Action">Such as <c>s3:GetObject</c>.</param>
/// <param name="Resource">An ARN; <c>*</c> where the action has no resource.</param>
/// <param name="Context">Condition keys, whatever their letter case, with their values.</param>
public sealed record PolicyRequest(PolicyCaller Caller, string Action, string Resource, IReadOnlyDictionary<string, IReadOnlyList<string>> Context)
{
    /// <summary>A context without keys.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> NoContext { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
}
