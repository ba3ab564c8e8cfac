using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Store;

/// <summary>The portfolio projects that a learner wants in the plan, kept as a preference.</summary>
public static class ChosenProjects
{
    /// <summary>Its name in the store.</summary>
    public const string Name = "plan-projects";

    /// <summary>Their ids, in the order in which they were chosen; empty where none is, or where the value can't be read. An id may be unknown to the content of today.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(Preferences preferences, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        if (!(await preferences.AllAsync(Learner.Local, cancel)).TryGetValue(Name, out var json)) return [];
        try
        {
            return [.. JsonSerializer.Deserialize(json, ChosenProjectsJson.Default.StringArray)?.Where(id => id is { Length: > 0 }).Distinct(StringComparer.Ordinal) ?? []];
        }
        catch (JsonException)
        {
            return [];     // an older or a newer Certus wrote it differently
        }
    }

    /// <summary>Keeps a choice; on disk when it returns.</summary>
    /// <param name="preferences">Where.</param>
    /// <param name="projects">The ids, in the order in which they shall be planned.</param>
    /// <param name="cancel">Stops waiting.</param>
    public static Task KeepAsync(Preferences preferences, IEnumerable<string> projects, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        string[] all = [.. projects.Distinct(StringComparer.Ordinal)];
        return preferences.SetAsync(Learner.Local, Name, all.Length == 0 ? null : JsonSerializer.Serialize(all, ChosenProjectsJson.Default.StringArray), cancel);
    }
}

[JsonSerializable(typeof(string[]))]
internal sealed partial class ChosenProjectsJson : JsonSerializerContext;
