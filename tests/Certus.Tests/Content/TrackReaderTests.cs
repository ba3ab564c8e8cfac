using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>Career tracks as text.</summary>
public sealed class TrackReaderTests
{
    private const string File = "catalog/tracks.yaml";

    private const string Figures = """
        figures:
          - {id: a-role, group: trajectory, finding: A role, low: 1000, high: 2000, unit: usdPerYear, grade: C, source: the article, asOf: "2026"}
          - {id: a-shift, group: shift, finding: Something moves, grade: C, source: the article, asOf: "2026"}

        """;

    private const string Text = """
        caveat: Believe little.
        source: the article
        asOf: "2026"
        tracks:
          - id: a-track
            title: A role
            figure: a-role
            from: Somebody.
            work: Does this.
            proof: Shows that.
            skills: [a-skill]
            exams: [TST-C01]

        """;

    private static SampleContent With(string text) => Faultless.With("decide/market.yaml", Figures).With(File, text);

    [Fact]
    public void Tracks_without_a_fault_are_read()
    {
        var report = With(Text).Read();

        Assert.Empty(report.Complaints);
        Assert.Equal("Believe little.", report.Library.Tracks!.Caveat);
        var track = Assert.Single(report.Library.Tracks.All);
        Assert.Equal(("a-track", "a-role"), (track.Id, track.Figure));
        Assert.Empty(track.Projects);
    }

    [Theory]
    [InlineData("figure: a-role", "figure: a-shift", "tracks:7: error: the market has no trajectory 'a-shift'.")]
    [InlineData("[TST-C01]", "[NIL-C01]", "tracks:12: error: unknown exam 'NIL-C01'.")]
    [InlineData("[a-skill]", "[a-skill]\n    projects: [no-project]", "tracks:12: error: unknown project 'no-project'.")]
    [InlineData("caveat: Believe little.", "caveat:", "tracks:1: error: 'caveat' is missing.")]
    public void What_is_wrong_is_named_with_its_line_and_the_tracks_are_left_out(string right, string wrong, string complaint)
    {
        Assert.Contains(right, Text, StringComparison.Ordinal);

        var report = With(Text.Replace(right, wrong, StringComparison.Ordinal)).Read();

        Assert.Equal([complaint], report.Complaints.Select(found => found.ToString().Replace(File, "tracks", StringComparison.Ordinal)));
        Assert.Null(report.Library.Tracks);
    }
}
