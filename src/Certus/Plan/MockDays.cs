namespace Certus.Plan;

/// <summary>Gives the mock exams their days: the first after thirteen sixteenths of the time, the others in the last sixteenth.</summary>
internal static class MockDays
{
    private const int DaysBeforeExam = 2;

    /// <summary>The parts in order, or null where they don't all find a place.</summary>
    /// <param name="days">The days.</param>
    /// <param name="count">How many.</param>
    /// <param name="minutes">Of each.</param>
    /// <param name="reviews">Minutes that reviews want by day; a mock that is split leaves them alone.</param>
    public static IReadOnlyList<MockPart>? Place(StudyDays days, int count, int minutes, IReadOnlyList<int> reviews)
    {
        List<MockPart> parts = [];
        var taken = new bool[days.Count];
        // From the last to the first: what lies nearest the exam has the fewest days to choose from.
        for (var mock = count; mock >= 1; mock--)
        {
            // A later mock lies before the next one; with the others in the last sixteenth, with widening windows where that has no such day.
            var until = parts.Count == 0 ? days.Count : parts.Min(part => part.Day);
            var found = mock == 1 && count > 1 ? Whole(13, 14, until, latest: true) ?? Whole(12.5, 15, until, false) ?? Whole(12, 16, until, false) : null;
            if (mock > 1 || count == 1)
            {
                // The day after a mock is for its wrong answers, where the days allow that.
                var gap = parts.Count == 0 ? days.Count - DaysBeforeExam : until - 1;
                found = Whole(15, 16.01, Math.Min(until, gap), true) ?? Whole(15, 16.01, until, true) ?? Whole(14, 16.01, Math.Min(until, gap), true) ?? Whole(14, 16.01, until, true);
            }
            if (found is { } day)
            {
                parts.Add(new(mock, 1, 1, day, minutes));
                taken[day] = true;
            }
            else if (!Split(mock, mock == 1 && count > 1 ? Math.Min(until, days.After(14.5)) : until, until)) return null;
        }
        parts.Sort((one, other) => one.Mock != other.Mock ? one.Mock.CompareTo(other.Mock) : one.Part.CompareTo(other.Part));
        return parts;

        int? Whole(double from, double to, int until, bool latest)
        {
            int? found = null;
            for (var day = 0; day < until; day++)
                if (!taken[day] && days.Minutes[day] >= minutes && days.Passed(day) * StudyDays.Parts is var passed && passed >= from && passed < to)
                {
                    found = day;
                    if (!latest) break;
                }
            return found;
        }

        // Backward from a day, and where that is too early for it, from as late as it may be.
        bool Split(int mock, int wanted, int latest)
        {
            foreach (var until in new[] { wanted, latest }.Distinct())
            {
                List<(int Day, int Minutes)> pieces = [];
                var left = minutes;
                for (var day = until - 1; day >= 0 && left > 0; day--)
                {
                    var free = taken[day] ? 0 : days.Minutes[day] - Math.Min(reviews[day], days.Minutes[day]);
                    if (free < LeastPart) continue;
                    var piece = Math.Min(free, left);
                    if (left - piece is > 0 and < LeastPart) piece = Math.Max(LeastPart, left - LeastPart);
                    pieces.Add((day, Math.Min(piece, left)));
                    left -= Math.Min(piece, left);
                }
                if (left > 0) continue;
                pieces.Reverse();
                foreach (var ((day, piece), place) in pieces.Select((piece, place) => (piece, place)))
                {
                    parts.Add(new(mock, place + 1, pieces.Count, day, piece));
                    taken[day] = true;
                }
                return true;
            }
            return false;
        }
    }

    private const int LeastPart = 10;
}
