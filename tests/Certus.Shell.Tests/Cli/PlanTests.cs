using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

/// <summary>The plan, as the command line gives it.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Profile(string json = "{}")
    {
        var path = _directory.File("profile.json");
        File.WriteAllText(path, json);
        return path;
    }

    [Fact]
    public async Task The_default_profile_gets_the_sixteen_weeks_of_the_article()
    {
        var run = await CommandLine.RunAsync("plan", Profile(), "--exam", "MLS-C01", "--date", "2026-03-27", "--as-of", "2025-12-05", "--json");

        Assert.True(run.Json.GetProperty("fits").GetBoolean());
        Assert.Equal(
            """
            week  1  10 hours  ML fundamentals
            week  2  10 hours  ML fundamentals
            week  3  10 hours  ML fundamentals
            week  4  10 hours  SageMaker practice
            week  5  10 hours  SageMaker practice
            week  6  10 hours  data services
            week  7  10 hours  data services
            week  8  10 hours  choosing algorithms
            week  9  10 hours  choosing algorithms
            week 10  10 hours  choosing algorithms
            week 11  10 hours  evaluation
            week 12  10 hours  evaluation
            week 13  10 hours  managed AI services and Bedrock
            week 14  10 hours  first full practice test
            week 15  10 hours  wrong answers, drills and worked cases
            week 16  10 hours  second full practice test, third full practice test, drills
            """.ReplaceLineEndings("\n"), Weeks(run.Json));
        var minutes = run.Json.GetProperty("sessions").EnumerateArray().GroupBy(session => session.GetProperty("purpose").GetString()!).ToDictionary(group => group.Key, group => group.Sum(session => session.GetProperty("minutes").GetInt32()));
        Assert.Equal(160 * 60, minutes.Values.Sum());
        Assert.Equal(3 * 180, minutes["mock"]);
        Assert.True(minutes["learn"] < 120 * 60, "the skills' own minutes are far below 160 hours");
        Assert.InRange(minutes["practice"], 0.1 * 9600, 0.2 * 9600);
        Assert.True(minutes["lab"] > 0 && minutes["review"] > 0);
    }

    /// <summary>A line a week: its hours, and the topic that most of its learning belongs to; where tests begin, what it holds.</summary>
    private static string Weeks(JsonElement plan)
    {
        var start = plan.GetProperty("start").GetDateTime();
        var text = new StringBuilder();
        foreach (var week in plan.GetProperty("sessions").EnumerateArray().GroupBy(session => (session.GetProperty("date").GetDateTime() - start).Days / 7))
        {
            int Minutes(Func<JsonElement, bool> which) => week.Where(which).Sum(session => session.GetProperty("minutes").GetInt32());
            string Purpose(JsonElement session) => session.GetProperty("purpose").GetString()!;
            var tests = week.Where(session => Purpose(session) == "mock").Select(session => session.GetProperty("title").GetString()!.ToLowerInvariant()).ToList();
            bool IsCase(JsonElement session) => session.GetProperty("skills").EnumerateArray().Any(skill => skill.GetString()!.StartsWith("practice-", StringComparison.Ordinal));
            var others = week.Where(session => Purpose(session) == "learn" && !IsCase(session)).GroupBy(TopicOf).OrderByDescending(topic => topic.Sum(session => session.GetProperty("minutes").GetInt32())).ToList();
            var drills = Minutes(session => Purpose(session) == "practice");
            if (drills > Minutes(session => Purpose(session) == "learn" && !IsCase(session))) tests.Add(Minutes(IsCase) > 0 && tests.Count == 0 ? "wrong answers, drills and worked cases" : "drills");
            text.Append(CultureInfo.InvariantCulture, $"week {week.Key + 1,2}  {Minutes(_ => true) / 60.0:0.#} hours  {(tests.Count > 0 ? string.Join(", ", tests) : others[0].Key)}\n");
        }
        return text.ToString().TrimEnd();
    }

    private static string TopicOf(JsonElement session)
    {
        var reason = session.GetProperty("reason").GetString()!;
        var at = Math.Max(reason.IndexOf("Part of: ", StringComparison.Ordinal) + "Part of: ".Length, reason.IndexOf("Belongs to: ", StringComparison.Ordinal) + "Belongs to: ".Length);
        var topic = reason[at..];
        return topic[..topic.IndexOfAny([':', ';', '.'])];
    }

    [Fact]
    public async Task The_document_has_the_agreed_shape_and_every_learning_session_says_what_to_study_from()
    {
        var run = await CommandLine.RunAsync("plan", Profile(), "--exam", "AIP-C01", "--date", "2027-02-01", "--as-of", "2026-11-23", "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal(["exam", "start", "date", "fits", "shortfallHours", "chance", "sessions", "milestones", "options", "notes"], run.Json.EnumerateObject().Select(property => property.Name));
        var sessions = run.Json.GetProperty("sessions").EnumerateArray().ToList();
        Assert.Equal(["id", "date", "minutes", "purpose", "title", "skills", "reason", "resources", "lab", "project"], sessions[0].EnumerateObject().Select(property => property.Name));
        Assert.All(sessions.Where(session => session.GetProperty("purpose").GetString() == "learn"), session => Assert.NotEmpty(session.GetProperty("resources").EnumerateArray()));
        Assert.All(sessions.Where(session => session.GetProperty("purpose").GetString() == "mock"), session => Assert.Contains(session.GetProperty("resources").EnumerateArray(), resource => resource.GetProperty("id").GetString()!.StartsWith("exam-guide-aip-c01", StringComparison.Ordinal)));
        Assert.False(run.Json.GetProperty("fits").GetBoolean());
        Assert.True(run.Json.GetProperty("shortfallHours").GetDouble() > 0);
        Assert.Equal(["laterDate", "moreHours", "smallerScope", "asIs"], run.Json.GetProperty("options").EnumerateArray().Select(option => option.GetProperty("change").GetString()));
        Assert.Equal("exam", run.Json.GetProperty("milestones").EnumerateArray().Last().GetProperty("id").GetString());
    }

    [Fact]
    public async Task Earliest_is_a_day_on_which_everything_fits_and_the_day_before_is_none()
    {
        var run = await CommandLine.RunAsync("plan", Profile(), "--exam", "AIP-C01", "--date", "earliest", "--as-of", "2026-11-23", "--json");

        Assert.True(run.Json.GetProperty("fits").GetBoolean());
        var day = DateOnly.FromDateTime(run.Json.GetProperty("date").GetDateTime());
        var sooner = await CommandLine.RunAsync("plan", Profile(), "--exam", "AIP-C01", "--date", day.AddDays(-4).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--as-of", "2026-11-23", "--json");
        Assert.False(sooner.Json.GetProperty("fits").GetBoolean());
    }

    [Fact]
    public async Task A_plan_for_a_beta_says_so_and_what_that_means()
    {
        var beta = await CommandLine.RunAsync("plan", Profile(), "--exam", "MLA-C02", "--date", "2027-01-10", "--as-of", "2026-11-23", "--json");
        var standard = await CommandLine.RunAsync("plan", Profile(), "--exam", "MLA-C02", "--date", "2027-01-20", "--as-of", "2026-11-23", "--json");

        Assert.Contains(beta.Json.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("is a beta: 85 questions in 170 minutes; $75", StringComparison.Ordinal));
        Assert.DoesNotContain(standard.Json.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("is a beta", StringComparison.Ordinal));
        Assert.Contains(standard.Json.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("Check the official page before booking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_profile_says_when_there_is_time_what_is_known_and_which_projects()
    {
        var profile = Profile("""{"role": "cloud", "plan": {"minutes": {"saturday": 240, "sunday": 240}, "daysOff": ["2026-12-19 to 2026-12-20"], "known": ["vector-stores"], "projects": ["grounded-answers"], "timeZone": "Europe/Berlin"}}""");
        var calendar = _directory.File("plan.ics");

        var run = await CommandLine.RunAsync("plan", profile, "--exam", "AIP-C01", "--date", "2027-06-01", "--as-of", "2026-11-23", "--ics", calendar, "--json");

        var sessions = run.Json.GetProperty("sessions").EnumerateArray().ToList();
        Assert.All(sessions, session => Assert.Contains(session.GetProperty("date").GetDateTime().DayOfWeek, new[] { DayOfWeek.Saturday, DayOfWeek.Sunday }));
        Assert.DoesNotContain(sessions, session => session.GetProperty("date").GetString() is "2026-12-19" or "2026-12-20");
        Assert.DoesNotContain(sessions, session => session.GetProperty("id").GetString()!.StartsWith("learn:vector-stores", StringComparison.Ordinal));
        Assert.Contains(sessions, session => session.GetProperty("project").GetString() == "grounded-answers");
        var text = await File.ReadAllTextAsync(calendar, TestContext.Current.CancellationToken);
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.Contains("TZID:Europe/Berlin", text, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("decide", profile, "--draws", "1000", "--json")).Code);     // one file serves both
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(80, 80)]
    public async Task A_week_holds_the_hours_of_the_profile(double hours, double planned)
    {
        var run = await CommandLine.RunAsync("plan", Profile($$"""{"hoursPerWeek": {{hours}}}"""), "--exam", "AIP-C01", "--date", "2027-02-01", "--as-of", "2026-11-23", "--json");

        var first = run.Json.GetProperty("sessions").EnumerateArray().Where(session => session.GetProperty("date").GetDateTime() < new DateTime(2026, 11, 30)).Sum(session => session.GetProperty("minutes").GetInt32());
        Assert.Equal(planned, first / 60.0, 0.5);
    }

    [Theory]
    [InlineData("MLS-C01", "2027-03-01", "{}", 1, "MLS-C01 can't be sat on 2027-03-01: its last exam day was 2026-03-31. MLA-C02, AWS Certified Machine Learning Engineer - Associate, can be sat then.")]
    [InlineData("MLA-C01", "2026-12-20", "{}", 1, "MLA-C01 can't be sat on 2026-12-20: not in English.")]
    [InlineData("MLS-C01", "earliest", "{}", 1, "MLS-C01 can't be sat")]
    [InlineData("AIP-C01", "2026-11-01", "{}", 1, "--date 2026-11-01 does not lie after 2026-11-23, the first day of the plan; everything fits by 2027-")]
    [InlineData("MLS-C01", "2026-03-27", "{}", 1, "--date 2026-03-27 does not lie after 2026-11-23, the first day of the plan; MLS-C01 can't be sat on 2026-11-24: its last exam day was 2026-03-31. MLA-C02,")]
    [InlineData("DBS-C01", "2027-03-01", "{}", 1, "exams that can be planned are")]
    [InlineData("AIP-C01", "soon", "{}", 2, "--date must be a day such as 2027-03-15, or 'earliest', not 'soon'.")]
    [InlineData("AIP-C01", "2027-03-01", """{"plan": {"minutes": {"monday": 0}}}""", 1, "A week without a minute holds no plan")]
    [InlineData("AIP-C01", "2027-03-01", """{"plan": {"daysOff": ["2026-11-23 to 2027-03-05"]}}""", 1, "Every day until 2027-03-01 is without time; the first day with some is 2027-03-06.")]
    [InlineData("AIP-C01", "2027-03-01", """{"plan": {"timeZone": "Europe/Berln"}}""", 1, "there is no time zone 'Europe/Berln'; the nearest is 'Europe/Berlin'.")]
    [InlineData("AIP-C01", "2027-03-01", """{"hoursPerWeek": 0}""", 1, "hoursPerWeek must be from 0.5 to 80, not 0.")]
    [InlineData("AIP-C01", "2027-03-01", """{"plan": {"known": ["kms-encription-ml"]}}""", 2, "the nearest is 'kms-encryption-ml'.")]
    public async Task What_can_not_be_planned_is_refused_with_the_nearest_thing_that_works(string exam, string date, string profile, int code, string words) =>
        (await CommandLine.RunAsync("plan", Profile(profile), "--exam", exam, "--date", date, "--as-of", "2026-11-23")).RefusedWith(code, words);

    [Fact]
    public async Task A_day_before_an_exam_begins_is_answered_with_the_first_day_on_which_it_can_be_sat() =>
        (await CommandLine.RunAsync("plan", Profile(), "--exam", "MLA-C02", "--date", "2026-09-01", "--as-of", "2026-08-01"))
            .RefusedWith(1, "MLA-C02 can't be sat on 2026-09-01: its beta starts on 2026-09-29. The first day on which it can is 2026-09-29.");

    /// <summary>The program itself, in a process of its own.</summary>
    [Theory]
    [InlineData("MLS-C01", "{}", "certus: MLS-C01 can't be sat on 2027-03-01: its last exam day was 2026-03-31. MLA-C02, AWS Certified Machine Learning Engineer - Associate, can be sat then.\n")]
    [InlineData("AIP-C01", """{"plan": {"timeZone": "Europe/Berln"}}""", "there is no time zone 'Europe/Berln'; the nearest is 'Europe/Berlin'.\n")]
    public async Task The_program_refuses_with_one_line_on_standard_error_and_ends_with_one(string exam, string profile, string words)
    {
        var program = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Certus.Cli.dll"), "plan", Profile(profile), "--exam", exam, "--date", "2027-03-01", "--as-of", "2026-11-23", "--json"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };

        using var run = Process.Start(program)!;
        var output = run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", await output);
        Assert.EndsWith(words, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task The_table_for_people_says_the_topic_of_every_week_and_holds_the_first_days()
    {
        var run = await CommandLine.RunAsync("plan", Profile(), "--exam", "MLS-C01", "--date", "2026-03-27", "--as-of", "2025-12-05");

        Assert.Equal(0, run.Code);
        Assert.Matches("(?m)^  1 .*  ML fundamentals", run.Out);
        Assert.Matches("(?m)^  5 .*  SageMaker practice", run.Out);
        Assert.Contains("Everything fits.", run.Out, StringComparison.Ordinal);
        Assert.Contains("First full practice test", run.Out, StringComparison.Ordinal);
        Assert.Contains("The first week:", run.Out, StringComparison.Ordinal);
    }
}
