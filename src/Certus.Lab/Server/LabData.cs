using Certus.Lab.State;

namespace Certus.Lab.Server;

/// <summary>A sandbox's data directory as a whole.</summary>
public static class LabData
{
    /// <summary>The folder's name beside the learner's own data.</summary>
    public const string FolderName = "lab";

    // What a sandbox makes in its directory; a service that keeps files adds its folder.
    private static readonly string[] Files = [LabDatabase.FileName, LabDatabase.FileName + "-wal", LabDatabase.FileName + "-shm", LabLock.FileName];
    private static readonly string[] Folders = ["objects", "sagemaker"];

    /// <summary>Makes sure that a directory is a sandbox's or an empty one: what it removes one day must be its own.</summary>
    /// <exception cref="LabStateException">Something else lies in it.</exception>
    internal static void Claim(string directory)
    {
        if (!Directory.Exists(directory) || File.Exists(Path.Combine(directory, LabDatabase.FileName))) return;
        if (Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Except(Files, StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault() is { } foreign)
            throw new LabStateException($"{directory} is no sandbox's directory and not empty ('{foreign}' lies in it): choose another --data.");
    }

    /// <summary>Removes what a sandbox made in a directory, and nothing else.</summary>
    /// <returns>Whether there was a sandbox, and the names of what is left because no sandbox made it.</returns>
    /// <exception cref="LabStateException">A sandbox runs on it, or something can't be removed.</exception>
    public static (bool Removed, IReadOnlyList<string> Left) Remove(string directory)
    {
        if (!File.Exists(Path.Combine(directory, LabDatabase.FileName))) return (false, []);
        try
        {
            using (LabLock.Take(directory))
            {
                foreach (var folder in Folders.Select(name => Path.Combine(directory, name)).Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
                foreach (var file in Files) File.Delete(Path.Combine(directory, file));
            }
            var left = Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray();
            if (left.Length == 0) Directory.Delete(directory);
            return (true, left);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LabStateException($"The sandbox's data in {directory} can't be removed: {failure.Message}", failure);
        }
    }
}
