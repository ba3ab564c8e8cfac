namespace Certus.Store;

/// <summary>A learner's preferences: names with JSON values.</summary>
/// <param name="file">The data file.</param>
public sealed class Preferences(DataFile file)
{
    private const string Upsert =
        "INSERT INTO preferences (learner_id, name, value) VALUES (@p1, @p2, @p3) ON CONFLICT (learner_id, name) DO UPDATE SET value = excluded.value";

    private const string Delete = "DELETE FROM preferences WHERE learner_id = @p1 AND name = @p2";

    private const string Select = "SELECT name, value FROM preferences WHERE learner_id = @p1";

    /// <summary>All preferences of a learner: name and JSON.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> AllAsync(Learner learner, CancellationToken cancel) => await file.ReadAsync(async session =>
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        await using (var rows = await session.Command(Select, learner.Id).ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel)) all.Add(rows.GetString(0), rows.GetString(1));
        return (IReadOnlyDictionary<string, string>)all;
    });

    /// <summary>Sets a preference, or takes it back where the value is null; on disk when it returns.</summary>
    public Task SetAsync(Learner learner, string name, string? json, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return SetAsync(learner, [(name, json)], cancel);
    }

    /// <summary>Sets several at once, all of them or none.</summary>
    public async Task SetAsync(Learner learner, IReadOnlyList<(string Name, string? Json)> all, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(all);
        await file.Writer.RunAsync(
            async (session, _) =>
            {
                var rows = 0;
                foreach (var (name, json) in all) rows += await (json is null ? session.Command(Delete, learner.Id, name) : session.Command(Upsert, learner.Id, name, json)).ExecuteNonQueryAsync(CancellationToken.None);
                return rows;
            },
            cancel);
    }
}
