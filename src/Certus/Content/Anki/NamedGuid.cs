using System.Security.Cryptography;
using System.Text;

namespace Certus.Content.Anki;

/// <summary>Ids that follow from what they name, so that the same file gives the same ids.</summary>
internal static class NamedGuid
{
    /// <summary>The first 128 bits of the name's SHA-256.</summary>
    public static Guid Of(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
