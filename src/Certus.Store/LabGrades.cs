using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Practice.Labs;

namespace Certus.Store;

/// <summary>What a learner achieved in labs: events of a stream of their own beside the sittings', appended and never changed.</summary>
/// <param name="file">The data file.</param>
public sealed class LabGrades(DataFile file)
{
    /// <summary>The kind of their events.</summary>
    internal const string Graded = "lab-graded";

    private const string Context = "lab";

    private const string Select = "SELECT sequence, payload FROM events WHERE learner_id = @p1 AND stream_id = @p2 ORDER BY sequence";

    /// <summary>The stream; one a learner, whose id stands before it in the key. No sitting gets this id.</summary>
    internal static readonly Guid Stream = new("1ab6c3d2-70f4-4b59-8a35-9e2d1c04f7aa");

    /// <summary>Every grade, the first one first.</summary>
    public async ValueTask<IReadOnlyList<LabGrade>> ListAsync(Learner learner, CancellationToken cancel) => (await file.ReadAsync(session => ReadAsync(session, learner, cancel))).Grades;

    /// <summary>Keeps a grade; on disk when it returns. One that is there already stays as it is.</summary>
    /// <returns>Whether it was new.</returns>
    public Task<bool> AppendAsync(Learner learner, LabGrade grade, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(grade);
        return file.Writer.RunAsync(async (session, _) =>
        {
            var (grades, sequence) = await ReadAsync(session, learner, CancellationToken.None);
            if (grades.Any(kept => kept.Id == grade.Id)) return false;
            await session.Command(
                EventLog.Insert, learner.Id, Stream, sequence + 1, grade.Id, grade.GradedAt.UtcTicks, Graded, null, null, null, null, null, null, Context, null,
                JsonSerializer.Serialize(grade, LabGradeJson.Default.LabGrade)).ExecuteNonQueryAsync(CancellationToken.None);
            return true;
        }, cancel);
    }

    private async ValueTask<(List<LabGrade> Grades, int Sequence)> ReadAsync(Session session, Learner learner, CancellationToken cancel)
    {
        List<LabGrade> grades = [];
        var sequence = 0;
        await using var rows = await session.Command(Select, learner.Id, Stream).ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            sequence = rows.GetInt32(0);
            try
            {
                grades.Add(JsonSerializer.Deserialize(rows.GetString(1), LabGradeJson.Default.LabGrade)!);
            }
            catch (JsonException torn)
            {
                throw StoreException.Of(StoreFault.Damaged, file.Path, torn);
            }
        }
        return (grades, sequence);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(LabGrade))]
internal sealed partial class LabGradeJson : JsonSerializerContext;
