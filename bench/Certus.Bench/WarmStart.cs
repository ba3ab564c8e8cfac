using System.Diagnostics;

namespace Certus.Bench;

/// <summary>From starting the program to the first page, with 1,000 question files, after one start that warms the file cache.</summary>
internal static class WarmStart
{
    public static async Task<int> RunAsync()
    {
        // The program with another bank beside it.
        var copy = Directory.CreateTempSubdirectory("certus-bench-program-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Server.Program)!, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(copy, Path.GetRelativePath(Path.GetDirectoryName(Server.Program)!, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
            Repository.Write(Repository.Synthetic(1000), Path.Combine(copy, "content"));
            var program = Path.Combine(copy, "Certus.Web.dll");
            List<double> seconds = [];
            for (var run = 0; run < 6; run++)
            {
                var clock = Stopwatch.StartNew();
                await using var server = await Server.StartAsync(program);
                if (run > 0) seconds.Add(clock.Elapsed.TotalSeconds);
            }
            Console.WriteLine($"warm start to first page, 1,000 question files: median {seconds.Order().ElementAt(seconds.Count / 2):0.00} s of {string.Join(", ", seconds.Select(value => $"{value:0.00}"))}");
            return 0;
        }
        finally
        {
            Directory.Delete(copy, true);
        }
    }
}
