namespace Certus.Practice;

/// <summary>How long it takes to read a question once, before any thought.</summary>
/// <remarks>
/// Words at 238 a minute: the mean of silent reading of English non-fiction by adults over 190 studies (Brysbaert, 2019, <i>Journal of Memory and Language</i> 109, 104047). Tables, code and figures take
/// longer, so it is the least that an answer can have taken if all of it was read.
/// </remarks>
public static class ReadingTime
{
    /// <summary>Words a minute.</summary>
    public const double WordsPerMinute = 238;

    /// <summary>The time for scenario, stem, options and prompts.</summary>
    public static TimeSpan Of(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        string[] texts = [question.Case?.Scenario ?? "", question.Stem, .. question.Options.Select(option => option.Text), .. question.Prompts.Select(prompt => prompt.Text)];
        return TimeSpan.FromMinutes(texts.Sum(Words) / WordsPerMinute);
    }

    // Marks of Markdown that stand alone are no words.
    private static int Words(string text)
    {
        var (words, inWord) = (0, false);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c)) inWord = false;
            else if (!inWord && char.IsLetterOrDigit(c)) (words, inWord) = (words + 1, true);
        }
        return words;
    }
}
