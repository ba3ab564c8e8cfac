using System.Text.Json;
using Certus.Practice;
using Certus.Web.Settings;

namespace Certus.Web.Practice;

/// <summary>A sitting on the screen: what all of its pages need.</summary>
/// <param name="Sitting">The sitting as it stands.</param>
/// <param name="Now">The server's present.</param>
/// <param name="Keys">The learner's keys.</param>
/// <param name="Token">What a form must carry to be believed.</param>
/// <param name="Zone">The learner's time zone.</param>
public sealed record RunningSitting(Sitting Sitting, DateTimeOffset Now, ExamKeys Keys, string Token, TimeZoneInfo Zone)
{
    /// <summary>Its id.</summary>
    public Guid Id => Sitting.Start.Id;

    /// <summary>How many questions it has.</summary>
    public int Count => Sitting.Places.Count;

    /// <summary>How many it has when it is over, at most.</summary>
    public int Most => Sitting.MostQuestions;

    /// <summary>"of 65", or "of at most 25" where it may stop sooner.</summary>
    public string OfMost => Sitting.Start.Grows ? $"of at most {Most}" : $"of {Most}";

    /// <summary>The time left; null without a clock.</summary>
    public TimeSpan? Left => Sitting.Deadline - Now;

    /// <summary>Whether its pages may be kept in the browser in advance: not where an explanation can appear on them, nor where the next question depends on the answers.</summary>
    public bool KeptOffline => !Sitting.Start.Explains && !Sitting.Start.Grows;

    /// <summary>The address of one of its pages.</summary>
    public string Path(string page) => $"/sittings/{Id}/{page}";

    /// <summary>The address of a question.</summary>
    public string Path(int position) => $"/sittings/{Id}/{position}";

    /// <summary>The keys as the page's script reads them; null where they are the usual ones.</summary>
    public string? KeysJson => Keys == ExamKeys.Default ? null : JsonSerializer.Serialize(Keys, SettingsJson.Default.ExamKeys);
}
