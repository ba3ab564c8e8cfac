using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Certus.Shell.Tests.Cli;
using Certus.Shell.Tests.Store;
using Certus.Store;
using Microsoft.Data.Sqlite;

namespace Certus.Shell.Tests.Web;

/// <summary>The program as a process of its own, from its first to its last word.</summary>
public sealed class StartupTests
{
    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.2:5080")]
    [InlineData("http://example.org")]
    [InlineData("http://localhost:5080;http://0.0.0.0:5081")]
    [InlineData("nonsense")]
    [InlineData("http://unix:/tmp/certus.sock")]
    public async Task An_address_that_others_can_reach_is_refused(string urls)
    {
        using var data = new TempDirectory();

        var (code, output, error) = await RunAsync(data, "--urls", urls);

        Assert.Equal((2, ""), (code, output));
        var refused = urls.Split(';')[^1];
        Assert.Equal($"Certus does not start on '{refused}': it has no accounts yet, so it listens on this machine only (localhost, 127.0.0.1 or [::1]).", error);
        Assert.False(File.Exists(data.DataFile));
    }

    [Fact]
    public async Task An_endpoint_of_the_configuration_that_others_can_reach_is_refused()
    {
        using var data = new TempDirectory();

        var (code, _, error) = await RunAsync(data, "--Kestrel:Endpoints:Open:Url", "http://0.0.0.0:5080");

        Assert.Equal(2, code);
        Assert.StartsWith("Certus does not start on 'http://0.0.0.0:5080'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_one_sentence()
    {
        using var data = new TempDirectory();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var (code, output, error) = await RunAsync(data, "--urls", address);

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"{address} is taken by another program; close that one, or choose another address with --urls.", error);
    }

    [Fact]
    public async Task A_data_file_of_a_newer_version_is_told_in_one_sentence_and_left_alone()
    {
        using var data = new TempDirectory();
        await using (await DataFile.OpenAsync(data.DataFile, Site.Cancel)) { }
        await using (var connection = new SqliteConnection($"Data Source={data.DataFile};Pooling=False"))
        {
            await connection.OpenAsync(Site.Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_FromTheFuture', '99.0.0')";
            await command.ExecuteNonQueryAsync(Site.Cancel);
        }

        var (code, output, error) = await RunAsync(data);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"{data.DataFile} was last used by a newer version of Certus;", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_in_one_sentence_and_left_alone()
    {
        using var data = new TempDirectory();
        await File.WriteAllTextAsync(data.DataFile, "Dear diary. ".Times(1000), Site.Cancel);

        var (code, _, error) = await RunAsync(data);

        Assert.Equal(1, code);
        Assert.StartsWith($"{data.DataFile} is not a Certus data file;", error, StringComparison.Ordinal);
        Assert.StartsWith("Dear diary.", await File.ReadAllTextAsync(data.DataFile, Site.Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_is_not_there_is_told_in_one_sentence()
    {
        using var data = new TempDirectory();

        var (code, _, error) = await RunAsync(data, "--content", data.File("none"));

        Assert.Equal(1, code);
        Assert.Equal($"There is no directory {data.File("none")}; check the name.", error);
    }

    [Fact]
    public async Task Of_a_broken_pack_the_faulty_files_are_named_and_the_rest_is_served()
    {
        using TempDirectory data = new(), pack = new();
        Directory.CreateDirectory(pack.File("questions/metrics"));
        foreach (var file in Directory.GetFiles(CommandLine.Bank("sound-bank"), "*", SearchOption.AllDirectories))
        {
            var to = pack.File(Path.GetRelativePath(CommandLine.Bank("sound-bank"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        var faulty = pack.File("questions/basics/apples-in-a-crate.yaml");
        await File.WriteAllTextAsync(faulty, (await File.ReadAllTextAsync(faulty, Site.Cancel)).Replace("correct: true, ", "", StringComparison.Ordinal), Site.Cancel);
        await File.WriteAllTextAsync(pack.File("questions/basics/torn.yaml"), "id: torn\nstem: |\n  \"", Site.Cancel);

        await using var program = await ProgramProcess.StartAsync(data, "--content", pack.FullName);
        using var browser = new Browser(program.Address);
        var id = await browser.StartAsync("study", ("exam", SoundSite.Exam), ("size", "5"));
        var tooMany = await browser.PostAsync("/practice/start", ("mode", "study"), ("exam", SoundSite.Exam), ("size", "6"));

        (await browser.GetAsync($"/sittings/{id}/1")).Ok();
        Assert.Contains("5 of the 6 questions", tooMany.Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        var errors = await program.StopAsync();
        Assert.Contains(errors, line => line.StartsWith($"{pack.FullName}/questions/basics/apples-in-a-crate.yaml:", StringComparison.Ordinal));
        Assert.Contains(errors, line => line.StartsWith($"{pack.FullName}/questions/basics/torn.yaml:", StringComparison.Ordinal));
        Assert.All(errors.SkipLast(1), line => Assert.StartsWith(pack.FullName, line, StringComparison.Ordinal));
        Assert.EndsWith("'certus check' tells them all. Files with errors are left out.", errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_when_it_is_ready_and_where_and_says_nothing_more()
    {
        using var data = new TempDirectory();

        await using var program = await ProgramProcess.StartAsync(data);
        using var browser = new Browser(program.Address);
        (await browser.GetAsync("/")).Ok();
        (await browser.GetAsync("/js/charts.js")).Ok();
        var tooMuch = Browser.Form("/settings", ("text", "x".Times(1_100_000)));
        tooMuch.Headers.ExpectContinue = true;
        (await browser.SendAsync(tooMuch)).Refused(HttpStatusCode.RequestEntityTooLarge);
        (await browser.PostAsync("/sittings/" + Guid.NewGuid() + "/end")).Refused(HttpStatusCode.NotFound);
        (await browser.SendAsync(Browser.Form("/settings"))).Refused(HttpStatusCode.BadRequest);

        Assert.Equal($"Certus is ready. Now listening on: {program.Address.ToString().TrimEnd('/')}", program.Ready);
        Assert.Empty(await program.StopAsync());
        Assert.True(File.Exists(data.DataFile));
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(TempDirectory data, params string[] args)
    {
        using var process = ProgramProcess.Launch(data, args);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Site.Cancel), process.StandardError.ReadToEndAsync(Site.Cancel));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Site.Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();     // it serves instead
            throw;
        }
        return (process.ExitCode, await output, (await error).TrimEnd());
    }
}
