using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Plan;

namespace Certus.Store;

/// <summary>A learner's work on portfolio projects: events of a stream of their own beside the sittings', appended and never changed.</summary>
/// <param name="file">The data file.</param>
public sealed class ProjectLog(DataFile file)
{
    /// <summary>The kinds of their events.</summary>
    internal const string Done = "project-done", Open = "project-open", Linked = "project-linked", Removed = "project-link-removed", Restored = "project-link-restored";

    /// <summary>The most links of one project: more than anybody reads.</summary>
    public const int MostLinks = 50;

    private const string Context = "project";

    private const string Select = "SELECT sequence, kind, at_ticks, payload FROM events WHERE learner_id = @p1 AND stream_id = @p2 ORDER BY sequence";

    /// <summary>The stream; one a learner, whose id stands before it in the key. No sitting gets this id.</summary>
    internal static readonly Guid Stream = new("7d1f0c5e-2b86-4e0a-9a51-c4e83f6b1d27");

    internal sealed record Milestone(string Project, string Id);

    private sealed class State
    {
        public Dictionary<Milestone, DateTimeOffset> Done { get; } = [];
        public List<(EvidenceLink Link, bool Removed)> Links { get; } = [];
        public int Sequence { get; set; }
        public int PlaceOf(Guid link) => Links.FindIndex(entry => entry.Link.Id == link);
    }

    /// <summary>The work on every project that was begun, by the project's id.</summary>
    public async ValueTask<IReadOnlyDictionary<string, ProjectWork>> ReadAsync(Learner learner, CancellationToken cancel)
    {
        var state = await file.ReadAsync(session => ReadAsync(session, learner, cancel));
        var (done, links) = (state.Done.ToLookup(entry => entry.Key.Project), state.Links.ToLookup(entry => entry.Link.Project));
        return done.Select(same => same.Key).Union(links.Select(same => same.Key), StringComparer.Ordinal).ToDictionary(project => project, project => new ProjectWork(
            done[project].ToDictionary(entry => entry.Key.Id, entry => entry.Value, StringComparer.Ordinal),
            [.. links[project].Where(entry => !entry.Removed).Select(entry => entry.Link)], [.. links[project].Where(entry => entry.Removed).Select(entry => entry.Link)]), StringComparer.Ordinal);
    }

    /// <summary>Says that a milestone is done, or is not after all; on disk when it returns.</summary>
    /// <returns>Whether that was new.</returns>
    public Task<bool> SetDoneAsync(Learner learner, string project, string milestone, bool done, DateTimeOffset now, CancellationToken cancel)
    {
        var named = new Milestone(project, milestone);
        return AppendAsync(learner, done ? Done : Open, Guid.CreateVersion7(now), now, JsonSerializer.Serialize(named, ProjectLogJson.Default.Milestone), state => state.Done.ContainsKey(named) != done, cancel);
    }

    /// <summary>Adds a link; on disk when it returns. One whose id is there stays as it is, and one too many is not taken.</summary>
    /// <returns>Whether it stands there now.</returns>
    public async Task<bool> AddLinkAsync(Learner learner, EvidenceLink link, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(link);
        var full = false;
        await AppendAsync(learner, Linked, Guid.CreateVersion7(link.At), link.At, JsonSerializer.Serialize(link, ProjectLogJson.Default.EvidenceLink), state =>
        {
            if (state.PlaceOf(link.Id) >= 0) return false;
            full = state.Links.Count(entry => !entry.Removed && entry.Link.Project == link.Project) >= MostLinks;
            return !full;
        }, cancel);
        return !full;
    }

    /// <summary>Removes a link; it is kept, and <see cref="RestoreLinkAsync"/> brings it back.</summary>
    /// <returns>Whether there is such a link.</returns>
    public Task<bool> RemoveLinkAsync(Learner learner, Guid link, DateTimeOffset now, CancellationToken cancel) => ChangeLinkAsync(learner, link, Removed, true, now, cancel);

    /// <summary>Brings back a link that was removed.</summary>
    /// <returns>Whether there is such a link.</returns>
    public Task<bool> RestoreLinkAsync(Learner learner, Guid link, DateTimeOffset now, CancellationToken cancel) => ChangeLinkAsync(learner, link, Restored, false, now, cancel);

    private async Task<bool> ChangeLinkAsync(Learner learner, Guid link, string kind, bool removed, DateTimeOffset now, CancellationToken cancel)
    {
        var known = false;
        await AppendAsync(learner, kind, Guid.CreateVersion7(now), now, JsonSerializer.Serialize(link, ProjectLogJson.Default.Guid), state =>
        {
            var place = state.PlaceOf(link);
            known = place >= 0;
            return known && state.Links[place].Removed != removed;
        }, cancel);
        return known;
    }

    private Task<bool> AppendAsync(Learner learner, string kind, Guid id, DateTimeOffset now, string payload, Func<State, bool> isNew, CancellationToken cancel) => file.Writer.RunAsync(async (session, _) =>
    {
        // Inside the transaction nobody else can append, so what is judged here still holds when it is committed.
        var state = await ReadAsync(session, learner, CancellationToken.None);
        if (!isNew(state)) return false;
        await session.Command(EventLog.Insert, learner.Id, Stream, state.Sequence + 1, id, now.UtcTicks, kind, null, null, null, null, null, null, Context, null, payload).ExecuteNonQueryAsync(CancellationToken.None);
        return true;
    }, cancel);

    private async ValueTask<State> ReadAsync(Session session, Learner learner, CancellationToken cancel)
    {
        var state = new State();
        await using var rows = await session.Command(Select, learner.Id, Stream).ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            state.Sequence = rows.GetInt32(0);
            var payload = rows.GetString(3);
            try
            {
                switch (rows.GetString(1))
                {
                    case Done: state.Done[JsonSerializer.Deserialize(payload, ProjectLogJson.Default.Milestone)!] = new(rows.GetInt64(2), TimeSpan.Zero); break;
                    case Open: state.Done.Remove(JsonSerializer.Deserialize(payload, ProjectLogJson.Default.Milestone)!); break;
                    case Linked: state.Links.Add((JsonSerializer.Deserialize(payload, ProjectLogJson.Default.EvidenceLink)!, false)); break;
                    case Removed: Set(payload, true); break;
                    case Restored: Set(payload, false); break;
                }
            }
            catch (JsonException torn)
            {
                throw StoreException.Of(StoreFault.Damaged, file.Path, torn);
            }
        }
        return state;

        void Set(string payload, bool removed)
        {
            var place = state.PlaceOf(JsonSerializer.Deserialize(payload, ProjectLogJson.Default.Guid));
            if (place >= 0) state.Links[place] = (state.Links[place].Link, removed);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProjectLog.Milestone))]
[JsonSerializable(typeof(EvidenceLink))]
[JsonSerializable(typeof(Guid))]
internal sealed partial class ProjectLogJson : JsonSerializerContext;
