namespace Certus.Store.Anki;

/// <summary>How much a package may hold; one that holds more is refused before it fills memory or disk.</summary>
public sealed record PackageLimits
{
    /// <summary>The package itself, in bytes.</summary>
    public long File { get; init; } = 1L << 30;

    /// <summary>Entries of the archive.</summary>
    public int Entries { get; init; } = 100_000;

    /// <summary>The collection, unpacked, in bytes.</summary>
    public long Collection { get; init; } = 1L << 30;

    /// <summary>The list of media, unpacked, in bytes.</summary>
    public long MediaList { get; init; } = 16 << 20;

    /// <summary>All that is unpacked, in bytes; for a small package it is less: <see cref="Ratio"/> times the package and <see cref="Free"/>.</summary>
    public long Total { get; init; } = 2L << 30;

    /// <summary>Bytes that any package may unpack to, however small it is.</summary>
    public long Free { get; init; } = 64 << 20;

    /// <summary>How many times larger than in the package an entry may be; smaller ones of up to <see cref="Small"/> bytes may be more.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Bytes up to which the ratio says nothing.</summary>
    public long Small { get; init; } = 16 << 20;

    /// <summary>Notes.</summary>
    public int Notes { get; init; } = 200_000;

    /// <summary>Cards.</summary>
    public int Cards { get; init; } = 400_000;

    /// <summary>Reviews.</summary>
    public int Reviews { get; init; } = 2_000_000;

    /// <summary>Fields of a note.</summary>
    public int Fields { get; init; } = 500;

    /// <summary>Letters of all notes together.</summary>
    public long Letters { get; init; } = 256L << 20;
}
