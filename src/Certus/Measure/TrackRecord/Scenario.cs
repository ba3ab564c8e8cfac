namespace Certus.Measure.TrackRecord;

/// <summary>How simulated learners, their practice and their exam truly behave; what the readiness model is tried against.</summary>
/// <remarks>
/// Written down before the model was fitted to anything, and not changed to suit it. Each scenario but the first breaks one assumption of the model. All
/// abilities and difficulties are logits, days are whole days.
/// </remarks>
public sealed record Scenario
{
    /// <summary>A name for tables.</summary>
    public required string Name { get; init; }

    /// <summary>What is wrong with the model here, in words.</summary>
    public required string Says { get; init; }

    /// <summary>The mean of the learners' general ability.</summary>
    public double AbilityMean { get; init; }

    /// <summary>Its standard deviation, that part which never moves and that which does together.</summary>
    public double AbilitySd { get; init; } = 1;

    /// <summary>The standard deviation of what a domain adds to it.</summary>
    public double DomainSd { get; init; } = 0.35;

    /// <summary>The standard deviation of the part that moves with time.</summary>
    public double MovingSd { get; init; } = 0.5;

    /// <summary>Days after which the moving part has forgotten all but 1/e of where it was.</summary>
    public double MovingDays { get; init; } = 120;

    /// <summary>The mean of the authors' difficulties.</summary>
    public double DifficultyMean { get; init; } = 0.5;

    /// <summary>Their standard deviation.</summary>
    public double DifficultySd { get; init; } = 0.6;

    /// <summary>How far an author's difficulty is from the true one, as a standard deviation.</summary>
    public double DifficultyError { get; init; } = 0.6;

    /// <summary>How much harder the exam's questions are than those of the bank, for one exam, as a standard deviation around 0.</summary>
    public double ExamOffsetSd { get; init; } = 0.25;

    /// <summary>The mean of the natural logarithm of the discrimination.</summary>
    public double LogDiscriminationMean { get; init; }

    /// <summary>Its standard deviation.</summary>
    public double LogDiscriminationSd { get; init; } = 0.3;

    /// <summary>The chance of somebody who knows nothing to be right.</summary>
    public double LowerAsymptote { get; init; } = 0.2;

    /// <summary>The share of questions with a wrong key, which the able miss.</summary>
    public double WrongKeys { get; init; }

    /// <summary>The share of practice questions answered blindly, one chance in four.</summary>
    public double BlindInPractice { get; init; }

    /// <summary>The share of exam questions answered blindly.</summary>
    public double BlindInExam { get; init; }

    /// <summary>Ability lost from the first to the last question of a sitting of 65.</summary>
    public double Fatigue { get; init; }

    /// <summary>Ability gained from the first day of practice to the last sitting.</summary>
    public double Learned { get; init; }

    /// <summary>Ability lost in each 14 days between the last sitting and the exam.</summary>
    public double Forgotten { get; init; }

    /// <summary>What is added to the cut that the model believes in: half the learners meet plus this, half minus.</summary>
    public double CutShift { get; init; }

    /// <summary>Whether the cut is drawn from the model's own prior; otherwise it is the prior's center, moved by <see cref="CutShift"/>.</summary>
    public bool CutFromPrior { get; init; } = true;

    /// <summary>All that the published track record tries.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new() { Name = "well specified", Says = "the model's own assumptions hold" },
        new()
        {
            Name = "guessing", Says = "15 % of practice and 10 % of exam questions answered blindly; a third of the rest can be guessed",
            BlindInPractice = 0.15, BlindInExam = 0.10, LowerAsymptote = 0.33,
        },
        new() { Name = "fatigue", Says = "0.6 logits lost from the first to the last question of a long sitting", Fatigue = 0.6 },
        new()
        {
            Name = "learning and forgetting", Says = "0.6 logits gained during practice, 0.2 lost in each 14 days from the last sitting to the exam",
            Learned = 0.6, Forgotten = 0.2,
        },
        new()
        {
            Name = "wrong item parameters", Says = "authors err by 1.0 logits, questions discriminate less and unevenly, 4 % have a wrong key",
            DifficultyError = 1, LogDiscriminationMean = -0.2, LogDiscriminationSd = 0.5, WrongKeys = 0.04,
        },
        new() { Name = "another cut", Says = "the cut lies 0.04 above (half of the learners) or below (the others) what the model takes for its center", CutFromPrior = false, CutShift = 0.04 },
        new() { Name = "other learners", Says = "a population that is abler and more alike than the prior, and uneven over the domains", AbilityMean = 0.8, AbilitySd = 0.7, DomainSd = 0.6 },
    ];
}
