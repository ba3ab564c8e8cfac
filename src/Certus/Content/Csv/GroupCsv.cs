using Certus.Measure;

namespace Certus.Content.Csv;

/// <summary>Reads which group each person belongs to.</summary>
/// <remarks>Columns <c>person</c> and <c>group</c>. A person goes by the name that the answers have, or by its number from 1. The group named first is the one that the others are compared with.</remarks>
public static class GroupCsv
{
    /// <summary>Gives answers their groups.</summary>
    /// <param name="input">UTF-8; left open.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="responses">The answers.</param>
    /// <param name="cancel">Ends the reading early.</param>
    public static CsvReading<Responses> Read(Stream input, string file, Responses responses, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(responses);
        return CsvTable.Read(input, file, table => Read(table, responses, cancel));
    }

    private static Responses Read(CsvTable table, Responses responses, CancellationToken cancel)
    {
        var (person, group) = (table.Find("person", "id"), table.Find("group"));
        if (person < 0 || group < 0) throw table.Fault("the columns must be person and group.");
        var numbers = new Dictionary<string, int>(responses.Persons, StringComparer.Ordinal);
        for (var i = 0; i < responses.Persons; i++) numbers.Add(responses.Person(i), i);
        List<string> groups = [];
        var groupOf = new int[responses.Persons];
        Array.Fill(groupOf, -1);
        while (table.Next())
        {
            cancel.ThrowIfCancellationRequested();
            var (who, which) = (table.Text(person), table.Text(group));
            if (!numbers.TryGetValue(who, out var number)) throw table.Fault($"the answers have no person '{CsvTable.Shown(who)}'.");
            if (groupOf[number] >= 0) throw table.Fault($"the person '{CsvTable.Shown(who)}' stands there twice.");
            if (which.Length == 0) throw table.Fault($"the person '{CsvTable.Shown(who)}' has no group.");
            if (groups.IndexOf(which) is var known and >= 0) groupOf[number] = known;
            else
            {
                if (groups.Count == MostGroups) throw table.Fault($"there are more than {MostGroups} groups.");
                groupOf[number] = groups.Count;
                groups.Add(which);
            }
        }
        if (Array.IndexOf(groupOf, -1) is var without and >= 0) throw table.FaultOfFile($"the person '{CsvTable.Shown(responses.Person(without))}' has no group.");
        return responses.WithGroups(groups, groupOf);
    }

    private const int MostGroups = 1000;
}
