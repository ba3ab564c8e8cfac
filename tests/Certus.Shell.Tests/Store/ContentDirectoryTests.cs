using System.Text;
using Certus.Store;

namespace Certus.Shell.Tests.Store;

public sealed class ContentDirectoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Files_come_sorted_with_their_path_from_the_directory_and_their_bytes()
    {
        using var directory = new TempDirectory();
        Write(directory, "skills.yaml", "skills");
        Write(directory, "questions/modeling/b.yaml", "b");
        Write(directory, "questions/modeling/a.yaml", "ä");
        Write(directory, "questions/modeling/a.svg", "<svg/>");

        var files = ContentDirectory.Read(directory.FullName, Cancel);

        Assert.Equal(
            [("questions/modeling/a.svg", "<svg/>"), ("questions/modeling/a.yaml", "ä"), ("questions/modeling/b.yaml", "b"), ("skills.yaml", "skills")],
            files.Select(file => (file.Path, Encoding.UTF8.GetString(file.Bytes.Span))));
    }

    [Fact]
    public void The_built_in_content_lies_beside_the_program()
    {
        var files = ContentDirectory.Read(ContentDirectory.BuiltIn, Cancel);

        Assert.Contains(files, file => file.Path == "skills.yaml");
        Assert.Contains(files, file => file.Path == "catalog/MLS-C01.yaml");
    }

    [Theory]
    [InlineData("long.yaml", ContentDirectory.MostYaml)]
    [InlineData("long.png", ContentDirectory.MostFigure)]
    public void Of_a_file_over_its_limit_one_byte_more_is_read(string name, int limit)
    {
        using var directory = new TempDirectory();
        File.WriteAllBytes(directory.File(name), new byte[limit * 3]);
        File.WriteAllBytes(directory.File("at-" + name), new byte[limit]);

        var files = ContentDirectory.Read(directory.FullName, Cancel);

        Assert.Equal([limit, limit + 1], files.Select(file => file.Bytes.Length));
    }

    [Fact]
    public void Links_that_lead_out_are_not_followed_and_those_that_stay_are()
    {
        using var outside = new TempDirectory();
        using var directory = new TempDirectory();
        Write(outside, "secret.yaml", "secret");
        Write(directory, "real/inside.yaml", "inside");
        File.CreateSymbolicLink(directory.File("out.yaml"), outside.File("secret.yaml"));
        File.CreateSymbolicLink(directory.File("in.yaml"), directory.File("real/inside.yaml"));
        File.CreateSymbolicLink(directory.File("up.yaml"), "../" + Path.GetFileName(outside.FullName) + "/secret.yaml");
        File.CreateSymbolicLink(directory.File("dangling.yaml"), directory.File("nowhere.yaml"));
        Directory.CreateSymbolicLink(directory.File("elsewhere"), outside.FullName);
        Directory.CreateSymbolicLink(directory.File("real/circle"), directory.FullName);
        File.CreateSymbolicLink(directory.File("sly.yaml"), directory.File("elsewhere/secret.yaml"));

        var files = ContentDirectory.Read(directory.FullName, Cancel);

        Assert.Equal(["in.yaml", "real/inside.yaml"], files.Select(file => file.Path));
    }

    [Fact]
    public void Names_that_begin_with_a_dot_are_left_out()
    {
        using var directory = new TempDirectory();
        Write(directory, ".git/config.yaml", "x");
        Write(directory, ".hidden.yaml", "x");
        Write(directory, "seen.yaml", "x");

        Assert.Equal(["seen.yaml"], ContentDirectory.Read(directory.FullName, Cancel).Select(file => file.Path));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_named()
    {
        using var directory = new TempDirectory();

        var thrown = Assert.Throws<StoreException>(() => ContentDirectory.Read(directory.File("nowhere"), Cancel));

        Assert.Equal((StoreFault.Missing, $"There is no directory {directory.File("nowhere")}; check the name."), (thrown.Fault, thrown.Message));
    }

    [Fact]
    public void An_empty_directory_has_no_files()
    {
        using var directory = new TempDirectory();

        Assert.Empty(ContentDirectory.Read(directory.FullName, Cancel));
    }

    [Fact]
    public void A_directory_of_very_many_files_is_refused()
    {
        using var directory = new TempDirectory();
        for (var i = 0; i <= ContentDirectory.MostFiles; i++) File.WriteAllBytes(directory.File($"{i}.yaml"), []);

        Assert.Equal(StoreFault.TooMuch, Assert.Throws<StoreException>(() => ContentDirectory.Read(directory.FullName, Cancel)).Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_this_user_may_not_read_is_named(bool isDirectory)
    {
        if (OperatingSystem.IsWindows()) return;
        using var directory = new TempDirectory();
        Write(directory, "a.yaml", "x");
        Write(directory, "private/b.yaml", "x");
        File.SetUnixFileMode(directory.FullName, (UnixFileMode)493);
        var closed = directory.File(isDirectory ? "private" : "private/b.yaml");
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            await Nobody.RunAsync(() =>
            {
                var thrown = Assert.Throws<StoreException>(() => ContentDirectory.Read(directory.FullName, Cancel));
                Assert.Equal((StoreFault.Unreadable, closed), (thrown.Fault, thrown.Path));
                return Task.CompletedTask;
            });
        }
        finally
        {
            File.SetUnixFileMode(closed, (UnixFileMode)511);
        }
    }

    private static void Write(TempDirectory directory, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(directory.File(path))!);
        File.WriteAllText(directory.File(path), text);
    }
}
