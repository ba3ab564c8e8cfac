using System.Diagnostics;

namespace Certus.Bench;

/// <summary>
/// From starting the program to the first page, with 1,000 question files, after one start that warms the file cache: with the data file of the
/// start before (what a person waits for every day), and with a data file still to be made (what they wait for once).
/// </summary>
internal static class WarmStart
{
    public static async Task<int> RunAsync()
    {
        // The program with another bank beside it.
        var copy = Directory.CreateTempSubdirectory("certus-bench-program-").FullName;
        var data = Directory.CreateTempSubdirectory("certus-bench-").FullName;
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
            Console.WriteLine($"warm start to first page, 1,000 question files: {await SecondsAsync(program, data)}");
            Console.WriteLine($"the same with a data file still to be made: {await SecondsAsync(program, null)}");
            return 0;
        }
        finally
        {
            Directory.Delete(copy, true);
            Directory.Delete(data, true);
        }
    }

    private static async Task<string> SecondsAsync(string program, string? data)
    {
        List<double> seconds = [];
        for (var run = 0; run < 6; run++)
        {
            var clock = Stopwatch.StartNew();
            await using var server = await Server.StartAsync(program, data);
            if (run > 0) seconds.Add(clock.Elapsed.TotalSeconds);
        }
        return $"median {seconds.Order().ElementAt(seconds.Count / 2):0.00} s of {string.Join(", ", seconds.Select(value => $"{value:0.00}"))}";
    }
}
