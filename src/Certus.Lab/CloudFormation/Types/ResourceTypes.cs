namespace Certus.Lab.CloudFormation.Types;

/// <summary>The types a stack may have; every other one is refused by its name.</summary>
internal static class ResourceTypes
{
    private static readonly Dictionary<string, ResourceType> ByName =
        ((ResourceType[])[.. S3Types.All, new KinesisStreamType(), new FirehoseType(), .. IamTypes.All, .. GlueTypes.All, .. SageMakerTypes.All, .. OtherTypes.All]).ToDictionary(type => type.Name);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static ResourceType? Find(string name) => ByName.GetValueOrDefault(name);
}
