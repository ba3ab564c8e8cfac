namespace Certus.Store.Anki;

/// <summary>Reads what an entry unpacks to, and stops where it is more than an entry may be.</summary>
internal sealed class LimitedStream(Stream inner, string entry, long packed, long most, PackageLimits limits, Budget budget, CancellationToken cancel) : Stream
{
    private long _read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        _read += read;
        budget.Used += read;
        if (_read > most) throw new PackageFault($"the entry {entry} unpacks to more than {Size(most)}.");
        if (budget.Used > limits.Total) throw new PackageFault($"with the entry {entry} it unpacks to more than {Size(limits.Total)}.");
        if (_read > limits.Small && _read / limits.Ratio > packed) throw new PackageFault($"the entry {entry} unpacks to more than {limits.Ratio} times its size.");
        return read;
    }

    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private static string Size(long bytes) => bytes >= 1 << 20 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes >> 20} MiB") : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes} bytes");
}
