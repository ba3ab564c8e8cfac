namespace Certus.Shell.Tests.Store;

/// <summary>A directory of its own for a test, gone with it.</summary>
internal sealed class TempDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("certus-test-");

    public string FullName => _directory.FullName;

    public string DataFile => File("certus.db");

    public string File(string name) => Path.Combine(FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
