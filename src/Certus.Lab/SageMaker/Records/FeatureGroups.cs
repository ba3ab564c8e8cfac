using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>Feature groups: their definitions. Records are neither taken nor given.</summary>
internal static class FeatureGroups
{
    public static void Made(Resources resources, LabCall call, Resource group)
    {
        var names = call.List("FeatureDefinitions").Select(feature => (string)feature!["FeatureName"]!).ToList();
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice) throw SageMakerNames.Invalid($"FeatureDefinitions: the feature {twice.Key} is there twice.");
        foreach (var member in new[] { "RecordIdentifierFeatureName", "EventTimeFeatureName" })
            if (!names.Contains(call.Required(member))) throw SageMakerNames.Invalid($"{member} '{call.Text(member)}' is none of the FeatureDefinitions.");
        if (group.Body["OfflineStoreConfig"]?["S3StorageConfig"] is JsonObject storage)
        {
            S3Uri.Parse((string)storage["S3Uri"]!, "S3Uri");
            storage["ResolvedOutputS3Uri"] = $"{((string)storage["S3Uri"]!).TrimEnd('/')}/{LabCaller.Account}/{group.Region}/offline-store/{group.Name}-{call.Now.ToUnixTimeSeconds()}/data";
        }
        group.Status = "Created";
    }

    public static Func<Resource, bool>? Filter(Resources resources, LabCall call) =>
        call.Text("OfflineStoreStatusEquals") is not null ? _ => false : call.Text("FeatureGroupStatusEquals") is { } status ? group => group.Status == status : null;
}
