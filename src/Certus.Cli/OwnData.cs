using System.Text.Json;
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
    }

    public EventLog Log { get; }
    public Sittings Sittings { get; }
    public QuestionReports Reports { get; }
    public MemoryLog Cards { get; }

    /// <summary>How the learner wants to review; the usual where nothing was set, or what was set can't be read.</summary>
    public async Task<ReviewSettings> ReviewSettingsAsync(CancellationToken cancel)
    {
        if (!(await new Preferences(_file).AllAsync(Learner.Local, cancel)).TryGetValue("remember", out var json)) return ReviewSettings.Default;
        try { return JsonSerializer.Deserialize<ReviewSettings>(json, JsonSerializerOptions.Web) is { IsValid: true } kept ? kept : ReviewSettings.Default; }
        catch (JsonException) { return ReviewSettings.Default; }
    }

    /// <summary>The memory model with the learner's own parameters, or the default ones where none were fitted.</summary>
    public async Task<IMemoryModel> ModelAsync(CancellationToken cancel)
    {
        if (!(await new Preferences(_file).AllAsync(Learner.Local, cancel)).TryGetValue("memory-model", out var json)) return new Fsrs6(Fsrs6Parameters.Default);
        try
        {
            using var kept = JsonDocument.Parse(json);
            var numbers = kept.RootElement.GetProperty("parameters").EnumerateArray().Select(number => number.GetDouble()).ToList();
            return new Fsrs6(Fsrs6Parameters.FaultOf(numbers) is null ? new(numbers) : Fsrs6Parameters.Default);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new Fsrs6(Fsrs6Parameters.Default);
        }
    }

    public static async Task<OwnData> OpenAsync(string? directory, CancellationToken cancel) => new(await DataFile.OpenAsync(DataDirectory.DataFilePath(directory), cancel));

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
