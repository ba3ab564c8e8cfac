using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Certus.Lab.S3;

/// <summary>The bytes of a form's file, which must be as many as its policy says.</summary>
/// <param name="file">Up to the form's next boundary.</param>
/// <param name="least">Bytes, from 0.</param>
/// <param name="most">Bytes.</param>
internal sealed class PostedFile(Stream file, long least, long most) : ReadOnlyStream
{
    private long _read;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        int read;
        try
        {
            read = await file.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException && broken is not (BadHttpRequestException or ConnectionResetException))
        {
            throw Malformed();
        }
        _read += read;
        if (_read > most) throw new AwsException("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size") { Members = { ["ProposedSize"] = _read, ["MaxSizeAllowed"] = most } };
        if (read == 0 && _read < least) throw new AwsException("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size") { Members = { ["ProposedSize"] = _read, ["MinSizeAllowed"] = least } };
        return read;
    }

    /// <summary>A form that is none, or breaks off.</summary>
    public static AwsException Malformed() => new("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
}
