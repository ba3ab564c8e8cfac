using System.Collections.Concurrent;

namespace Certus.Lab.Kinesis;

/// <summary>How much goes into and out of each shard in a second, held to the documented quotas.</summary>
/// <remarks>
/// In: 1,000 records and 1 MiB a second; what a quiet second saved may come at once, and a larger record when nothing else was written. Out: five reads of
/// records, five iterators and 2 MiB a second; a read of more makes the shard wait for as many seconds as it was worth (10 MiB: five). A restart forgets it.
/// </remarks>
internal sealed class ShardPace
{
    public const int RecordsIn = 1000;
    public const int BytesIn = 1 << 20;
    public const int ReadsOut = 5;
    public const int BytesOut = 2 << 20;

    private readonly ConcurrentDictionary<(long Stream, long Shard), Pace> _paces = new();

    /// <summary>Whether a record may be written now; if so it counts.</summary>
    public bool Takes(long stream, long shard, long bytes, DateTimeOffset now)
    {
        var pace = Of(stream, shard);
        lock (pace)
        {
            var passed = Math.Max(0, (now - pace.Written).TotalSeconds);
            (pace.Records, pace.Bytes) = (Math.Min(RecordsIn, pace.Records + passed * RecordsIn), Math.Min(BytesIn, pace.Bytes + passed * BytesIn));
            if (passed > 0) pace.Written = now;
            if (pace.Records < 1 || pace.Bytes < Math.Min(bytes, BytesIn)) return false;
            pace.Records--;
            pace.Bytes -= bytes;
            return true;
        }
    }

    /// <summary>Whether records may be read now; if so the read counts.</summary>
    public bool Gives(long stream, long shard, DateTimeOffset now)
    {
        var pace = Of(stream, shard);
        lock (pace)
        {
            if (now < pace.Blocked) return false;
            if (now - pace.Second >= TimeSpan.FromSeconds(1)) (pace.Second, pace.Reads, pace.BytesRead) = (now, 0, 0);
            return pace.Reads++ < ReadsOut;
        }
    }

    /// <summary>What a read came to.</summary>
    public void Gave(long stream, long shard, long bytes)
    {
        var pace = Of(stream, shard);
        lock (pace)
        {
            pace.BytesRead += bytes;
            if (pace.BytesRead >= BytesOut) pace.Blocked = pace.Second + TimeSpan.FromSeconds((double)pace.BytesRead / BytesOut);
        }
    }

    /// <summary>Whether an iterator may be asked for now; if so it counts.</summary>
    public bool Points(long stream, long shard, DateTimeOffset now)
    {
        var pace = Of(stream, shard);
        lock (pace)
        {
            if (now - pace.IteratorSecond >= TimeSpan.FromSeconds(1)) (pace.IteratorSecond, pace.Iterators) = (now, 0);
            return pace.Iterators++ < ReadsOut;
        }
    }

    public void Clear() => _paces.Clear();

    private Pace Of(long stream, long shard) => _paces.GetOrAdd((stream, shard), static _ => new());

    private sealed class Pace
    {
        public double Records = RecordsIn;
        public double Bytes = BytesIn;
        public DateTimeOffset Written;
        public DateTimeOffset Second;
        public DateTimeOffset Blocked;
        public int Reads;
        public long BytesRead;
        public DateTimeOffset IteratorSecond;
        public int Iterators;
    }
}
