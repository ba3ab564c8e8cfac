namespace Certus.Lab.S3;

/// <summary>Bytes of several files read as one, from a place on, in constant memory and with one file open at a time.</summary>
internal sealed class ObjectStream(IReadOnlyList<(string Path, long Size)> files, long from, long length, Action done) : Stream
{
    private int _next;
    private long _skip = from;
    private long _left = length;
    private readonly long _length = length;
    private FileStream? _file;
    private bool _disposed;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => _length;

    public override long Position
    {
        get => _length - _left;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_left > 0 && buffer.Length > 0 && Ready())
        {
            var read = _file!.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            if (Took(read)) return read;
        }
        return 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_left > 0 && buffer.Length > 0 && Ready())
        {
            var read = await _file!.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
            if (Took(read)) return read;
        }
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Opens the file in which the next byte lies.</summary>
    private bool Ready()
    {
        while (_file is null && _next < files.Count)
        {
            var (path, size) = files[_next++];
            if (_skip >= size)
            {
                _skip -= size;
                continue;
            }
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0) { Position = _skip };
            _skip = 0;
        }
        return _file is not null;
    }

    private bool Took(int read)
    {
        _left -= read;
        if (read > 0) return true;
        _file!.Dispose();
        _file = null;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _file?.Dispose();
            done();
        }
        base.Dispose(disposing);
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
