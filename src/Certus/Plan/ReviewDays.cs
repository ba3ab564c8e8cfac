namespace Certus.Plan;

/// <summary>Reviews by day: first on every study day, and what a day has no room for on the next one.</summary>
internal static class ReviewDays
{
    /// <summary>Fewer minutes than these wait for the next day, unless there is none.</summary>
    public const int Least = 5;

    /// <param name="due">Minutes that fall due by day; what is past the end has none.</param>
    /// <param name="room">Minutes that reviews may take by day.</param>
    public static int[] Place(IReadOnlyList<double> due, IReadOnlyList<int> room)
    {
        var reviews = new int[room.Count];
        double waiting = 0;
        var last = room.Count - 1;
        while (last >= 0 && room[last] == 0) last--;
        for (var day = 0; day < room.Count; day++)
        {
            if (day < due.Count) waiting += due[day];
            var minutes = (int)Math.Min(room[day], Math.Ceiling(waiting - 1e-9));
            if (minutes < Least && day != last) continue;
            reviews[day] = minutes;
            waiting = Math.Max(0, waiting - minutes);
        }
        return reviews;
    }
}
