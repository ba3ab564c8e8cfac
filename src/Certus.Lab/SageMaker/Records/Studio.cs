using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>Studio: domains, their user profiles and spaces. They are records; no app runs in them.</summary>
internal static class Studio
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static Kind Domain { get; } = new("domain", "Domain", "domain", false) { Absent = (_, id) => NotFound($"Domain [{id}] does not exist.") };

    public static Kind UserProfile { get; } = new("user-profile", "UserProfile", "user profile", false) { Absent = (_, name) => NotFound($"User profile [{name}] does not exist."), Taken = "ResourceInUse", TakenWords = name => $"User profile [{name}] already exists." };

    public static Kind Space { get; } = new("space", "Space", "space", false) { Absent = (_, name) => NotFound($"Space [{name}] does not exist."), Taken = "ResourceInUse", TakenWords = name => $"Space [{name}] already exists." };

    public static Kind LifecycleConfig { get; } = new("studio-lifecycle-config", "StudioLifecycleConfig", "Studio lifecycle config", false) { Absent = (_, name) => NotFound($"Studio lifecycle config [{name}] does not exist."), Taken = "ResourceInUse" };

    public static Kind AppImageConfig { get; } = new("app-image-config", "AppImageConfig", "app image config", false) { Absent = (_, name) => NotFound($"App image config [{name}] does not exist."), Taken = "ResourceInUse" };

    public static string NewDomain() => "d-" + RandomNumberGenerator.GetString(Letters, 12);

    public static void DomainMade(Resources resources, LabCall call, Resource domain)
    {
        domain.Body["DomainId"] = domain.Name;
        domain.Body["AppNetworkAccessType"] ??= "PublicInternetOnly";
        domain.Body["Url"] = $"https://{domain.Name}.studio.{domain.Region}.sagemaker.aws";
        domain.Body["Status"] = "InService";
    }

    /// <summary>What an update calls otherwise than the domain does.</summary>
    public static void DomainChanged(LabCall call, Resource before, Resource domain)
    {
        if (domain.Body.Remove("DomainSettingsForUpdate", out var settings) && settings is JsonObject changed)
        {
            var now = before.Part("DomainSettings")?.DeepClone().AsObject() ?? [];
            foreach (var (member, value) in changed) now[member == "RStudioServerProDomainSettingsForUpdate" ? "RStudioServerProDomainSettings" : member] = value?.DeepClone();
            domain.Body["DomainSettings"] = now;
        }
    }

    public static void DomainLeaves(Resources resources, Resource domain)
    {
        foreach (var kind in new[] { UserProfile, Space })
            if (resources.All(domain.Region, kind).Find(one => (string?)one.Body["DomainId"] == domain.Name) is { } left)
                throw new AwsException("ResourceInUse", $"Unable to delete Domain [{domain.Name}] because it still has {kind.Words}s ({left.Name}).");
    }

    /// <summary>What a profile or a space is called: its domain's id, and below it its own name.</summary>
    public static Func<LabCall, string> Below(string member) => call => $"{call.Required("DomainId")}/{call.Required(member)}";

    public static void Made(Resources resources, LabCall call, Resource made)
    {
        resources.Require(made.Region, Domain, call.Required("DomainId"));
        made.Body["Status"] = "InService";
    }

    public static void SpaceMade(Resources resources, LabCall call, Resource space)
    {
        Made(resources, call, space);
        if ((string?)space.Body["OwnershipSettings"]?["OwnerUserProfileName"] is { } owner) resources.Require(space.Region, UserProfile, $"{call.Required("DomainId")}/{owner}");
        space.Body["Url"] = $"https://{(string)space.Body["DomainId"]!}.studio.{space.Region}.sagemaker.aws/space/{(string)space.Body["SpaceName"]!}";
    }

    public static void ProfileLeaves(Resources resources, Resource profile)
    {
        var (domain, name) = ((string)profile.Body["DomainId"]!, (string)profile.Body["UserProfileName"]!);
        if (resources.All(profile.Region, Space).Find(space => (string?)space.Body["DomainId"] == domain && (string?)space.Body["OwnershipSettings"]?["OwnerUserProfileName"] == name) is { } space)
            throw new AwsException("ResourceInUse", $"Unable to delete UserProfile [{name}] because it owns the space {(string)space.Body["SpaceName"]!}.");
    }

    public static Func<Resources, LabCall, Func<Resource, bool>?> Filter(string member) => (_, call) =>
    {
        var (domain, part) = (call.Text("DomainIdEquals"), call.Text(member + "Contains"));
        return one => (domain is null || (string?)one.Body["DomainId"] == domain) && (part is null || ((string)one.Body[member]!).Contains(part, StringComparison.OrdinalIgnoreCase));
    };

    private static AwsException NotFound(string message) => new("ResourceNotFound", message);
}
