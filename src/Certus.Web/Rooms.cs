using Certus.Content;
using Certus.Practice.Generators;
using Certus.Store;
using Certus.Web.Decide;
using Certus.Web.Labs;
using Certus.Web.Measure;
using Certus.Web.Plan;
using Certus.Web.Practice;
using Certus.Web.Remember;

namespace Certus.Web;

/// <summary>What the pages work with: the content, the data file and the clock.</summary>
public static class Rooms
{
    private const int MostComplaints = 5;

    /// <summary>Reads the content and opens the data file side by side, and registers both.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration"><c>--content DIR</c> names packs to add, separated by the platform's path separator; <c>--data DIR</c> the directory of the learner's own data.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="StoreException">The content can't be read, or the data file can't be used.</exception>
    public static async Task AddRoomsAsync(this IServiceCollection services, IConfiguration configuration, CancellationToken cancel)
    {
        var opening = DataFile.OpenAsync(DataDirectory.DataFilePath(configuration["data"]), cancel);
        var packs = (configuration["content"] ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var sources = packs.Select(pack => new ContentSource(pack, false, ContentDirectory.Read(pack, cancel)))
            .Prepend(new("content", true, ContentDirectory.Read(ContentDirectory.BuiltIn, cancel)));
        var report = ContentReader.Read([.. sources], GeneratorCatalog.All, flaws: false);
        var errors = report.Complaints.Where(complaint => complaint.Severity == Severity.Error).ToList();
        foreach (var complaint in errors.Take(MostComplaints)) await Console.Error.WriteLineAsync(complaint.ToString());
        if (errors.Count > MostComplaints) await Console.Error.WriteLineAsync($"… and {errors.Count - MostComplaints} more; 'certus check' tells them all. Files with errors are left out.");

        var data = await opening;
        services.AddSingleton(report);
        services.AddSingleton(report.Library);
        services.AddSingleton(_ => data);      // made by a factory, so that the container closes it
        services.AddSingleton(provider => new EventLog(provider.GetRequiredService<DataFile>()));
        services.AddSingleton<Sittings>();
        services.AddSingleton<Preferences>();
        services.AddSingleton<QuestionReports>();
        services.AddSingleton<ScoreReports>();
        services.AddSingleton<AnswerHistory>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<Diagnostics>();
        services.AddSingleton<Drills>();
        services.AddSingleton<RenderedQuestions>();
        services.AddSingleton<Decisions>();
        services.AddSingleton<ExamStories>();
        services.AddSingleton<RunningSittings>();
        services.AddSingleton<Readings>();
        services.AddSingleton<MemoryLog>();
        services.AddSingleton<Memory>();
        services.AddSingleton<MissedQuestions>();
        services.AddSingleton<ReviewScreen>();
        services.AddSingleton<Workloads>();
        services.AddSingleton<MemoryFits>();
        services.AddHostedService(provider => provider.GetRequiredService<MemoryFits>());
        services.AddSingleton<LabGrades>();
        services.AddSingleton<ProjectLog>();
        services.AddSingleton<PlanLog>();
        services.AddSingleton<PlanRequests>();
        services.AddSingleton<PlanDesk>();
        services.AddSingleton<Sandbox>();
        services.AddSingleton(TimeProvider.System);
    }
}
