using System.Buffers;
using System.Globalization;
using System.Text;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>Takes aws-chunked framing off a body: chunks with a size and perhaps a signature, then trailers.</summary>
internal sealed class AwsChunkedStream(Stream inner, ChunkSignatures? signatures) : ReadOnlyStream
{
    private const int LongestLine = 4096;
    private const int MostTrailers = 16;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private long _left;
    private bool _between;
    private bool _done;

    /// <summary>The trailers, once the end was read; names in lower case.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_done || buffer.IsEmpty) return 0;
        if (_left == 0 && !await BeginChunkAsync(cancellationToken)) return 0;
        var wanted = (int)Math.Min(buffer.Length, _left);
        int read;
        if (_end > _start)
        {
            read = Math.Min(wanted, _end - _start);
            _buffer.AsMemory(_start, read).CopyTo(buffer);
            _start += read;
        }
        else
        {
            read = await inner.ReadAsync(buffer[..wanted], cancellationToken);
            if (read == 0) throw Incomplete();
        }
        signatures?.Append(buffer.Span[..read]);
        _left -= read;
        if (_left == 0) signatures?.EndChunk();
        return read;
    }

    private async ValueTask<bool> BeginChunkAsync(CancellationToken cancel)
    {
        if (_between && (await LineAsync(cancel)).Length != 0) throw Incomplete();
        _between = true;
        var line = await LineAsync(cancel);
        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        var size = semicolon < 0 ? line : line[..semicolon];
        if (size.Length is 0 or > 15 || !long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left)) throw new AwsException("InvalidChunkSizeError", "The size of a chunk is no hexadecimal number.");
        signatures?.BeginChunk(semicolon < 0 ? "" : line[(semicolon + 1)..]);
        if (_left > 0) return true;
        signatures?.EndChunk();
        await TrailersAsync(cancel);
        _done = true;
        return false;
    }

    private async ValueTask TrailersAsync(CancellationToken cancel)
    {
        while (true)
        {
            // Some clients leave out the last empty line.
            var line = await LineAsync(cancel, mayEnd: true);
            if (line.Length == 0) break;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || Trailers.Count == MostTrailers) throw MalformedTrailer();
            Trailers[line[..colon].Trim().ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }
        signatures?.EndTrailers(Trailers);
    }

    private async ValueTask<string> LineAsync(CancellationToken cancel, bool mayEnd = false)
    {
        while (true)
        {
            var found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, found);
                _start += found + 1;
                return line.EndsWith('\r') ? line[..^1] : line;
            }
            if (_end - _start > LongestLine) throw Incomplete();
            if (_start > 0)
            {
                Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
                (_start, _end) = (0, _end - _start);
            }
            var read = await inner.ReadAsync(_buffer.AsMemory(_end, _buffer.Length - _end), cancel);
            if (read == 0) return mayEnd && _end == _start ? "" : throw Incomplete();
            _end += read;
        }
    }

    public static AwsException MalformedTrailer() => new("MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");

    public static AwsException Incomplete() => new("IncompleteBody", "The request body terminated unexpectedly");
}
