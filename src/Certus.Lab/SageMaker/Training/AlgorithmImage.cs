using System.Text.RegularExpressions;

namespace Certus.Lab.SageMaker.Training;

/// <summary>Which built-in algorithm a training image names.</summary>
/// <param name="Algorithm">xgboost, linear-learner, kmeans, pca, knn or randomcutforest.</param>
/// <param name="Tag">The image's tag, such as <c>1.7-1</c>; empty where it has none.</param>
public sealed partial record AlgorithmImage(string Algorithm, string Tag)
{
    private static readonly Dictionary<string, string> _repositories = new()
    {
        ["sagemaker-xgboost"] = "xgboost",
        ["xgboost"] = "xgboost",
        ["linear-learner"] = "linear-learner",
        ["kmeans"] = "kmeans",
        ["pca"] = "pca",
        ["knn"] = "knn",
        ["randomcutforest"] = "randomcutforest",
    };

    /// <summary>Reads an image's address.</summary>
    /// <remarks>The registry's account differs by region and is not checked; a repository alone, with or without a tag, is good too.</remarks>
    /// <param name="image">Such as <c>683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1</c>.</param>
    /// <param name="refusal">One sentence where it can't run here.</param>
    /// <returns>Null where it can't run here.</returns>
    public static AlgorithmImage? Find(string image, out string refusal)
    {
        ArgumentNullException.ThrowIfNull(image);
        var parts = Address().Match(image);
        if (parts.Success && _repositories.TryGetValue(parts.Groups["repository"].Value, out var algorithm))
        {
            refusal = "";
            return new(algorithm, parts.Groups["tag"].Value);
        }
        refusal = $"The image '{image}' can't run here: no container does. The built-in algorithms that train are {string.Join(", ", _repositories.Keys)}.";
        return null;
    }

    /// <summary>Whether the image's version is below another; tags such as <c>1</c> and <c>latest</c> are the first release of XGBoost, 0.72.</summary>
    internal bool IsBefore(int major, int minor)
    {
        var version = Version().Match(Tag);
        if (!version.Success) return Tag is "1" or "latest";
        var (first, second) = (int.Parse(version.Groups[1].ValueSpan), int.Parse(version.Groups[2].ValueSpan));
        return first < major || (first == major && second < minor);
    }

    [GeneratedRegex(@"^(?:[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/)?(?<repository>[a-z-]{1,40})(?::(?<tag>[A-Za-z0-9_.-]{1,128}))?(?:@sha256:[0-9a-f]{64})?$")]
    private static partial Regex Address();

    [GeneratedRegex(@"^([0-9]{1,3})\.([0-9]{1,3})")]
    private static partial Regex Version();
}
