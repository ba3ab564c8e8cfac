using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace Certus.Web.Decide;

/// <summary>Sentences with amounts in them, as markup in which an amount never breaks at the end of a line: not after its minus, not before its unit.</summary>
public static partial class Amounts
{
    /// <summary>The text, encoded, its amounts held together; what is read aloud, copied or tested is the same text.</summary>
    public static MarkupString Html(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(Amount().Replace(HtmlEncoder.Default.Encode(text), "<span class=\"amount\">$0</span>"));
    }

    // The encoder writes the minus as a reference.
    [GeneratedRegex(@"(?:&#x2212;)?\$\d+(?:,\d{3})*|(?:&#x2212;)?\d+(?:,\d{3})* [A-Z]{3}\b|&#x2212;\d+(?:,\d{3})*|\d[\d.]* %")]
    private static partial Regex Amount();
}
