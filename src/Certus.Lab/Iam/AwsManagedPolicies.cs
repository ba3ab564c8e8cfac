using System.Collections.Frozen;
using System.Text.Json;

namespace Certus.Lab.Iam;

/// <summary>The policies of AWS that the labs and common tutorials attach; each a file in Managed/, written from AWS's Managed Policy Reference.</summary>
/// <remarks>Those of whole services are as documented; long ones keep only the statements about services that the sandbox has (each file says so and when).</remarks>
public static class AwsManagedPolicies
{
    private static readonly Lazy<FrozenDictionary<string, AwsManagedPolicy>> Kept = new(() => Read().ToFrozenDictionary(policy => policy.Arn, StringComparer.Ordinal));

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<AwsManagedPolicy> All => [.. Kept.Value.Values.OrderBy(policy => policy.Name, StringComparer.Ordinal)];

    /// <summary>One by its ARN.</summary>
    /// <returns>Null where the sandbox has none of that ARN.</returns>
    public static AwsManagedPolicy? Find(string arn) =>
        arn.StartsWith("arn:aws:iam::aws:policy/", StringComparison.Ordinal) ? Kept.Value.GetValueOrDefault(arn) : null;

    private static IEnumerable<AwsManagedPolicy> Read()
    {
        var assembly = typeof(AwsManagedPolicies).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Iam.Managed.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var file = JsonDocument.Parse(stream);
            var root = file.RootElement;
            yield return new(root.GetProperty("name").GetString()!, root.GetProperty("path").GetString()!, root.GetProperty("description").GetString()!, root.GetProperty("document").GetRawText(),
                root.GetProperty("version").GetInt32(), root.GetProperty("created").GetDateTimeOffset(), root.GetProperty("edited").GetDateTimeOffset());
        }
    }
}
