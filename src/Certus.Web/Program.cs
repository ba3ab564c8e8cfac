using System.IO.Compression;
using Certus.Lab.Athena.Engine;
using Certus.Lab.SageMaker.Training;
using Certus.Store;
using Certus.Web;
using Certus.Web.About;
using Certus.Web.Catalog;
using Certus.Web.Content;
using Certus.Web.Decide;
using Certus.Web.Failures;
using Certus.Web.Home;
using Certus.Web.Labs;
using Certus.Web.Measure;
using Certus.Web.Plan;
using Certus.Web.Practice;
using Certus.Web.Remember;
using Certus.Web.Safety;
using Certus.Web.Settings;
using Microsoft.AspNetCore.ResponseCompression;

// A training job of the sandbox is a process of its own; where the program was published with its runtime it is this one again.
if (args is [TrainingJobProgram.HostedVerb, var job]) return TrainingJobProgram.Run(job);
if (args is [EngineProgram.HostedVerb]) return EngineProgram.Run();

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.SetMinimumLevel(LogLevel.Warning)
    .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
    .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
    .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);     // what it would say is thrown too

if (Loopback.Refusal(builder.Configuration) is { } refusal)
{
    Console.Error.WriteLine(refusal);
    return 2;
}
builder.WebHost.UseUrls(Loopback.Addresses(builder.Configuration)).UseStaticWebAssets();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
});
try
{
    await builder.Services.AddRoomsAsync(builder.Configuration, CancellationToken.None);
}
catch (StoreException unusable)
{
    Console.Error.WriteLine(unusable.Message);
    return 1;
}
builder.Services.AddForgeryProtection(builder.Configuration);
builder.Services.AddResponseCompression(compression => compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"])     // figures are text
    .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal)     // a third of the size for a fraction of a millisecond
    .Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
builder.Services.AddRazorComponents();

var app = builder.Build();
app.Use(ResponseHeaders.Add);
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Failure.Answer, SuppressDiagnosticsCallback = Failure.IsExpected });
app.Use(Loopback.CheckHost);
app.Use(Origin.Check);
app.UseStatusCodePages(status => Failure.Answer(status.HttpContext));
app.UseResponseCompression();
app.Use(Forgery.Check);

app.MapStaticAssets();
app.MapHome();
app.MapDecide();
app.MapCompare();
app.MapExams();
app.MapPlan();
app.MapPlanProgress();
app.MapPlanCalendar();
app.MapPracticeStart();
Diagnostics.Map(app);
Drills.Map(app);
app.MapQuestionScreen();
app.MapSittingEvents();
app.MapReviewGrid();
app.MapBundle();
app.MapPauseSitting();
app.MapEndSitting();
app.MapFigures();
app.MapResult();
app.MapHistory();
app.MapMeasure();
app.MapSureness();
app.MapBeliefs();
app.MapResults();
app.MapMeasureHistory();
app.MapTrackRecord();
app.MapReview();
app.MapReviewQuestion();
app.MapMemoryStatistics();
app.MapDecks();
app.MapCardImport();
app.MapMissCards();
app.MapLessons();
app.MapLabs();
app.MapProjects();
app.MapResources();
app.MapSandboxState();
app.MapOptions();
app.MapWorkload();
app.MapReportedQuestions();
app.MapSettings();
app.MapBankOverview();
app.MapBankStatistics();
app.MapAbout();

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Certus is ready. Now listening on: {string.Join(" ", app.Urls)}"));
try
{
    app.Run();
    return 0;
}
catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    Console.Error.WriteLine($"{Loopback.Addresses(builder.Configuration)[0]} is taken by another program; close that one, or choose another address with --urls.");
    return 1;
}
