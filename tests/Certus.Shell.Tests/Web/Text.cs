using Certus.Practice;

namespace Certus.Shell.Tests.Web;

internal static class Text
{
    /// <summary>The explanations of all parts of a question.</summary>
    public static IEnumerable<string> Whys(this Question question) =>
        question.Options.Select(option => option.Why).Concat(question.Prompts.Select(prompt => prompt.Why)).Where(why => why.Length > 0);

    /// <summary>The text again and again.</summary>
    public static string Times(this string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
