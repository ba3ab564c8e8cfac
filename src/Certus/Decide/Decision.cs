using Certus.Catalog;

namespace Certus.Decide;

/// <summary>Is it worth it, for somebody, as of a date? Everything that a page or a command shows of the answer.</summary>
/// <param name="Profile">Who asked.</param>
/// <param name="AsOf">As of when.</param>
/// <param name="Assumptions">What was taken for granted.</param>
/// <param name="Draws">How many futures were drawn.</param>
/// <param name="Seed">From which seed.</param>
/// <param name="Currency">What all money is in.</param>
/// <param name="HourValue">What an hour was taken to be worth.</param>
/// <param name="Options">All options, the best first.</param>
/// <param name="Verdict">One paragraph in plain words.</param>
/// <param name="BreakEven">What would have to be true for it to pay; null where no exam can be booked and no project pays.</param>
/// <param name="Drivers">What the worth of the option of <paramref name="BreakEven"/> hangs on most, the most first.</param>
/// <param name="MarginalHour">The next hours: exam or project? Null where no exam can be booked.</param>
/// <param name="Questions">Every open question with its worth, the one to ask next first.</param>
/// <param name="Other">What the other set of assumptions says.</param>
public sealed record Decision(
    Profile Profile, DateOnly AsOf, AssumptionSet Assumptions, int Draws, ulong Seed, string Currency, double HourValue, IReadOnlyList<RankedOption> Options, string Verdict,
    BreakEven? BreakEven, IReadOnlyList<Driver> Drivers, MarginalHour? MarginalHour, IReadOnlyList<QuestionValue> Questions, OtherSet Other)
{
    /// <summary>Draws where none are asked for.</summary>
    public const int DefaultDraws = 100_000;

    /// <summary>Draws below which percentiles mean little.</summary>
    public const int LeastDraws = 1_000;

    /// <summary>Draws beyond which only memory is used up.</summary>
    public const int MostDraws = 1_000_000;

    /// <summary>The option that is advised; waiting where nothing is.</summary>
    public RankedOption Recommended => Options.First(option => option.Advised);

    /// <summary>The question to ask next; null where no answer would change the advice or be worth anything.</summary>
    public QuestionValue? NextQuestion => Questions.FirstOrDefault(question => question.ChanceOfChange > 0 || question.Value > 2 * question.StandardError);

    /// <summary>Decides.</summary>
    /// <param name="profile">Who asks, as <see cref="ProfileJson"/> accepts it.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="register">The exams and their lifecycles.</param>
    /// <param name="facts">The options and both sets of assumptions; the profile's own assumptions are put in their places here.</param>
    /// <param name="assumptions">One of the sets, perhaps edited; the profile's own assumptions are put in its places, too.</param>
    /// <param name="draws">From <see cref="LeastDraws"/> to <see cref="MostDraws"/>.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many draws.</exception>
    public static Decision Of(Profile profile, DateOnly asOf, Register register, MarketFacts facts, AssumptionSet assumptions, int draws = DefaultDraws, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(assumptions);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, LeastDraws);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draws, MostDraws);
        assumptions = assumptions.With(profile.Assumptions);
        facts = facts.With(profile.Assumptions);
        var person = new Person(profile);
        var look = Lookup(register, asOf, person.Language);
        var here = Value(person, asOf, facts, assumptions, look, draws, seed);
        var otherSet = assumptions.Name == facts.Article.Name ? facts.Evidence : facts.Article;
        var there = Value(person, asOf, facts, otherSet, look, draws, seed);
        var other = Sentences.Other(here, there, otherSet, person.Currency);
        var subject = Subject(here);
        return new(
            profile, asOf, assumptions, draws, seed, person.Currency, person.HourValue, here.Ranked, Sentences.Verdict(here, other, person, asOf, assumptions, facts),
            subject is null ? null : Sentences.BreakEven(subject, here, person, draws),
            subject is null ? [] : Tornado.Of(subject, here.Model, assumptions, person.Role, person.Currency, seed),
            Margin.Of(here, person, facts, assumptions, seed), Inquiry.Of(profile, asOf, facts, assumptions, look, seed), other);
    }

    /// <summary>Values and ranks the options, without verdict, drivers and questions. Of the same seed the figures are those of <see cref="Of"/>, whichever options are asked for.</summary>
    /// <param name="profile">Who asks.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="register">The exams and their lifecycles.</param>
    /// <param name="facts">The options, waiting among them, and both sets of assumptions.</param>
    /// <param name="assumptions">One of the sets.</param>
    /// <param name="draws">From <see cref="LeastDraws"/> to <see cref="MostDraws"/>.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    /// <returns>The options, the best first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many draws.</exception>
    public static IReadOnlyList<RankedOption> Rank(Profile profile, DateOnly asOf, Register register, MarketFacts facts, AssumptionSet assumptions, int draws = DefaultDraws, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(assumptions);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, LeastDraws);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draws, MostDraws);
        assumptions = assumptions.With(profile.Assumptions);
        facts = facts.With(profile.Assumptions);
        var person = new Person(profile);
        return Value(person, asOf, facts, assumptions, Lookup(register, asOf, person.Language), draws, seed).Ranked;
    }

    /// <summary>Ranks the options only: what <see cref="Of"/> does first.</summary>
    internal static Valuation Value(Person person, DateOnly asOf, MarketFacts facts, AssumptionSet assumptions, Func<string, Availability> look, int draws, ulong seed)
    {
        var (planned, model) = Planner.Plan(person, asOf, facts, assumptions, look);
        return Valuation.Of(planned, model, draws, seed);
    }

    /// <summary>Looks exams up, each once.</summary>
    internal static Func<string, Availability> Lookup(Register register, DateOnly asOf, string language)
    {
        Dictionary<string, Availability> known = [];
        return code => known.TryGetValue(code, out var found) ? found : known[code] = Availability.Of(register, code, asOf, language);
    }

    /// <summary>The option that break-even and drivers are about: the advised one, else the best that is not ruled out, else the best that can be booked.</summary>
    private static OptionModel? Subject(Valuation value)
    {
        var id = value.Ranked.FirstOrDefault(option => option is { Advised: true, Kind: not OptionKind.Wait })?.Id
            ?? value.Ranked.FirstOrDefault(option => option is { Outcome: not null, RuledOut: false, Kind: not OptionKind.Wait } && value.Totals[option.Id].Gain > 0)?.Id
            ?? value.Ranked.FirstOrDefault(option => option is { Outcome: not null, Kind: not OptionKind.Wait })?.Id;
        return id is null ? null : value.Model.Options.First(option => option.Id == id);
    }
}
