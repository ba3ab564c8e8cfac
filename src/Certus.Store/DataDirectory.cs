namespace Certus.Store;

/// <summary>Where the learner's own data lies.</summary>
public static class DataDirectory
{
    /// <summary>The environment variable that names another directory.</summary>
    public const string Variable = "CERTUS_DATA";

    /// <summary>The data file's name in it.</summary>
    public const string FileName = "certus.db";

    /// <summary><c>$CERTUS_DATA</c>, else the platform's directory for a user's data (<c>~/.local/share/certus</c> on Linux). It need not exist yet.</summary>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen) return Path.GetFullPath(chosen);
        var platform = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return platform.Length > 0
            ? Path.Combine(platform, "certus")
            : throw new StoreException(StoreFault.Missing, "", $"This user has no home directory; set {Variable} to the directory that shall hold the data.");
    }

    /// <summary>The data file in the directory that <see cref="Find"/> found.</summary>
    public static string DataFilePath() => Path.Combine(Find(), FileName);
}
