using Certus.Lab.CloudWatch;
using Certus.Lab.Logs;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.SageMaker.Jobs;

/// <summary>What a job says and measures while it runs, handed on to CloudWatch in pieces: a write for each line would be a sync to disk for each line.</summary>
internal sealed class JobLog : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly LogStreams _streams;
    private readonly Metrics _metrics;
    private readonly TimeProvider _clock;
    private readonly (string Region, string Group, string Stream) _place;
    private readonly (string Space, IReadOnlyList<(string, string)> Dimensions) _subject;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _pump;
    private List<LogLine> _lines = [];
    private List<MetricDatum> _data = [];

    /// <param name="group">The log group, such as /aws/sagemaker/TrainingJobs; its metrics' namespace has the same name.</param>
    /// <param name="stream">The log stream.</param>
    /// <param name="dimension">What its metrics are about, such as TrainingJobName and a name.</param>
    public JobLog(LogStreams streams, Metrics metrics, TimeProvider clock, string region, string group, string stream, (string Name, string Value) dimension)
    {
        (_streams, _metrics, _clock) = (streams, metrics, clock);
        (_place, _subject) = ((region, group, stream), (group, [dimension]));
        _pump = PumpAsync();
    }

    public void Say(string line)
    {
        lock (_gate) _lines.Add(new(_clock.GetUtcNow(), line));
    }

    /// <summary>A figure of the job; what is no number is not kept, since CloudWatch keeps none.</summary>
    public void Measure(string metric, double value)
    {
        if (!double.IsFinite(value)) return;
        lock (_gate) _data.Add(MetricDatum.Single(metric, _subject.Dimensions, _clock.GetUtcNow(), value));
    }

    /// <summary>Hands on all that was said up to now.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        List<LogLine> lines;
        List<MetricDatum> data;
        lock (_gate)
        {
            (lines, data) = (_lines, _data);
            (_lines, _data) = ([], []);
        }
        if (lines.Count > 0) await _streams.AppendAsync(_place.Region, _place.Group, _place.Stream, lines, cancel);
        if (data.Count > 0) await _metrics.PutAsync(_place.Region, _subject.Space, data, cancel);
    }

    private async Task PumpAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            await Task.Delay(Pause, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await FlushAsync(CancellationToken.None);
            }
            catch (SqliteException)
            {
                // The disk is full: the job says so where it writes its own row; its lines of this moment are lost.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _pump;
        }
        catch (ObjectDisposedException)
        {
            // The sandbox was closed meanwhile: the last lines are lost with the job.
        }
        _ended.Dispose();
    }
}
