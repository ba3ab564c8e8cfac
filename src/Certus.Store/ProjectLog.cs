using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Plan;
using Certus.Plan.Portfolio;

namespace Certus.Store;

/// <summary>A learner's work on portfolio projects: events of a stream of their own beside the sittings', appended and never changed.</summary>
/// <param name="file">The data file.</param>
public sealed class ProjectLog(DataFile file)
{
    /// <summary>The kinds of their events.</summary>
    internal const string Done = "project-done", Open = "project-open", DoneAgain = "project-done-again", Linked = "project-linked", Removed = "project-link-removed", Restored = "project-link-restored";

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
        public Dictionary<Milestone, DateTimeOffset> Before { get; } = [];      // when those that are open again were done
        public List<(EvidenceLink Link, bool Removed)> Links { get; } = [];
        public int Sequence { get; set; }
        public int PlaceOf(Guid link) => Links.FindIndex(entry => entry.Link.Id == link);
        public bool IsFull(string project) => Links.Count(entry => !entry.Removed && entry.Link.Project == project) >= MostLinks;
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
        return AppendAsync(learner, done ? Done : Open, Guid.CreateVersion7(now), now, _ => JsonSerializer.Serialize(named, ProjectLogJson.Default.Milestone), state => state.Done.ContainsKey(named) != done, cancel);
    }

    /// <summary>Takes back that a milestone is not done after all: it is done since the day it was; on disk when it returns.</summary>
    /// <returns>Whether that was new.</returns>
    public Task<bool> SetDoneAgainAsync(Learner learner, string project, string milestone, DateTimeOffset now, CancellationToken cancel)
    {
        var named = new Milestone(project, milestone);
        return AppendAsync(learner, DoneAgain, Guid.CreateVersion7(now), now, _ => JsonSerializer.Serialize(named, ProjectLogJson.Default.Milestone), state => !state.Done.ContainsKey(named) && state.Before.ContainsKey(named), cancel);
    }

    /// <summary>
    /// Adds a link; on disk when it returns. One that stands there already under its id is the same form sent twice; where the form was filled in again, or its link was removed, it is another link. One too many is not taken.
    /// </summary>
    /// <returns>Whether it stands there now.</returns>
    public async Task<bool> AddLinkAsync(Learner learner, EvidenceLink link, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(link);
        var full = false;
        bool Same(State state) => state.Links.Exists(entry => !entry.Removed && entry.Link.Project == link.Project && entry.Link.Address == link.Address && entry.Link.Label == link.Label);
        string Text(State state) => JsonSerializer.Serialize(state.PlaceOf(link.Id) < 0 ? link : link with { Id = Guid.CreateVersion7(link.At) }, ProjectLogJson.Default.EvidenceLink);
        await AppendAsync(learner, Linked, Guid.CreateVersion7(link.At), link.At, Text, state =>
        {
            // A page that the browser brought back still has the id of the link that was added from it, and what is typed there then is another one.
            if (state.PlaceOf(link.Id) >= 0 && Same(state)) return false;
            full = state.IsFull(link.Project);
            return !full;
        }, cancel);
        return !full;
    }

    /// <summary>Removes a link; it is kept, and <see cref="RestoreLinkAsync"/> brings it back.</summary>
    /// <returns>Whether there is such a link.</returns>
    public async Task<bool> RemoveLinkAsync(Learner learner, Guid link, DateTimeOffset now, CancellationToken cancel) => await ChangeLinkAsync(learner, link, Removed, true, now, cancel) == LinkChange.Done;

    /// <summary>Brings back a link that was removed.</summary>
    /// <returns>Whether it stands there now; <see cref="LinkChange.Full"/> where others took its place.</returns>
    public Task<LinkChange> RestoreLinkAsync(Learner learner, Guid link, DateTimeOffset now, CancellationToken cancel) => ChangeLinkAsync(learner, link, Restored, false, now, cancel);

    private async Task<LinkChange> ChangeLinkAsync(Learner learner, Guid link, string kind, bool removed, DateTimeOffset now, CancellationToken cancel)
    {
        var change = LinkChange.Unknown;
        await AppendAsync(learner, kind, Guid.CreateVersion7(now), now, _ => JsonSerializer.Serialize(link, ProjectLogJson.Default.Guid), state =>
        {
            var place = state.PlaceOf(link);
            if (place < 0) return false;
            var isNew = state.Links[place].Removed != removed;
            change = isNew && !removed && state.IsFull(state.Links[place].Link.Project) ? LinkChange.Full : LinkChange.Done;
            return isNew && change == LinkChange.Done;
        }, cancel);
        return change;
    }

    private Task<bool> AppendAsync(Learner learner, string kind, Guid id, DateTimeOffset now, Func<State, string> payload, Func<State, bool> isNew, CancellationToken cancel) => file.Writer.RunAsync(async (session, _) =>
    {
        // Inside the transaction nobody else can append, so what is judged here still holds when it is committed.
        var state = await ReadAsync(session, learner, CancellationToken.None);
        if (!isNew(state)) return false;
        await session.Command(EventLog.Insert, learner.Id, Stream, state.Sequence + 1, id, now.UtcTicks, kind, null, null, null, null, null, null, Context, null, payload(state)).ExecuteNonQueryAsync(CancellationToken.None);
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
                    case Done: state.Done[Named(payload)] = new(rows.GetInt64(2), TimeSpan.Zero); break;
                    case Open: if (state.Done.Remove(Named(payload), out var since)) state.Before[Named(payload)] = since; break;
                    case DoneAgain: if (state.Before.TryGetValue(Named(payload), out var before)) state.Done[Named(payload)] = before; break;
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

        static Milestone Named(string payload) => JsonSerializer.Deserialize(payload, ProjectLogJson.Default.Milestone)!;

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
