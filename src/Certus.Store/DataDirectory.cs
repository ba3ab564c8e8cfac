namespace Certus.Store;

/// <summary>Where the learner's own data lies.</summary>
public static class DataDirectory
{
    /// <summary>The environment variable that names another directory.</summary>
    public const string Variable = "CERTUS_DATA";

    /// <summary>The data file's name in it.</summary>
    public const string FileName = "certus.db";

    /// <summary>The directory; it need not exist yet.</summary>
    /// <param name="chosen">One that was named for this run; else <c>$CERTUS_DATA</c>, else the platform's for a user's data (<c>~/.local/share/certus</c> on Linux).</param>
    public static string Find(string? chosen = null)
    {
        if (string.IsNullOrEmpty(chosen)) chosen = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(chosen)) return Path.GetFullPath(chosen);
        var platform = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return platform.Length > 0
            ? Path.Combine(platform, "certus")
            : throw new StoreException(StoreFault.Missing, "", $"This user has no home directory; set {Variable} to the directory that shall hold the data.");
    }

    /// <summary>The data file in the directory that <see cref="Find"/> finds.</summary>
    public static string DataFilePath(string? chosen = null) => Path.Combine(Find(chosen), FileName);
}
