using System.Text;

namespace Certus.Lab.SageMaker;

/// <summary>Behind which row a page goes on: the value it is sorted by, and its name.</summary>
internal sealed record PageToken(string Value, string Name)
{
    public long Whole => long.TryParse(Value, out var whole) ? whole : throw SageMakerNames.BadToken();

    /// <summary>Reads a token that a page handed out; null where there is none.</summary>
    public static PageToken? Read(string? token)
    {
        if (token is null) return null;
        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length)) throw SageMakerNames.BadToken();
        return Encoding.UTF8.GetString(bytes, 0, length).Split('\n') is ["page", var value, var name] ? new(value, name) : throw SageMakerNames.BadToken();
    }

    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"page\n{Value}\n{Name}"));
}
