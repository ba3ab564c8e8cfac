namespace Certus.Store.Anki;

/// <summary>What reading a package gave.</summary>
/// <typeparam name="T">What was made of it.</typeparam>
public abstract record PackageReading<T>
{
    private PackageReading()
    {
    }

    /// <summary>The package is sound.</summary>
    /// <param name="Value">What was made of it.</param>
    public sealed record Accepted(T Value) : PackageReading<T>;

    /// <summary>The package is not what it should be.</summary>
    /// <param name="Fault">One sentence that names the file and the entry.</param>
    public sealed record Refused(string Fault) : PackageReading<T>;
}
