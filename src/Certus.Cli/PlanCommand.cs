using System.CommandLine;
using System.Globalization;
using System.Text;
using Certus.Catalog;
using Certus.Content;
using Certus.Decide;
using Certus.Plan;
using Certus.Plan.Calendars;
using Certus.Store;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus plan PROFILE.json --exam EXAM --date DATE</c>: what to do on which day until the exam.</summary>
internal static class PlanCommand
{
    private const string Earliest = "earliest";
    private const int UsualMockMinutes = 180;

    public static Command Make(Terminal terminal)
    {
        var profile = new Argument<string>("PROFILE") { Description = "A JSON file that says who you are; '{}' is one. Its member 'plan' may say minutes, daysOff, known, projects and timeZone: docs/models/plan.md." };
        var exam = new Option<string>("--exam") { Description = "Code of an exam, such as MLA-C02.", HelpName = "EXAM", Required = true };
        var date = new Option<string>("--date") { Description = "The day of the exam, as 2027-02-01, or 'earliest': the first day on which everything fits and the exam can be sat.", HelpName = "DATE", Required = true };
        var ics = new Option<string?>("--ics") { Description = "Write the plan as a calendar file too.", HelpName = "FILE" };
        var (asOf, content, json) = (Shared.AsOf("--as-of", "The first day of the plan, as 2026-11-23; left out, today."), Shared.Content(), Shared.Json());
        var command = new Command("plan", "Say what to study on which day until an exam, and what to give up where it doesn't fit.") { profile, exam, date, asOf, ics, content, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var library = LoadedContent.Load(parsed.GetValue(content)!, terminal, cancel);
            var facts = library.Market ?? throw Refusal.No("the built-in content lacks what a profile is read with; 'certus check' tells why.");
            var path = parsed.GetRequiredValue(profile);
            var bytes = await DecideCommand.ReadAsync(path, cancel);
            var person = ProfileJson.Read(bytes, library.Register, facts) switch
            {
                ProfileReading.Accepted accepted => accepted.Profile,
                // No hours hold no plan, whichever member says so: that is an answer.
                ProfileReading.Refused refused => throw new Refusal(refused.Faults.All(fault => fault.Field == "hoursPerWeek") ? Exit.No : Exit.WrongUse, $"{path}: {string.Join(' ', refused.Faults.Select(fault => fault.Message))}"),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            PlanFile own;
            try
            {
                own = PlanFile.Read(bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes, person, library);
            }
            catch (Refusal wrong)
            {
                throw new Refusal(wrong.ExitCode, $"{path}: {wrong.Message}");
            }
            var certification = Shared.Find(library.Register, parsed.GetRequiredValue(exam));
            var start = parsed.GetValue(asOf) ?? terminal.Today;
            var request = Request(library, certification, person, own, start);
            var day = DayOf(parsed.GetRequiredValue(date), library, certification, person, request);
            request = request with { ExamDay = day, MockMinutes = MockMinutes(certification, day) };
            cancel.ThrowIfCancellationRequested();
            var plan = Planner.Make(request);
            plan = plan with { Notes = [.. NotesOf(certification, day), .. PlanInputs.KnownNote(library, certification.Code, person) is { } known ? [known] : Array.Empty<string>(), .. plan.Notes] };
            if (parsed.GetValue(ics) is { } calendar) await WriteAsync(calendar, plan, own.Zone, terminal.Clock.GetUtcNow(), cancel);
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, PlanView.Of(plan));
            else Print(terminal, plan, certification, request.Syllabus);
            return Exit.Good;
        });
        return command;
    }

    private static PlanRequest Request(Library library, Certification exam, Certus.Decide.Profile person, PlanFile own, DateOnly start)
    {
        var form = ReadinessInputs.FormOf(exam, library.Bank) ?? throw Refusal.No($"the catalog does not know how many questions of {exam.Code} count; exams that can be planned are {string.Join(", ", library.Register.Certifications.Where(other => Plannable(library, other)).Select(other => other.Code))}.");
        if (!Plannable(library, exam)) throw Refusal.No($"no skill of the content belongs to {exam.Code}; exams that can be planned are {string.Join(", ", library.Register.Certifications.Where(other => Plannable(library, other)).Select(other => other.Code))}.");
        var left = new Dictionary<string, double>(PlanInputs.LeftFor(library, person), StringComparer.Ordinal);
        foreach (var skill in own.Known) left[skill] = 0;
        var syllabus = PlanInputs.SyllabusOf(library, exam.Code, left);
        return new()
        {
            Syllabus = syllabus, Time = own.Time, Start = start, ExamDay = start.AddDays(1), Form = form, Labs = PlanInputs.LabsOf(library, exam), LastExamDay = exam.Lifecycle.LastDay, ReviewMinutes = PlanInputs.ReviewsOf(library, syllabus),
            Projects = [.. own.Projects.Select(id => library.Projects.First(project => project.Id == id).ToPlan())], MockMinutes = MockMinutes(exam, start),
        };
    }

    private static bool Plannable(Library library, Certification exam) =>
        exam.Format.Scored is not null && exam.Domains.Count > 0 && library.Register.SkillList.Any(skill => skill.Tasks.Any(task => exam.DomainOf(task) is not null));

    private static int MockMinutes(Certification exam, DateOnly day) => exam.Offered(exam.Lifecycle.On(day)).Minutes ?? exam.Format.FormMinutes ?? UsualMockMinutes;

    /// <summary>The day of the exam that was asked for; refused where nobody can sit it then.</summary>
    private static DateOnly DayOf(string text, Library library, Certification exam, Certus.Decide.Profile person, PlanRequest request)
    {
        var language = person.Language ?? "English";
        var start = request.Start;
        if (text.Equals(Earliest, StringComparison.OrdinalIgnoreCase))
        {
            if (PlanRefusal.NoTime(request.Time, start, null) is { } never) throw Refusal.No(never);
            var sittable = Enumerable.Range(1, Planner.MostDays).Select(start.AddDays).FirstOrDefault(day => PlanRefusal.MayBeSat(exam, day, language));
            if (sittable == default) throw Refusal.No(PlanRefusal.Unbookable(library.Register, exam, start.AddDays(1), language)!.Value.Sentence);
            return EarliestDay(exam, request, language)
                ?? throw Refusal.No(Invariant($"on no day up to {start.AddDays(Planner.MostDays):yyyy-MM-dd} on which {exam.Code} can be sat does everything fit; name a day, as --date {sittable:yyyy-MM-dd}, to see what does."));
        }
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw Refusal.WrongUse(Invariant($"--date must be a day such as {start.AddDays(112):yyyy-MM-dd}, or 'earliest', not '{text}'."));
        if (day <= start) throw Refusal.No(Invariant($"--date {day:yyyy-MM-dd} does not lie after {start:yyyy-MM-dd}, the first day of the plan; {Instead(library, exam, language, request)}"));
        if (day.DayNumber - start.DayNumber > Planner.MostDays) throw Refusal.WrongUse(Invariant($"--date {day:yyyy-MM-dd} is too far; a plan reaches to {start.AddDays(Planner.MostDays):yyyy-MM-dd}."));
        if (PlanRefusal.Unbookable(library.Register, exam, day, language) is var (sentence, _)) throw Refusal.No(sentence);
        if (PlanRefusal.NoTime(request.Time, start, day) is { } none) throw Refusal.No(none);
        return day;
    }

    /// <summary>What to name instead of a day that is past.</summary>
    private static string Instead(Library library, Certification exam, string language, PlanRequest request)
    {
        var days = Enumerable.Range(1, Planner.MostDays).Select(request.Start.AddDays);
        if (days.FirstOrDefault(day => PlanRefusal.MayBeSat(exam, day, language)) is var first && first == default) return PlanRefusal.Unbookable(library.Register, exam, request.Start.AddDays(1), language)!.Value.Sentence;
        return PlanRefusal.NoTime(request.Time, request.Start, null) is null && EarliestDay(exam, request, language) is { } fits ? Invariant($"everything fits by {fits:yyyy-MM-dd}.") : Invariant($"the first day to name is {first:yyyy-MM-dd}.");
    }

    /// <summary>The first day on which everything fits and the exam can be sat.</summary>
    private static DateOnly? EarliestDay(Certification exam, PlanRequest request, string language) =>
        Planner.Earliest(request, day => day > request.Start && PlanRefusal.MayBeSat(exam, day, language));

    private static IEnumerable<string> NotesOf(Certification exam, DateOnly day)
    {
        var status = exam.Lifecycle.On(day);
        if (PlanRefusal.BetaNote(exam, day) is { } beta) yield return beta;
        else if (status.State != ExamState.Verified) yield return $"{exam.Code} on {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {status.Explanation}";
    }

    private static async Task WriteAsync(string path, StudyPlan plan, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancel)
    {
        if (path.Length == 0) throw Refusal.WrongUse("--ics needs the name of a file, such as plan.ics.");
        if (Directory.Exists(path)) throw Refusal.WrongUse($"{path} is a directory, not a file to write the calendar to.");
        try
        {
            await File.WriteAllTextAsync(path, PlanCalendar.Write(plan, zone, CalendarTimes.Usual, new(0, now, "local")), new UTF8Encoding(false), cancel);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw Refusal.WrongUse($"{path} can't be written.");
        }
    }

    private static void Print(Terminal terminal, StudyPlan plan, Certification exam, Syllabus syllabus)
    {
        var blockOf = syllabus.Skills.ToDictionary(skill => skill.Id, skill => skill.Block, StringComparer.Ordinal);
        var topics = syllabus.Blocks.ToDictionary(block => block.Number, block => block.Topic);
        void Say(string text) => terminal.Screen.Write(new Text(text + "\n"));
        Say(Invariant($"{exam.Code}, {exam.Name}: {plan.Start:yyyy-MM-dd} to the exam on {plan.ExamDay:yyyy-MM-dd}. {(plan.Fits ? "Everything fits." : Invariant($"{plan.ShortfallHours:0.#} hours lack."))} Chance to pass: {Percent(plan.Chance)}."));
        foreach (var note in plan.Notes) Say(note);
        if (plan.Options.Count > 0) terminal.Out.WriteLine();
        foreach (var option in plan.Options) Say($"  {option.Title} Chance to pass: {Percent(option.Chance)}.");
        var weeks = new Table().Border(TableBorder.Simple).AddColumns("Week", "From", "Hours", "Learn", "Lab", "Practice", "Review", "Mock", "Free", "Mostly");
        foreach (var week in plan.Sessions.GroupBy(session => (session.Day.DayNumber - plan.Start.DayNumber) / 7))
        {
            Text Minutes(Purpose purpose) => new(week.Where(session => session.Purpose == purpose).Sum(session => session.Minutes) is > 0 and var minutes ? Invariant($"{minutes / 60.0:0.0}") : "-");
            var mocks = week.Where(session => session.Purpose == Purpose.Mock).Select(session => session.Title);
            var learned = week.Where(session => session.Purpose == Purpose.Learn).GroupBy(session => blockOf[session.Skills[0]]).MaxBy(block => block.Sum(session => session.Minutes));
            string[] most = [.. mocks, .. learned is null ? Array.Empty<string>() : [topics[learned.Key]]];
            weeks.AddRow(
                new Text(Invariant($"{week.Key + 1}")), new Text(Invariant($"{plan.Start.AddDays(7 * week.Key):yyyy-MM-dd}")), new Text(Invariant($"{week.Sum(session => session.Minutes) / 60.0:0.0}")),
                Minutes(Purpose.Learn), Minutes(Purpose.Lab), Minutes(Purpose.Practice), Minutes(Purpose.Review), Minutes(Purpose.Mock), Minutes(Purpose.Rest), new Text(string.Join("; ", most)));
        }
        terminal.Write(weeks);
        Say("The first week:");
        foreach (var session in plan.Sessions.TakeWhile(session => session.Day.DayNumber - plan.Start.DayNumber < 7))
            Say(Invariant($"  {session.Day:ddd yyyy-MM-dd} {session.Minutes,4} min  {session.Purpose.ToString().ToLowerInvariant(),-8} {session.Title}. {session.Reason}"));
        terminal.Out.WriteLine();
        foreach (var milestone in plan.Milestones) Say(Invariant($"  {milestone.Day:yyyy-MM-dd}  {milestone.Title}"));
        terminal.Out.WriteLine();
        terminal.Out.WriteLine("Every session with its reason and what to study it from: --json. What the chance rests on, and how sure that is: docs/models/plan.md. Certus is not affiliated with AWS.");
    }

    private static string Percent(PassChance chance) => Invariant($"{chance.Chance * 100:0} % (90 % interval {chance.Low * 100:0} to {chance.High * 100:0} %)");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
