using Certus.Lab.State;

namespace Certus.Lab.Server;

/// <summary>Holds a sandbox's data directory for one program, also against a reset.</summary>
internal sealed class LabLock : IDisposable
{
    /// <summary>The file's name in the data directory.</summary>
    public const string FileName = "lab.lock";

    private readonly FileStream _file;

    private LabLock(FileStream file) => _file = file;

    /// <summary>Takes the directory, which is made where it is missing.</summary>
    /// <exception cref="LabStateException">Another program has it, or it can't be written.</exception>
    public static LabLock Take(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            Directory.CreateDirectory(directory);
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException busy) when (File.Exists(path))
        {
            throw new LabStateException($"Another sandbox runs on {directory}: stop that, or choose another --data.", busy);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LabStateException($"The sandbox's data can't be kept in {directory}: {failure.Message}", failure);
        }
    }

    public void Dispose() => _file.Dispose();
}
