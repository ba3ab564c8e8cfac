using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>Lines of UTF-8 without their ends; the byte order mark is left off.</summary>
internal sealed class LineReader(Stream stream)
{
    private const int LongestLine = 1 << 26;

    private byte[] _buffer = new byte[1 << 16];
    private int _from;
    private int _to;
    private bool _ended;

    /// <summary>The line last read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line; it is good until the one after it.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_from + searched, _to - _from - searched).IndexOf((byte)'\n');
            if (end >= 0 || (_ended && _to > _from))
            {
                var length = end >= 0 ? searched + end : _to - _from;
                line = _buffer.AsSpan(_from, length);
                _from += Math.Min(length + 1, _to - _from);
                if (line.EndsWith("\r"u8)) line = line[..^1];
                if (Number++ == 0 && line.StartsWith("\uFEFF"u8)) line = line[3..];
                return true;
            }
            if (_ended)
            {
                line = [];
                return false;
            }
            searched = _to - _from;
            Fill();
        }
    }

    private void Fill()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }
        if (_to == _buffer.Length)
        {
            if (_buffer.Length >= LongestLine) throw new ClientErrorException($"Line {Number + 1} is longer than {LongestLine >> 20} MB.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        var read = stream.Read(_buffer, _to, _buffer.Length - _to);
        if (read == 0) _ended = true;
        _to += read;
    }
}
