using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation;

/// <summary>Names, ARNs and the refusals of CloudFormation.</summary>
internal static partial class CloudFormationNames
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int Suffix = 12;
    private const int LongestStack = 128;

    public static string StackArn(string region, string name) => $"arn:aws:cloudformation:{region}:{LabCaller.Account}:stack/{name}/{NewId()}";

    public static string NewId() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();

    /// <summary>Refuses a name that is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="loosely">Whether underscores and a digit in front are let through, which AWS refuses.</param>
    public static void CheckStack(string name, bool loosely)
    {
        if (!StackName().IsMatch(loosely ? "s" + name.Replace('_', '-') : name))
            throw Invalid($"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
        if (name.Length > LongestStack) throw Invalid($"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to {LongestStack}");
    }

    /// <summary>A name for a thing that its template leaves unnamed: the stack's, the logical id and twelve random letters.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="logical">The logical id.</param>
    /// <param name="longest">The most letters the service takes.</param>
    /// <param name="lower">Whether the service takes small letters only.</param>
    public static string NewName(string stack, string logical, int longest, bool lower)
    {
        var (room, chance) = (longest - Suffix - 1, RandomNumberGenerator.GetString(Letters, Suffix));
        var shortLogical = logical[..Math.Min(logical.Length, room / 2)];
        var shortStack = stack.Replace('_', '-')[..Math.Min(stack.Length, room - shortLogical.Length - 1)].TrimEnd('-');
        var name = $"{shortStack}-{shortLogical}-{chance}";
        return lower ? name.ToLowerInvariant() : name;
    }

    /// <summary>Refuses texts with characters that the answers, which are XML, can't carry.</summary>
    public static void CheckTexts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    CheckText(key);
                    CheckTexts(value);
                }
                break;
            case JsonArray list:
                foreach (var item in list) CheckTexts(item);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                CheckText(text);
                break;
        }
    }

    private static void CheckText(string text)
    {
        try
        {
            XmlConvert.VerifyXmlChars(text);
        }
        catch (XmlException)
        {
            throw Invalid("Template format error: a text has a control character that XML does not know.");
        }
    }

    public static AwsException Invalid(string message) => new("ValidationError", message);

    /// <summary>What a resource would take is somebody else's.</summary>
    public static AwsException Taken(string message) => new("AlreadyExists", message, 409);

    public static AwsException NoStack(string named) => Invalid($"Stack with id {named} does not exist");

    /// <summary>Where a list goes on.</summary>
    public static string Token(int from) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"from {from}")));

    public static int From(string? token)
    {
        if (token is null) return 0;
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(' ') is ["from", var at] && int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            ? from : throw Invalid("The token of the next page is none of this list's.");
    }

    [GeneratedRegex(@"\A[a-zA-Z][-a-zA-Z0-9]*\z")]
    private static partial Regex StackName();
}
