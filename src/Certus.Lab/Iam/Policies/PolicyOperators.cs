using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Certus.Lab.Iam.Policies;

/// <summary>What the operators of conditions compare, one value of the policy with one of the request.</summary>
/// <remarks>IAM User Guide, "IAM JSON policy elements: Condition operators".</remarks>
public static class PolicyOperators
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
        "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
        "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
    };

    /// <summary>Whether AWS has the operator.</summary>
    public static bool Known(string name) => Names.Contains(name);

    /// <summary>Whether a value matches what the operator would have without its Not.</summary>
    /// <param name="name">A known operator other than Null.</param>
    /// <param name="policy">The policy's value.</param>
    /// <param name="value">The request's.</param>
    /// <param name="context">Where variables are looked up; null where there are none.</param>
    public static bool Matches(string name, string policy, string value, IReadOnlyDictionary<string, IReadOnlyList<string>>? context) => name switch
    {
        "StringEquals" or "StringNotEquals" => PolicyPattern.Matches(policy, value, context, wildcards: false),
        "StringEqualsIgnoreCase" or "StringNotEqualsIgnoreCase" => PolicyPattern.Matches(policy, value, context, ignoreCase: true, wildcards: false),
        "StringLike" or "StringNotLike" => PolicyPattern.Matches(policy, value, context),
        "ArnEquals" or "ArnLike" or "ArnNotEquals" or "ArnNotLike" => PolicyPattern.MatchesArn(policy, value, context),
        "Bool" => bool.TryParse(policy, out var wanted) && bool.TryParse(value, out var sent) && wanted == sent,
        "BinaryEquals" => policy == value,
        "IpAddress" or "NotIpAddress" => Cidr(policy) is { } range && IPAddress.TryParse(value, out var address) && Contains(range, address),
        _ when name.StartsWith("Numeric", StringComparison.Ordinal) =>
            decimal.TryParse(policy, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound)
            && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Compares(name["Numeric".Length..], number.CompareTo(bound)),
        _ => PolicyDates.Read(policy) is { } limit && PolicyDates.Read(value) is { } when && Compares(name["Date".Length..], when.CompareTo(limit)),
    };

    /// <summary>A range of addresses; a single one is a range of itself.</summary>
    /// <returns>Null where it is none.</returns>
    public static (IPAddress Address, int Bits)? Cidr(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address)) return null;
        var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (slash < 0) return (address, most);
        return int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= most ? (address, bits) : null;
    }

    private static bool Contains((IPAddress Address, int Bits) range, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != range.Address.AddressFamily) return false;
        var (wanted, given) = (range.Address.GetAddressBytes(), address.GetAddressBytes());
        for (var bit = 0; bit < range.Bits; bit++)
            if (((wanted[bit / 8] ^ given[bit / 8]) & (0x80 >> (bit % 8))) != 0) return false;
        return true;
    }

    private static bool Compares(string how, int order) => how switch
    {
        "Equals" or "NotEquals" => order == 0,
        "LessThan" => order < 0,
        "LessThanEquals" => order <= 0,
        "GreaterThan" => order > 0,
        _ => order >= 0,
    };
}
