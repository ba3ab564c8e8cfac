using System.Globalization;
using Certus.Catalog;
using Certus.Content;
using Certus.Practice;
using Certus.Web.Failures;
using Certus.Web.Layout;

namespace Certus.Web.Catalog;

/// <summary>The exams and what can be booked on a day.</summary>
public static class Exams
{
    private const int FirstYear = 2015, LastYear = 2040;

    /// <summary>An exam with its state on the day that was asked for.</summary>
    public sealed record Row(Certification Exam, ExamStatus Status)
    {
        /// <summary>What one books on that day.</summary>
        public Offer Offer => Exam.Offered(Status);
    }

    /// <summary>What the list shows.</summary>
    /// <param name="On">The day.</param>
    /// <param name="IsToday">Whether it is today.</param>
    /// <param name="Rows">The exams.</param>
    /// <param name="Practiced">Codes of the exams that some question tests.</param>
    /// <param name="Register">Everything the catalog knows.</param>
    public sealed record Model(DateOnly On, bool IsToday, IReadOnlyList<Row> Rows, IReadOnlySet<string> Practiced, Register Register);

    /// <summary>What an exam's page shows.</summary>
    public sealed record DetailModel(Row Row, DateOnly On, bool IsToday, Register Register, int Questions, int Generators);

    /// <summary>Maps <c>/exams</c> and <c>/exams/{code}</c>; <c>?on=2027-01-20</c> asks for another day than today.</summary>
    public static void MapExams(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/exams", (Library library, TimeProvider clock, HttpContext context, string? on) =>
        {
            var today = Today(clock);
            return Date(on, today) is not { } date
                ? BadDate(context, on!)
                : Show.Page<ExamsPage>(new Model(date, date == today, Rows(library.Register, date), Practiced(library.Bank), library.Register)).ExecuteAsync(context);
        });
        routes.MapPage("/exams/{code}", (string code, Library library, TimeProvider clock, HttpContext context, string? on) =>
        {
            if (!library.Register.ByCode.TryGetValue(code.ToUpperInvariant(), out var exam)) return Failure.Answer(context, StatusCodes.Status404NotFound, $"The catalog has no exam '{code}'.");
            var today = Today(clock);
            if (Date(on, today) is not { } date) return BadDate(context, on!);
            var prefix = exam.Code + "/";
            bool Tests(IReadOnlyList<string> tasks) => tasks.Any(task => task.StartsWith(prefix, StringComparison.Ordinal));
            return Show.Page<ExamPage>(new DetailModel(
                new(exam, exam.Lifecycle.On(date)), date, date == today, library.Register,
                library.Bank.Items.Count(item => Tests(item.Question.Tasks)), library.Bank.Generators.Count(generator => Tests(generator.Tasks)))).ExecuteAsync(context);
        });
    }

    /// <summary>Codes of the exams that some written question or generator tests.</summary>
    public static IReadOnlySet<string> Practiced(Bank bank)
    {
        ArgumentNullException.ThrowIfNull(bank);
        return bank.Items.SelectMany(item => item.Question.Tasks).Concat(bank.Generators.SelectMany(generator => generator.Tasks)).Select(task => task.Split('/')[0]).ToHashSet();
    }

    /// <summary>The learner's day.</summary>
    public static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    /// <summary>All exams: those that can be practiced first, then those that can be booked, then the rest.</summary>
    public static IReadOnlyList<Row> Rows(Register register, DateOnly on) =>
        [.. register.Certifications.Select(exam => new Row(exam, exam.Lifecycle.On(on)))
            .OrderByDescending(row => row.Exam.Practice).ThenByDescending(row => row.Status.CanBeBooked).ThenBy(row => row.Exam.Code, StringComparer.Ordinal)];

    private static DateOnly? Date(string? text, DateOnly today) =>
        string.IsNullOrEmpty(text) ? today
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= FirstYear and <= LastYear ? date
        : null;

    private static Task BadDate(HttpContext context, string text) => Failure.Answer(
        context, StatusCodes.Status400BadRequest,
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? $"The catalog knows the years from {FirstYear} to {LastYear}, not {text}." : $"'{text}' is not a date; write it as 2026-11-23.");
}
