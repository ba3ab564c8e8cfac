using Certus.Remember;
using Certus.Remember.Cards;
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
        Cards = new(file);
        Labs = new(file);
    }

    public EventLog Log { get; }
    public Sittings Sittings { get; }
    public QuestionReports Reports { get; }
    public MemoryLog Cards { get; }
    public LabGrades Labs { get; }

    /// <summary>How the learner wants to review.</summary>
    public Task<ReviewSettings> ReviewSettingsAsync(CancellationToken cancel) => RememberSettings.KeptAsync(new(_file), cancel);

    /// <summary>The memory model with the learner's own parameters, or the default ones where none were fitted.</summary>
    public Task<IMemoryModel> ModelAsync(CancellationToken cancel) => FittedModel.KeptAsync(new(_file), cancel);

    public static async Task<OwnData> OpenAsync(string? directory, CancellationToken cancel) => new(await DataFile.OpenAsync(DataDirectory.DataFilePath(directory), cancel));

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
