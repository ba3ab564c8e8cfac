using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The target for SageMakerVariantInvocationsPerInstance from a load test and a safety factor.</summary>
/// <remarks>Requests per second that one instance sustains × safety factor × 60.</remarks>
internal sealed class AutoscaleTarget : SingleChoiceGenerator
{
    private static readonly int[] SafetyPercent = [50, 60, 70, 75, 80];

    public override string Id => "gen-autoscale-target";
    public override string Title => "Target of an endpoint's scaling policy from a load test";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/4.1", "MLA-C02/3.2"];
    public override IReadOnlyList<string> Skills => ["endpoint-autoscaling"];
    protected override string Area => "deployment-operations";
    protected override double Difficulty => 0.3;
    protected override string Principle => "Invocations-per-instance target = what one instance sustains per second × safety factor × 60.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon SageMaker AI - Load testing your auto scaling configuration", "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var perInstance = random.Between(6, 240);
        var safety = random.Pick(SafetyPercent);
        var instances = random.Between(2, 6);
        var wording = random.Below(5);
        var pick = random.Shuffle(Enumerable.Range(0, 5));
        if (perInstance * safety % 100 != 0) return null;       // all options are whole numbers

        var testedTogether = wording is 1 or 3;
        var target = perInstance * safety * 60 / 100;
        var factor = Exact(safety / 100m);
        var one = testedTogether ? $"One instance sustains {Whole(perInstance * instances)} / {instances} = {perInstance} requests per second. " : "";
        var key = new Answer(target, $"{one}{perInstance} × {factor} = {perInstance * safety / 100} requests per second on each instance leave room for the time that scaling out takes. The metric counts per "
            + $"minute: × 60 = {Whole(target)}.");
        Answer[] candidates =
        [
            new(perInstance * 60, $"{perInstance} × 60 = {Whole(perInstance * 60)}. That is the most one instance sustains. With it as the target, instances are at their limit before others are "
                + "added, and requests slow down or fail meanwhile.", "scale-at-max-rps"),
            new(perInstance * safety / 100, $"{perInstance} × {factor} = {perInstance * safety / 100}. That is per second, but the metric counts invocations per minute: the policy would see the target "
                + "exceeded by very little traffic and add instances without need.", "rps-used-as-per-minute"),
            new(target * instances, testedTogether
                ? $"{Whole(perInstance * instances)} × {factor} × 60 = {Whole(target * instances)}. That is the load of the whole test fleet; the metric is per instance, so divide by the {instances} instances."
                : $"{perInstance} × {factor} × 60 × {instances} = {Whole(target * instances)}. The metric is already an average per instance, so the number of instances does not enter; with this "
                    + "target the policy would not scale out in time.", "target-for-whole-endpoint"),
            perInstance * 6000 % safety != 0 ? key : new(perInstance * 6000 / safety, $"{perInstance} / {factor} × 60 = {Whole(perInstance * 6000 / safety)}. Dividing by the safety factor puts the target above "
                + "what one instance sustains; it has to lie below.", "safety-factor-divides"),
            new(perInstance * (100 - safety) * 60 / 100, $"{perInstance} × {Exact((100 - safety) / 100m)} × 60 = {Whole(perInstance * (100 - safety) * 60 / 100)}. It takes the part to be kept free for the part to "
                + $"be used: an instance may be loaded to {safety} % of what it sustains, and {100 - safety} % stay in reserve.", "reserve-as-target"),
        ];
        Answer[] wrong = [.. pick.Select(i => candidates[i]).Where(answer => answer.Value != key.Value).Take(3)];
        var tested = Whole(testedTogether ? perInstance * instances : perInstance);
        return new(Stem(wording, tested, factor, 100 - safety, instances), key, wrong, Places: 0, Gap: 2, value => Whole((long)value));
    }

    private static string Stem(int wording, string rate, string safety, int headroom, int instances) => wording switch
    {
        0 => $"""
            A ticket shop hosts a ranking model on an Amazon SageMaker AI real-time endpoint with {Word(instances)} instances. In a load test on one such instance, latency began to rise above {rate} requests per second. The team wants a target-tracking policy on `SageMakerVariantInvocationsPerInstance` with a safety factor of {safety}.

            Which target value should the policy get?
            """,
        1 => $"""
            A bank load-tested its credit model on an Amazon SageMaker AI endpoint of {Word(instances)} equal instances behind one variant. Traffic was spread evenly, and the fleet as a whole sustained {rate} requests per second before errors set in. The scaling policy will track `SageMakerVariantInvocationsPerInstance`, with a safety factor of {safety} on what an instance sustains.

            To which number should the target be set?
            """,
        2 => $"""
            A news app is about to replace a fixed fleet by target tracking on `SageMakerVariantInvocationsPerInstance`. The platform engineer has collected:

            | Fact | Value |
            |---|---:|
            | Highest rate that one instance sustained in the load test | {rate} requests/s |
            | Instances in the fixed fleet | {instances} |
            | Safety factor | {safety} |

            What target value follows from these figures?
            """,
        3 => $"""
            For the holiday season, a toy retailer sets up automatic scaling of a recommendation endpoint in Amazon SageMaker AI. This is the summary of its load test, in which the load was the same on all instances:

            | Instances under test | Sustained load, all instances together | Safety factor to apply |
            |---:|---:|---:|
            | {instances} | {rate} requests/s | {safety} |

            Which target belongs in a policy on the predefined metric `SageMakerVariantInvocationsPerInstance`?
            """,
        _ => $"""
            An insurance broker's quote model runs on {Word(instances)} instances of an Amazon SageMaker AI endpoint. Scaling out takes a few minutes, so each instance should keep {headroom} % of its capacity in reserve when the policy acts. One instance was found to sustain {rate} requests per second in a load test. The policy tracks `SageMakerVariantInvocationsPerInstance`.

            What is the right target for the policy?
            """,
    };
}
