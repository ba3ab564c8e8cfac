using System.Text.Json;
using System.Text.RegularExpressions;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed partial class CheckTests
{
    [Fact]
    public async Task Every_fault_of_a_directory_is_told_at_once_with_its_file_and_line()
    {
        var bank = CommandLine.Bank("faulty-bank");

        var check = await CommandLine.RunAsync("check", bank);

        var told = check.Out.TrimEnd('\n').Split('\n')[..^1].ToList();
        List<string> missed = [];
        foreach (var expected in Expected(bank))
            if (told.FirstOrDefault(line => line.StartsWith(expected, StringComparison.Ordinal)) is { } found) told.Remove(found);
            else missed.Add(expected);
        Assert.True(missed.Count == 0 && told.Count == 0, $"not told:\n{string.Join('\n', missed)}\ntold besides:\n{string.Join('\n', told)}");
        Assert.Equal(1, check.Code);
        Assert.Equal("", check.Error);
    }

    [Fact]
    public async Task Check_as_json_splits_errors_from_warnings()
    {
        var bank = CommandLine.Bank("faulty-bank");

        var check = await CommandLine.RunAsync("check", bank, "--json");

        Assert.Equal(["questions", "generators", "skills", "errors", "warnings"], check.Json.EnumerateObject().Select(property => property.Name));
        var untested = check.Json.GetProperty("warnings").EnumerateArray().Single(warning => warning.GetProperty("message").GetString()!.StartsWith("no question tests", StringComparison.Ordinal));
        Assert.Equal($"{bank}/catalog/FLT-C01.yaml", untested.GetProperty("file").GetString());
        Assert.True(untested.GetProperty("line").GetInt32() > 1);
        Assert.Contains(check.Json.GetProperty("errors").EnumerateArray(), error => error.GetProperty("message").GetString()!.Contains("weights sum to 90", StringComparison.Ordinal));
        Assert.Equal(1, check.Code);
    }

    [Fact]
    public async Task A_sound_bank_has_nothing_to_tell_but_its_size()
    {
        var check = await CommandLine.RunAsync("check", CommandLine.Bank("sound-bank") + "/");

        Assert.Equal("6 questions, 0 generators, 1 skill: 0 errors, 0 warnings.\n", check.Out);
        Assert.Equal(0, check.Code);
    }

    [Fact]
    public async Task The_built_in_content_is_checked_where_no_directory_is_named()
    {
        var check = await CommandLine.RunAsync("check", "--json");

        Assert.True(check.Json.GetProperty("questions").GetInt32() >= 80);
        Assert.True(check.Json.GetProperty("skills").GetInt32() >= 180);
        Assert.Equal(check.Json.GetProperty("errors").GetArrayLength() > 0 ? 1 : 0, check.Code);
    }

    [Fact]
    public async Task A_copy_of_the_built_in_content_is_a_bank_of_its_own()
    {
        var check = await CommandLine.RunAsync("check", Path.Combine(AppContext.BaseDirectory, "content"), "--json");

        Assert.DoesNotContain(check.Json.GetProperty("errors").EnumerateArray(), error => error.GetProperty("message").GetString()!.Contains("is taken by", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pack_may_name_built_in_skills_and_tasks_but_no_built_in_question_id()
    {
        using var pack = new TempDirectory();
        var builtIn = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "content", "questions", "modeling"), "*.yaml").Order(StringComparer.Ordinal).First();
        var folder = Directory.CreateDirectory(pack.File("questions/modeling")).FullName;
        File.Copy(builtIn, Path.Combine(folder, Path.GetFileName(builtIn)));

        var check = await CommandLine.RunAsync("check", pack.FullName, "--json");

        var errors = check.Json.GetProperty("errors").EnumerateArray().ToList();
        var taken = errors.Single(error => error.GetProperty("message").GetString()!.Contains("is taken by (built-in)/questions/modeling/", StringComparison.Ordinal));
        Assert.Equal($"{pack.FullName}/questions/modeling/{Path.GetFileName(builtIn)}", taken.GetProperty("file").GetString());
        Assert.DoesNotContain(errors, error => error.GetProperty("message").GetString()!.Contains("unknown", StringComparison.Ordinal));
        Assert.All(errors, error => Assert.StartsWith(pack.FullName, error.GetProperty("file").GetString(), StringComparison.Ordinal));
        Assert.Equal(1, check.Json.GetProperty("questions").GetInt32());
    }

    [Fact]
    public async Task A_bank_without_skills_takes_the_built_in_ones()
    {
        using var bank = new TempDirectory();
        Directory.CreateDirectory(bank.File("catalog"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(CommandLine.Bank("sound-bank"), "catalog"))) File.Copy(file, bank.File("catalog/" + Path.GetFileName(file)));

        var check = await CommandLine.RunAsync("check", bank.FullName, "--json");

        Assert.True(check.Json.GetProperty("skills").GetInt32() >= 180);
        Assert.Empty(check.Json.GetProperty("errors").EnumerateArray());
        Assert.Single(check.Json.GetProperty("warnings").EnumerateArray());     // nothing tests its task
        Assert.Equal(0, check.Code);
    }

    [Fact]
    public async Task A_directory_that_is_none_is_refused()
    {
        using var empty = new TempDirectory();
        var file = Path.Combine(CommandLine.Bank("sound-bank"), "skills.yaml");

        (await CommandLine.RunAsync("check", empty.File("nowhere"))).RefusedWith(2, "there is no directory " + empty.File("nowhere"));
        (await CommandLine.RunAsync("check", file)).RefusedWith(2, $"{file} is a file");
        (await CommandLine.RunAsync("check", empty.FullName)).RefusedWith(2, $"{empty.FullName} holds no content");
    }

    [Fact]
    public async Task A_folder_of_question_files_is_told_the_layout()
    {
        var folder = Path.Combine(CommandLine.Bank("sound-bank"), "questions", "basics");

        (await CommandLine.RunAsync("check", folder)).RefusedWith(2, "a question lies in DIR/questions/<area>/<id>.yaml");
    }

    /// <summary>The beginnings of the lines that the marks in the files ask for; a mark stands on the line it is about, two on one line with an ampersand between.</summary>
    private static IEnumerable<string> Expected(string bank)
    {
        yield return $"{bank}/questions:1: error: the right option is the longest in ";
        foreach (var path in Directory.EnumerateFiles(bank, "*.yaml", SearchOption.AllDirectories))
        {
            var lines = File.ReadAllLines(path);
            for (var i = 0; i < lines.Length; i++)
                if (Mark().Match(lines[i]) is { Success: true } mark)
                    foreach (var words in mark.Groups[1].Value.Split(" & ")) yield return $"{bank}/{Path.GetRelativePath(bank, path)}:{i + 1}: {words}";
        }
    }

    [GeneratedRegex("# expect (.*)$")]
    private static partial Regex Mark();
}
