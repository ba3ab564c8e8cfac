using Certus.Store;

namespace Certus.Cli;

/// <summary>The learner's own data, opened for one verb.</summary>
internal sealed class OwnData : IAsyncDisposable
{
    private readonly DataFile _file;

    private OwnData(DataFile file)
    {
        _file = file;
        Log = new(file);
        Sittings = new(file, Log);
        Reports = new(file);
    }

    public EventLog Log { get; }
    public Sittings Sittings { get; }
    public QuestionReports Reports { get; }

    public static async Task<OwnData> OpenAsync(string? directory, CancellationToken cancel) => new(await DataFile.OpenAsync(DataDirectory.DataFilePath(directory), cancel));

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
