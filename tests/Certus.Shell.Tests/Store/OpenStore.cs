using Certus.Practice;
using Certus.Store;

namespace Certus.Shell.Tests.Store;

/// <summary>An open data file with what is done with it, in a directory of its own.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly TempDirectory? _directory;

    private OpenStore(DataFile file, TempDirectory? directory)
    {
        (File, _directory) = (file, directory);
        Log = new(file);
        Sittings = new(file, Log);
    }

    public DataFile File { get; }

    public EventLog Log { get; }

    public Sittings Sittings { get; }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<OpenStore> NewAsync()
    {
        var directory = new TempDirectory();
        return new(await DataFile.OpenAsync(directory.DataFile, Cancel), directory);
    }

    /// <summary>The file of a directory that the test owns.</summary>
    public static async Task<OpenStore> AtAsync(TempDirectory directory) => new(await DataFile.OpenAsync(directory.DataFile, Cancel), null);

    /// <summary>A second one at the same file, as another process would have it.</summary>
    public async Task<OpenStore> AnotherAsync() => new(await DataFile.OpenAsync(File.Path, Cancel), null);

    public async Task<Sitting> StartAsync(int questions = 5, SittingMode mode = SittingMode.Exam, Learner? learner = null, string prefix = "question")
    {
        var items = Samples.Items(questions, prefix);
        return await Sittings.StartAsync(learner ?? Learner.Local, Samples.Start(items, mode, mode == SittingMode.Exam ? 180 : null), items, Cancel);
    }

    /// <summary>Appends one event to the local learner's sitting.</summary>
    public async Task<Submission> AppendAsync(Guid sitting, SittingEvent happened) =>
        (await Log.AppendAsync(Learner.Local, sitting, [happened], Cancel))!.Outcomes[0];

    public async ValueTask DisposeAsync()
    {
        await File.DisposeAsync();
        _directory?.Dispose();
    }
}
