using System.Globalization;
using Certus.Catalog;
using Certus.Content;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Remember;

/// <summary>How the learner wants to review.</summary>
public static class OptionsRoom
{
    /// <summary>What the page shows.</summary>
    /// <param name="Settings">The kept wishes.</param>
    /// <param name="Sent">What was sent and not kept, by field; else empty.</param>
    /// <param name="Faults">Why not: a sentence for each field, by its name.</param>
    /// <param name="Saved">Whether they were just kept.</param>
    /// <param name="Exams">Exams that there are cards for.</param>
    /// <param name="Fit">The learner's own parameters; null where there are none.</param>
    /// <param name="Last">What came of the last fit; null where there was none.</param>
    /// <param name="Zone">The learner's time zone.</param>
    /// <param name="Reviews">Reviews so far.</param>
    /// <param name="Fitting">The fit under way, from 0 to 1; null where none is.</param>
    public sealed record Model(
        ReviewSettings Settings, IReadOnlyDictionary<string, string> Sent, IReadOnlyDictionary<string, string> Faults, bool Saved, IReadOnlyList<Certification> Exams, FittedModel? Fit, LastFit? Last, TimeZoneInfo Zone, int Reviews, double? Fitting);

    /// <summary>Maps <c>/review/options</c> and the fit.</summary>
    public static void MapOptions(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/review/options", async (bool? saved, Preferences preferences, Memory memory, MemoryFits fits, Library library, CancellationToken cancel) =>
            Show.Page<OptionsPage>(await ModelAsync(await RememberSettings.KeptAsync(preferences, cancel), [], [], saved == true, preferences, memory, fits, library, cancel)));

        routes.MapPost("/review/options", async (HttpContext context, Preferences preferences, Memory memory, MemoryFits fits, Library library, TimeProvider clock, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var kept = await RememberSettings.KeptAsync(preferences, cancel);
            Dictionary<string, string> sent = form.Keys.ToDictionary(key => key, key => form[key].ToString().Trim(), StringComparer.Ordinal), faults = [];
            var settings = new ReviewSettings(
                Whole("retention", 70, 97, "The chance of recall is a whole number from 70 to 97.", faults) / 100.0,
                Whole("new", 0, 200, "New cards a day are a whole number from 0 to 200.", faults),
                Field("minutes").Length == 0 ? null : Whole("minutes", 1, 600, "Minutes a day are a whole number from 1 to 600, or nothing.", faults),
                Field("siblings").Length > 0, Field("two").Length > 0, Whole("start", 0, 23, "The hour is a whole number from 0 to 23.", faults), Exam(), Day(), Field("fits").Length > 0)
            {
                WeekdayPercent = Weekdays(), DaysOff = DaysOff(),
            };
            if (faults.Count == 0)
            {
                await RememberSettings.KeepAsync(preferences, settings, cancel);
                context.Response.Redirect("/review/options?saved=true");
                return;
            }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Show.Page<OptionsPage>(await ModelAsync(await RememberSettings.KeptAsync(preferences, cancel), sent, faults, false, preferences, memory, fits, library, cancel)).ExecuteAsync(context);

            string Field(string name) => sent.GetValueOrDefault(name, "");

            int Whole(string name, int low, int high, string sentence, Dictionary<string, string> wrong)
            {
                if (int.TryParse(Field(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high) return number;
                wrong[name] = sentence;
                return low;
            }

            IReadOnlyList<int> Weekdays()
            {
                // a form from before there were weekdays has none of them
                int[] percent = [.. Enumerable.Range(0, 7).Select(day => Field($"weekday-{day}").Length == 0 ? 100 : int.TryParse(Field($"weekday-{day}"), NumberStyles.None, CultureInfo.InvariantCulture, out var share) && share is 0 or 50 or 100 ? share : -1)];
                if (percent.Contains(-1)) faults["weekdays"] = "A day of the week is usual, easy or off.";
                else if (percent.All(share => share == 0)) faults["weekdays"] = "With every day of the week off, no card would ever come.";
                return percent;
            }

            IReadOnlyList<DayRange> DaysOff()
            {
                var (ranges, fault) = DayRange.Read(Field("off"));
                if (fault is not null) faults["off"] = fault;
                return ranges;
            }

            string? Exam()
            {
                if (Field("exam").Length == 0) return null;
                if (library.Register.ByCode.ContainsKey(Field("exam"))) return Field("exam");
                faults["exam"] = "The catalog has no such exam.";
                return null;
            }

            DateOnly? Day()
            {
                if (Field("day").Length == 0) return null;
                if (DateOnly.TryParseExact(Field("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && (day == kept.ExamDay || day >= Catalog.Exams.Today(clock) && day <= Catalog.Exams.Today(clock).AddYears(3))) return day;
                faults["day"] = "The day of the exam is a date such as 2027-03-14, not in the past and within three years.";
                return null;
            }
        });

        routes.MapPost("/review/fit", async (HttpContext context, MemoryFits fits, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            if (form["act"] == "cancel") await fits.CancelAsync(cancel);
            else await fits.BeginAsync(cancel);
            context.Response.Redirect("/review/options#fit");
        });
    }

    private static async Task<Model> ModelAsync(
        ReviewSettings settings, Dictionary<string, string> sent, Dictionary<string, string> faults, bool saved, Preferences preferences, Memory memory, MemoryFits fits, Library library, CancellationToken cancel)
    {
        var state = await memory.ReadAsync(cancel);
        return new(
            settings, sent, faults, saved, [.. library.Register.Certifications.Where(exam => library.Decks.Any(deck => Memory.IsOf(library.Register, deck.Skill, exam.Code)))],
            await FittedModel.FindAsync(preferences, cancel), await LastFit.FindAsync(preferences, cancel), state.Days.Zone, state.Cards.Cards.Values.Sum(card => card.Reviews.Count()), fits.Progress);
    }
}
