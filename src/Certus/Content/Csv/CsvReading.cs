namespace Certus.Content.Csv;

/// <summary>What reading a file of comma-separated values gave.</summary>
/// <typeparam name="T">What the file holds.</typeparam>
public abstract record CsvReading<T>
{
    private CsvReading()
    {
    }

    /// <summary>The file is sound.</summary>
    /// <param name="Value">What it holds.</param>
    public sealed record Accepted(T Value) : CsvReading<T>;

    /// <summary>The file is not what it should be.</summary>
    /// <param name="Fault">One sentence that begins with the file and the line.</param>
    public sealed record Refused(string Fault) : CsvReading<T>;
}
