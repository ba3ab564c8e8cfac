using System.Runtime.InteropServices;

namespace Certus.Shell.Tests.Store;

/// <summary>The user who owns nothing: file modes don't bind the administrator, as whom tests often run.</summary>
internal static partial class Nobody
{
    /// <summary>Runs on one thread with that user's file rights; as somebody else than root, with one's own.</summary>
    public static async Task RunAsync(Func<Task> action)
    {
        if (Environment.UserName != "root")
        {
            await action();
            return;
        }
        await Task.Factory.StartNew(() =>
        {
            _ = SetFileSystemUser(65534);
            try
            {
                Assert.Throws<UnauthorizedAccessException>(() => File.ReadAllText("/etc/shadow"));      // else nothing would be shown
                action().GetAwaiter().GetResult();
            }
            finally
            {
                _ = SetFileSystemUser(0);
            }
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    // The rights are the thread's own (Linux); SQLite and System.IO work on the caller's thread.
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
