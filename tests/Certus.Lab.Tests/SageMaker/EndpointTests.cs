using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Certus.Lab.Tests.SageMaker.Training;
using static Certus.Lab.Tests.SageMaker.SageMakerWorld;

namespace Certus.Lab.Tests.SageMaker;

/// <summary>Models behind endpoints: they answer what the model knows, by the variants' weights, and failures say why.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task An_endpoint_ranks_rows_it_has_never_seen_and_does_so_again_after_a_restart()
    {
        await using var world = await OpenAsync();
        var artifact = await world.ModelAsync("trees", 2000);
        await world.EndpointAsync("trees", null, Variant("A", "trees"));
        var held = world.Data.Rows(600);
        var rows = System.Text.Encoding.UTF8.GetString(Jobs.Features(held));

        var before = (await world.InvokeAsync("trees", rows)).Text!;
        await world.CallAsync("s3", "DeleteObject", new() { ["Bucket"] = Bucket, ["Key"] = artifact[$"s3://{Bucket}/".Length..] });
        await world.CallAsync("DeleteModel", new() { ["ModelName"] = "trees" });
        await world.RestartAsync();
        var after = (await world.InvokeAsync("trees", rows)).Text!;

        var scores = before.Split(',').Select(score => double.Parse(score, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(600, scores.Count);
        var (reached, best) = (Jobs.AucByPairs(scores, [.. held.Select(row => row.Label)]), Jobs.AucByPairs([.. held.Select(row => world.Data.Chance(row.Row))], [.. held.Select(row => row.Label)]));
        Assert.True(reached > best - 0.08, $"AUC {reached:0.000}, where the truth itself reaches {best:0.000}.");
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Traffic_is_split_by_the_weights_and_a_named_variant_gets_it_all()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        await world.EndpointAsync("split", null, Variant("A", "trees", 3), Variant("B", "trees", 1), Variant("none", "trees", 0));

        var counts = await CountAsync(400);
        await world.CallAsync("UpdateEndpointWeightsAndCapacities", new() { ["EndpointName"] = "split", ["DesiredWeightsAndCapacities"] = new JsonArray(Weight("A", 0), Weight("B", 1)) });
        var moved = await CountAsync(30);
        var named = (string?)(await world.CallAsync("sagemaker-runtime", "InvokeEndpoint", Request("none")))["InvokedProductionVariant"];
        var missing = await world.RefusedAsync("InvokeEndpoint", Request("C"), "sagemaker-runtime");

        // 300 of 400 are expected; six standard deviations are 52, a chance below one in a hundred million.
        Assert.InRange(counts["A"], 248, 352);
        Assert.Equal(400, counts["A"] + counts["B"]);
        Assert.Equal(30, moved["B"]);
        Assert.Equal("none", named);
        Assert.Equal(("ValidationError", "Variant C not found for Endpoint split of account 123456789012."), (missing.Code, missing.Message));

        static JsonObject Weight(string name, double weight) => new() { ["VariantName"] = name, ["DesiredWeight"] = weight };

        static JsonObject Request(string? variant = null)
        {
            JsonObject request = new() { ["EndpointName"] = "split", ["ContentType"] = "text/csv", ["Body"] = JsonValue.Create("1,2,3,4,5,6"u8.ToArray()) };
            if (variant is not null) request["TargetVariant"] = variant;
            return request;
        }

        async Task<Dictionary<string, int>> CountAsync(int times)
        {
            Dictionary<string, int> counts = [];
            for (var time = 0; time < times; time++)
            {
                var variant = (string)(await world.CallAsync("sagemaker-runtime", "InvokeEndpoint", Request()))["InvokedProductionVariant"]!;
                counts[variant] = counts.GetValueOrDefault(variant) + 1;
            }
            return counts;
        }
    }

    [Fact]
    public async Task What_a_model_refuses_is_a_model_error_and_what_is_not_there_is_not_found()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        await world.EndpointAsync("trees", null, Variant("A", "trees"));

        var odd = await world.RefusedAsync("InvokeEndpoint", new() { ["EndpointName"] = "trees", ["ContentType"] = "text/csv", ["Body"] = JsonValue.Create("a,b"u8.ToArray()) }, "sagemaker-runtime");
        var gone = await world.RefusedAsync("InvokeEndpoint", new() { ["EndpointName"] = "other", ["Body"] = JsonValue.Create("1"u8.ToArray()) }, "sagemaker-runtime");
        var later = await world.RefusedAsync("InvokeEndpointAsync", new() { ["EndpointName"] = "trees", ["InputLocation"] = "s3://data/x" }, "sagemaker-runtime");

        Assert.Equal(("ModelError", 424, 415L), (odd.Code, odd.Status, (long)odd.Members["OriginalStatusCode"]!));
        Assert.Equal(("ValidationError", "Endpoint other of account 123456789012 not found."), (gone.Code, gone.Message));
        Assert.Contains("not built", later.Message, StringComparison.Ordinal);
        await world.CallAsync("DeleteEndpoint", new() { ["EndpointName"] = "trees" });
        Assert.Equal("Could not find endpoint \"arn:aws:sagemaker:us-east-1:123456789012:endpoint/trees\".", (await world.RefusedAsync("DescribeEndpoint", new() { ["EndpointName"] = "trees" })).Message);
    }

    [Fact]
    public async Task An_endpoint_whose_model_went_away_fails_and_says_so_and_an_update_that_fails_leaves_the_old_one_serving()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("good");
        await world.EndpointAsync("serving", null, Variant("A", "good"));
        await world.ModelAsync("lost");
        await world.CallAsync("s3", "DeleteObject", new() { ["Bucket"] = Bucket, ["Key"] = "out/lost/output/model.tar.gz" });
        await world.CallAsync("CreateEndpointConfig", new() { ["EndpointConfigName"] = "lost", ["ProductionVariants"] = new JsonArray(Variant("A", "lost")) });

        await world.CallAsync("CreateEndpoint", new() { ["EndpointName"] = "lost", ["EndpointConfigName"] = "lost" });
        var failed = await world.ServingAsync("lost", "Failed");
        await world.CallAsync("UpdateEndpoint", new() { ["EndpointName"] = "serving", ["EndpointConfigName"] = "lost" });
        var kept = await world.ServingAsync("serving", "InService");

        Assert.Contains("Failed to download model data", (string)failed["FailureReason"]!, StringComparison.Ordinal);
        Assert.Contains("Failed to download model data", (string)kept["FailureReason"]!, StringComparison.Ordinal);
        Assert.Equal("serving", (string?)kept["EndpointConfigName"]);
        Assert.NotNull((await world.InvokeAsync("serving", "1,2,3,4,5,6")).Text);
    }

    [Fact]
    public async Task A_file_that_is_no_model_does_not_pass_for_one()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("junk.tar.gz", "not an archive");
        await world.CallAsync("CreateModel", new() { ["ModelName"] = "junk", ["ExecutionRoleArn"] = Role, ["PrimaryContainer"] = new JsonObject { ["Image"] = Jobs.XgboostImage, ["ModelDataUrl"] = $"s3://{Bucket}/junk.tar.gz" } });
        await world.CallAsync("CreateEndpointConfig", new() { ["EndpointConfigName"] = "junk", ["ProductionVariants"] = new JsonArray(Variant("A", "junk")) });

        await world.CallAsync("CreateEndpoint", new() { ["EndpointName"] = "junk", ["EndpointConfigName"] = "junk" });

        Assert.Contains("did not pass the ping health check", (string)(await world.ServingAsync("junk", "Failed"))["FailureReason"]!, StringComparison.Ordinal);
        Assert.Contains("not found", (await world.InvokeAsync("junk", "1")).Fault!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_swaps_the_models_and_can_keep_the_weights()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("old", 100);
        await world.ModelAsync("new", 900);
        await world.EndpointAsync("swap", null, Variant("A", "old", 5));
        var before = (await world.InvokeAsync("swap", "1,2,3,4,5,6")).Text;
        await world.CallAsync("CreateEndpointConfig", new() { ["EndpointConfigName"] = "next", ["ProductionVariants"] = new JsonArray(Variant("A", "new", 2)) });

        await world.CallAsync("UpdateEndpoint", new() { ["EndpointName"] = "swap", ["EndpointConfigName"] = "next", ["RetainAllVariantProperties"] = true });
        var updated = await world.WaitAsync("DescribeEndpoint", "EndpointName", "swap", "EndpointConfigName", "next");
        var after = (await world.InvokeAsync("swap", "1,2,3,4,5,6")).Text;

        Assert.Equal(5, (double)updated["ProductionVariants"]![0]!["CurrentWeight"]!);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task A_deployment_that_the_disk_ends_has_failed_and_says_so()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        await world.EndpointAsync("serving", null, Variant("A", "trees"));
        var copies = Path.Combine(world.Directory, "sagemaker", "endpoints");
        Directory.Delete(copies, recursive: true);
        await File.WriteAllTextAsync(copies, "in the way", TestContext.Current.CancellationToken);

        await world.CallAsync("CreateEndpoint", new() { ["EndpointName"] = "new", ["EndpointConfigName"] = "serving" });
        var failed = await world.ServingAsync("new", "Failed");
        await world.CallAsync("UpdateEndpoint", new() { ["EndpointName"] = "serving", ["EndpointConfigName"] = "serving" });
        var kept = await world.ServingAsync("serving");

        Assert.Contains("(IOException: ", (string)failed["FailureReason"]!, StringComparison.Ordinal);
        Assert.Contains("(IOException: ", (string)kept["FailureReason"]!, StringComparison.Ordinal);
        Assert.NotNull((await world.InvokeAsync("serving", "1,2,3,4,5,6")).Text);
    }

    [Fact]
    public async Task A_deployment_that_fails_does_not_touch_the_endpoint_that_took_its_name_meanwhile()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("good", 2000);
        await world.ModelAsync("lost", 100);
        await world.ConfigAsync("failing", [.. Enumerable.Range(0, 9).Select(n => Variant($"V{n}", "good")), Variant("lost", "lost")]);
        await world.ConfigAsync("good", Variant("A", "good"));
        await world.CallAsync("DeleteModel", new() { ["ModelName"] = "lost" });

        await world.CallAsync("CreateEndpoint", new() { ["EndpointName"] = "twice", ["EndpointConfigName"] = "failing" });
        await world.CallAsync("DeleteEndpoint", new() { ["EndpointName"] = "twice" });
        await world.CallAsync("CreateEndpoint", new() { ["EndpointName"] = "twice", ["EndpointConfigName"] = "good" });
        await world.ServingAsync("twice", "InService", "Failed");
        var copies = Path.Combine(world.Directory, "sagemaker", "endpoints");
        await Until.Async(() => Task.FromResult(Directory.GetFiles(copies).Length), left => left == 1, "The failed deployment's copies stay.");
        await Task.Delay(300, TestContext.Current.CancellationToken); // what the failure would write comes after its copies are gone

        var second = await world.ServingAsync("twice");
        Assert.Null(second["FailureReason"]);
        Assert.NotNull((await world.InvokeAsync("twice", "1,2,3,4,5,6")).Text);
    }

    [Fact]
    public async Task A_request_whose_body_comes_after_an_update_is_answered_and_so_is_every_request_while_an_endpoint_is_updated_again_and_again()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        await world.EndpointAsync("busy", null, Variant("A", "trees"));
        await world.ConfigAsync("other", Variant("A", "trees"));
        await world.RestartAsync(); // nothing is loaded before it is asked
        var body = new Pipe();
        var slow = world.InvokeAsync("busy", body.Reader.AsStream());
        using var enough = new CancellationTokenSource();
        var stream = Task.Run(async () =>
        {
            List<string?> faults = [];
            while (!enough.IsCancellationRequested) faults.Add((await world.InvokeAsync("busy", "1,2,3,4,5,6")).Fault);
            return faults;
        }, TestContext.Current.CancellationToken);

        for (var time = 0; time < 20; time++)
        {
            var config = time % 2 == 0 ? "other" : "busy";
            await world.CallAsync("UpdateEndpoint", new() { ["EndpointName"] = "busy", ["EndpointConfigName"] = config });
            await world.WaitAsync("DescribeEndpoint", "EndpointName", "busy", "EndpointConfigName", config);
        }
        await body.Writer.WriteAsync("1,2,3,4,5,6"u8.ToArray(), TestContext.Current.CancellationToken);
        await body.Writer.CompleteAsync();
        await enough.CancelAsync();

        Assert.Equal("A", (string?)(await slow).Output["InvokedProductionVariant"]);
        var answered = await stream;
        Assert.NotEmpty(answered);
        Assert.All(answered, Assert.Null);
    }

    [Fact]
    public async Task A_model_that_could_not_be_read_once_is_read_when_it_is_asked_again()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        await world.EndpointAsync("trees", null, Variant("A", "trees"));
        await world.RestartAsync();
        var copy = Assert.Single(Directory.GetFiles(Path.Combine(world.Directory, "sagemaker", "endpoints")));
        File.Move(copy, copy + ".away");

        var away = await world.InvokeAsync("trees", "1,2,3,4,5,6");
        File.Move(copy + ".away", copy);
        var back = await world.InvokeAsync("trees", "1,2,3,4,5,6");

        Assert.Contains("can't be loaded", away.Fault!, StringComparison.Ordinal);
        Assert.NotNull(back.Text);
    }

    [Fact]
    public async Task An_endpoint_on_instances_does_not_become_serverless_and_a_serverless_one_takes_an_instance()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        await world.EndpointAsync("instance", null, Variant("A", "trees"));
        await world.EndpointAsync("serverless", null, Serverless("A", "trees"));

        var refused = await world.RefusedAsync("UpdateEndpoint", new() { ["EndpointName"] = "instance", ["EndpointConfigName"] = "serverless" });
        await world.CallAsync("UpdateEndpoint", new() { ["EndpointName"] = "serverless", ["EndpointConfigName"] = "instance" });
        var moved = await world.WaitAsync("DescribeEndpoint", "EndpointName", "serverless", "EndpointConfigName", "instance");

        Assert.Equal("ValidationException", refused.Code);
        Assert.StartsWith("Updating a real-time endpoint to a serverless endpoint is not supported", refused.Message, StringComparison.Ordinal);
        Assert.Equal("InService", (string?)(await world.ServingAsync("instance"))["EndpointStatus"]);
        Assert.Equal(1, (long)moved["ProductionVariants"]![0]!["CurrentInstanceCount"]!);
    }

    [Fact]
    public async Task Requests_and_answers_are_captured_as_lines_of_JSON_below_the_hour()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        JsonObject capture = new()
        {
            ["EnableCapture"] = true, ["InitialSamplingPercentage"] = 100L, ["DestinationS3Uri"] = $"s3://{Bucket}/capture",
            ["CaptureOptions"] = new JsonArray(new JsonObject { ["CaptureMode"] = "Input" }, new JsonObject { ["CaptureMode"] = "Output" }),
            ["CaptureContentTypeHeader"] = new JsonObject { ["CsvContentTypes"] = new JsonArray("text/csv") },
        };
        var endpoint = await world.EndpointAsync("watched", capture, Variant("A", "trees"));

        List<string?> answers = [];
        for (var n = 0; n < 5; n++) answers.Add((await world.InvokeAsync("watched", $"{n},2,3,4,5,6")).Text);
        // They may come in one file or in two.
        var captured = await Until.Async(async () => string.Concat(await Task.WhenAll((await world.KeysAsync("capture/")).Select(world.TextAsync))), text => text.Count(letter => letter == '\n') >= 5, "Five requests are not captured.");

        var keys = await world.KeysAsync("capture/");
        var lines = captured.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal("Started", (string?)endpoint["DataCaptureConfig"]!["CaptureStatus"]);
        Assert.Matches(@"^capture/watched/A/\d{4}/\d{2}/\d{2}/\d{2}/[0-9a-f-]+\.jsonl$", keys[0]);
        Assert.Equal([0, 1, 2, 3, 4], lines.Select(line => int.Parse(((string)line["captureData"]!["endpointInput"]!["data"]!).Split(',')[0], CultureInfo.InvariantCulture)).Order());
        Assert.Equal(answers.Order(), lines.Select(line => (string?)line["captureData"]!["endpointOutput"]!["data"]).Order());
        Assert.All(lines, line => Assert.Equal("CSV", (string?)line["captureData"]!["endpointInput"]!["encoding"]));
    }

    [Fact]
    public async Task Models_and_configurations_are_held_against_what_exists()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        JsonObject Model(string image, string url) => new() { ["ModelName"] = "other", ["ExecutionRoleArn"] = Role, ["PrimaryContainer"] = new JsonObject { ["Image"] = image, ["ModelDataUrl"] = url } };
        JsonObject Config(params JsonObject[] variants) => new() { ["EndpointConfigName"] = "config", ["ProductionVariants"] = new JsonArray([.. variants.Select(variant => variant.DeepClone())]) };
        var serverless = new JsonObject { ["VariantName"] = "A", ["ModelName"] = "trees", ["ServerlessConfig"] = new JsonObject { ["MemorySizeInMB"] = 1111L, ["MaxConcurrency"] = 5L } };
        var bare = Variant("A", "trees");
        bare.Remove("InstanceType");

        Assert.StartsWith("Could not find model data at", (await world.RefusedAsync("CreateModel", Model(Jobs.XgboostImage, $"s3://{Bucket}/no.tar.gz"))).Message, StringComparison.Ordinal);
        Assert.Contains("can't run here", (await world.RefusedAsync("CreateModel", Model("123456789012.dkr.ecr.us-east-1.amazonaws.com/torch:2", $"s3://{Bucket}/no.tar.gz"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Cannot create already existing model", (await world.RefusedAsync("CreateModel", new() { ["ModelName"] = "trees" })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Could not find model \"arn:", (await world.RefusedAsync("CreateEndpointConfig", Config(Variant("A", "none")))).Message, StringComparison.Ordinal);
        Assert.Contains("'A' is there twice", (await world.RefusedAsync("CreateEndpointConfig", Config(Variant("A", "trees"), Variant("A", "trees")))).Message, StringComparison.Ordinal);
        Assert.Contains("enum value set: [1024, 2048", (await world.RefusedAsync("CreateEndpointConfig", Config(serverless))).Message, StringComparison.Ordinal);
        Assert.Contains("needs an InstanceType", (await world.RefusedAsync("CreateEndpointConfig", Config(bare))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Could not find endpoint configuration", (await world.RefusedAsync("CreateEndpoint", new() { ["EndpointName"] = "e", ["EndpointConfigName"] = "none" })).Message, StringComparison.Ordinal);
        serverless["ServerlessConfig"]!["MemorySizeInMB"] = 2048L;
        await world.CallAsync("CreateEndpointConfig", Config(serverless));
        await world.CallAsync("CreateEndpoint", new() { ["EndpointName"] = "serverless", ["EndpointConfigName"] = "config" });
        Assert.Equal(2048, (long)(await world.ServingAsync("serverless"))["ProductionVariants"]![0]!["CurrentServerlessConfig"]!["MemorySizeInMB"]!);
    }
}
