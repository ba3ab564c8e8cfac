using Certus.Catalog;
using Certus.Content;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;

namespace Certus.Web.Remember;

/// <summary>How the learner's memory stands, over all cards and for one.</summary>
public static class StatisticsRoom
{
    private const int PointsBetween = 24;

    /// <summary>What the statistics show.</summary>
    /// <param name="Statistics">The figures.</param>
    /// <param name="State">The learner's cards.</param>
    /// <param name="Fit">What came of the last fit; null where there was none.</param>
    /// <param name="Fitting">The fit under way, from 0 to 1; null where none is.</param>
    public sealed record Model(MemoryStatistics Statistics, Memory.State State, LastFit? Fit, double? Fitting);

    /// <summary>What the page of one card shows.</summary>
    /// <param name="Card">The card.</param>
    /// <param name="Schedule">Where it stands.</param>
    /// <param name="Reviews">Its reviews, the earliest first, with the memory after each.</param>
    /// <param name="State">The learner's cards.</param>
    /// <param name="Register">The catalog.</param>
    public sealed record CardModel(Card Card, CardSchedule Schedule, IReadOnlyList<(MemoryEvent.Reviewed Review, CardSchedule After)> Reviews, Memory.State State, Register Register)
    {
        /// <summary>The first review.</summary>
        public DateTimeOffset Begun => Reviews[0].Review.At;

        /// <summary>The forgetting curve, through all reviews and on to a while past the next one.</summary>
        public IEnumerable<(double Day, double Chance)> Curve
        {
            get
            {
                for (var i = 0; i < Reviews.Count; i++)
                {
                    var (from, to) = (Reviews[i].Review.At, i + 1 < Reviews.Count ? Reviews[i + 1].Review.At : Later(State.Now, Schedule.Due).AddDays(Math.Max(3, (Schedule.Due - Reviews[i].Review.At).TotalDays / 2)));
                    for (var point = 0; point <= PointsBetween; point++)
                    {
                        var rested = (to - from).TotalDays * point / PointsBetween;
                        yield return ((from - Begun).TotalDays + rested, State.Model.Retrievability(Reviews[i].After.Memory!.Value, Math.Max(0, rested)));
                    }
                }
            }
        }

        private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
    }

    /// <summary>Maps <c>/review/statistics</c> and <c>/review/card</c>.</summary>
    public static void MapMemoryStatistics(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/review/statistics", async (Memory memory, MemoryFits fits, Preferences preferences, CancellationToken cancel) =>
        {
            var state = await memory.ReadAsync(cancel);
            return Show.Page<StatisticsPage>(new Model(MemoryStatistics.Of(state.All, state.Cards, state.Model, state.Scheduler, state.Days, state.Now), state, await LastFit.FindAsync(preferences, cancel), fits.Progress));
        });

        routes.MapPage("/review/card", async (string? id, HttpContext context, Memory memory, Library library, CancellationToken cancel) =>
        {
            var state = await memory.ReadAsync(cancel);
            if (id is null || state.Find(id) is not { } card) { await Failure.Answer(context, StatusCodes.Status404NotFound, "There is no such card."); return; }
            List<(MemoryEvent.Reviewed, CardSchedule)> reviews = [];
            var schedule = CardSchedule.New(DateTimeOffset.MinValue);
            foreach (var happened in state.Cards.Of(card.Id).Events)
                if (happened is MemoryEvent.Placed placed) schedule = placed.Schedule;
                else if (happened is MemoryEvent.Reviewed review) reviews.Add((review, schedule = CardRecord.After(schedule, review, state.Scheduler, card.Key)));
            if (reviews.Count == 0 || schedule.Memory is null || reviews.Exists(entry => entry.Item2.Memory is null)) { await Failure.Answer(context, StatusCodes.Status404NotFound, "This card has not been reviewed yet, so there is no curve."); return; }
            await Show.Page<CardPage>(new CardModel(card, schedule, reviews, state, library.Register)).ExecuteAsync(context);
        });
    }
}
