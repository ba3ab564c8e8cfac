using System.CommandLine;
using System.Globalization;
using Certus.Lab.Server;
using Certus.Lab.State;
using Certus.Store;

namespace Certus.Cli;

/// <summary><c>certus lab serve</c>: the sandbox, until it is stopped.</summary>
internal static class LabServeCommand
{
    private sealed record Served(string Sandbox, string Data, bool Strict, bool Dev);

    public static Command Make(Terminal terminal)
    {
        var port = new Option<int>("--port")
        {
            Description = "Where to listen, on this machine's own addresses only; 0 for any port that is free.", HelpName = "N", DefaultValueFactory = _ => LabOptions.DefaultPort,
            CustomParser = result => Shared.Parse<int>(result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65535 ? number : null, "a port from 0 to 65535") ?? 0,
        };
        var data = Data();
        var strict = new Option<bool>("--strict") { Description = "Verify signatures; the secret of the default key is 'test'." };
        var dev = new Option<bool>("--dev") { Description = "For the test suites of others: POST /moto-api/reset empties the sandbox, new buckets have ACLs on and no public access block, as before April 2023, and Firehose, SageMaker and CloudFormation take names and roles that AWS refuses." };
        var json = Shared.Json();
        var command = new Command("serve", "Run the sandbox: AWS CLI and SDKs reach it at http://localhost:4566.") { port, data, strict, dev, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var options = new LabOptions(DirectoryOf(parsed.GetValue(data)))
            {
                Port = parsed.GetValue(port), Strict = parsed.GetValue(strict), Dev = parsed.GetValue(dev), Time = terminal.Clock, Trouble = trouble => terminal.Error.WriteLine(trouble),
            };
            try
            {
                await using var server = await LabServer.StartAsync(options, cancel);
                var address = server.Endpoint.GetLeftPart(UriPartial.Authority);
                if (parsed.GetValue(json)) JsonOutput.Write(terminal, new Served(address, options.DataDirectory, options.Strict, options.Dev));
                else
                {
                    terminal.Out.WriteLine($"The sandbox answers at {address}; its data is in {options.DataDirectory}. Ctrl+C stops it.");
                    terminal.Out.WriteLine($"AWS CLI and boto3: export AWS_ENDPOINT_URL={address} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1");
                }
                await terminal.Out.FlushAsync(CancellationToken.None);     // it has started, whoever stops it at once
                await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                return Exit.Good;
            }
            catch (LabStateException fault)
            {
                throw Refusal.WrongUse(fault.Message);
            }
        });
        return command;
    }

    /// <summary>Which sandbox's data is meant.</summary>
    public static Option<string?> Data() => new("--data") { Description = "Directory of the sandbox's data, instead of the folder 'lab' in the directory of your own data.", HelpName = "DIR" };

    /// <summary>The chosen directory, or the sandbox's folder in the learner's data directory.</summary>
    public static string DirectoryOf(string? chosen) => string.IsNullOrEmpty(chosen) ? Path.Combine(DataDirectory.Find(), LabData.FolderName) : Path.GetFullPath(chosen);
}
