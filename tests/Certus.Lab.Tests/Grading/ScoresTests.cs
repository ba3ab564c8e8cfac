using Certus.Lab.Grading;

namespace Certus.Lab.Tests.Grading;

/// <summary>Reading a model's answers, and ranking by them.</summary>
public sealed class ScoresTests
{
    [Theory]
    [InlineData("0.25\n0.75\n")]
    [InlineData("0.25,0.75")]
    [InlineData("""{"predictions":[{"score":0.25,"predicted_label":0},{"score":0.75,"predicted_label":1}]}""")]
    [InlineData("{\"score\":0.25}\n{\"score\":0.75}")]
    [InlineData("""{"scores":[{"score":0.25},{"score":0.75}]}""")]
    public void Every_form_of_an_answer_gives_a_number_a_row(string answer) => Assert.Equal([0.25, 0.75], Scores.Read(answer)!);

    [Theory]
    [InlineData("error")]
    [InlineData("0.25\nNaN")]
    [InlineData("""{"predictions":[{"label":0}]}""")]
    [InlineData("{broken")]
    public void What_holds_no_scores_is_not_taken_for_some(string answer) => Assert.Null(Scores.Read(answer));

    [Fact]
    public void The_area_counts_pairs()
    {
        var random = new Random(5);
        var scores = Enumerable.Range(0, 300).Select(_ => Math.Round(random.NextDouble(), 1)).ToArray();
        var labels = scores.Select(score => random.NextDouble() < score).ToArray();
        double pairs = 0, won = 0;
        for (var one = 0; one < scores.Length; one++)
            for (var other = 0; other < scores.Length; other++)
                if (labels[one] && !labels[other])
                {
                    pairs++;
                    won += scores[one] > scores[other] ? 1 : scores[one] == scores[other] ? 0.5 : 0;
                }

        Assert.Equal(won / pairs, Scores.AreaUnderRoc(scores, labels), 12);
    }

    /// <summary>What the brief of the fraud lab promises must be possible for whatever seed: judged by the law itself, with room for a model that has to learn it.</summary>
    [Fact]
    public void The_fraud_lab_can_be_done_with_every_seed()
    {
        for (ulong seed = 1; seed <= 12; seed++)
        {
            var rows = new Payments(seed).Sample(seed, "held out", 40_000).ToList();
            var ranked = rows.OrderByDescending(row => row.Probability).ToList();
            var frauds = rows.Count(row => row.Label);
            int caught = 0, alerts = 0;
            while (caught < 0.85 * frauds) if (ranked[alerts++].Label) caught++;
            TestContext.Current.SendDiagnosticMessage($"{seed}: rate {frauds / 40_000.0:0.0000}, AUC {Scores.AreaUnderRoc([.. rows.Select(row => row.Probability)], [.. rows.Select(row => row.Label)]):0.000}, alerts at 85 %: {alerts / 40_000.0:0.000}");

            Assert.InRange(frauds / 40_000.0, 0.008, 0.03);
            Assert.True(alerts < 0.045 * rows.Count);
        }
    }
}
