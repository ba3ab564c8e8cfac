using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Transform;
using Certus.Lab.Tests.SageMaker.Training;
using static Certus.Lab.Tests.SageMaker.SageMakerWorld;

namespace Certus.Lab.Tests.SageMaker;

/// <summary>Transform jobs: each input has its output, aligned row by row with what an endpoint says of the same rows.</summary>
public sealed class TransformJobTests
{
    private static JsonObject Job(string name, string input, JsonObject? processing = null, string strategy = "MultiRecord", string accept = "text/csv", string type = "text/csv", string split = "Line")
    {
        JsonObject job = new()
        {
            ["TransformJobName"] = name,
            ["ModelName"] = "trees",
            ["BatchStrategy"] = strategy,
            ["TransformInput"] = new JsonObject { ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://{Bucket}/{input}" } }, ["ContentType"] = type, ["SplitType"] = split },
            ["TransformOutput"] = new JsonObject { ["S3OutputPath"] = $"s3://{Bucket}/{name}-out", ["Accept"] = accept, ["AssembleWith"] = "Line" },
            ["TransformResources"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1L },
        };
        if (processing is not null) job["DataProcessing"] = processing;
        return job;
    }

    [Theory]
    [InlineData("MultiRecord")]
    [InlineData("SingleRecord")]
    public async Task Every_row_stands_beside_its_own_prediction(string strategy)
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        await world.EndpointAsync("trees", null, Variant("A", "trees"));
        var rows = world.Data.Rows(300);
        string[] lines = [.. Encoding.UTF8.GetString(Jobs.Features(rows)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        await world.PutAsync("in/2026/a.csv", string.Concat(lines[..200].Select((line, n) => $"id-{n},{line}\n")));
        await world.PutAsync("in/2026/b.csv", string.Join('\n', lines[200..].Select((line, n) => $"id-{200 + n},{line}")));

        await world.CallAsync("CreateTransformJob", Job("joined", "in/", new() { ["InputFilter"] = "$[1:]", ["JoinSource"] = "Input", ["OutputFilter"] = "$[0,-1]" }, strategy));
        var job = await world.TransformedAsync("joined");
        var expected = (await world.InvokeAsync("trees", string.Join('\n', lines))).Text!.Split(',');

        Assert.NotNull(job["TransformEndTime"]);
        Assert.Equal(["joined-out/2026/a.csv.out", "joined-out/2026/b.csv.out"], await world.KeysAsync("joined-out/"));
        string[] written = [.. (await world.TextAsync("joined-out/2026/a.csv.out") + await world.TextAsync("joined-out/2026/b.csv.out")).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(expected.Select((score, n) => $"id-{n},{score}"), written);
    }

    [Fact]
    public async Task Lines_of_JSON_keep_what_the_filter_names_beside_the_prediction()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        var rows = world.Data.Rows(20);
        await world.PutAsync("in/rows.jsonl", string.Concat(rows.Select((row, n) => new JsonObject { ["id"] = n, ["row"] = new JsonObject { ["features"] = new JsonArray([.. row.Row.Select(value => (JsonNode)value)]) } }.ToJsonString() + "\n")));

        await world.CallAsync("CreateTransformJob", Job("lines", "in/rows.jsonl", new() { ["InputFilter"] = "$.row", ["JoinSource"] = "Input", ["OutputFilter"] = "$['id','SageMakerOutput']" }, accept: "application/jsonlines", type: "application/jsonlines"));
        await world.TransformedAsync("lines");

        var written = (await world.TextAsync("lines-out/rows.jsonl.out"))!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(Enumerable.Range(0, 20), written.Select(line => (int)line["id"]!));
        Assert.All(written, line => Assert.InRange((double)line["SageMakerOutput"]!["score"]!, 0, 1));
        Assert.All(written, line => Assert.Equal(2, line.Count));
    }

    [Fact]
    public async Task Without_joining_an_output_has_a_line_a_row()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        await world.PutAsync("in/a.csv", Encoding.UTF8.GetString(Jobs.Features(world.Data.Rows(50))));

        await world.CallAsync("CreateTransformJob", Job("plain", "in/a.csv"));
        await world.TransformedAsync("plain");

        var scores = (await world.TextAsync("plain-out/a.csv.out"))!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(50, scores.Length);
        Assert.All(scores, score => Assert.InRange(double.Parse(score, CultureInfo.InvariantCulture), 0, 1));
    }

    [Fact]
    public async Task A_job_that_can_not_go_on_says_where_and_writes_no_half_object()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        await world.PutAsync("in/bad.csv", "1,2,3,4,5,6\nno,number,in,this,row,x\n");

        await world.CallAsync("CreateTransformJob", Job("bad", "in/", strategy: "SingleRecord"));
        await world.CallAsync("CreateTransformJob", Job("empty", "nothing/"));

        Assert.Contains("s3://data/in/bad.csv: Bad HTTP status received from algorithm: 415", (string)(await world.TransformedAsync("bad", "Failed"))["FailureReason"]!, StringComparison.Ordinal);
        Assert.Contains("No S3 objects found", (string)(await world.TransformedAsync("empty", "Failed"))["FailureReason"]!, StringComparison.Ordinal);
        Assert.Empty(await world.KeysAsync("bad-out"));
        Assert.Equal("ValidationException", (await world.RefusedAsync("CreateTransformJob", Job("odd", "in/", new() { ["InputFilter"] = "$..a" }))).Code);
        Assert.Equal("ResourceInUse", (await world.RefusedAsync("CreateTransformJob", Job("bad", "in/"))).Code);
    }

    [Fact]
    public async Task A_stopped_job_ends_between_its_records()
    {
        await using var world = await OpenAsync();
        await world.ModelAsync("trees");
        var rows = Encoding.UTF8.GetString(Jobs.Features(world.Data.Rows(500)));
        await world.PutAsync("in/large.csv", string.Concat(Enumerable.Repeat(rows, 600)));

        await world.CallAsync("CreateTransformJob", Job("long", "in/", strategy: "SingleRecord"));
        await Until.Async(() => world.CallAsync("DescribeTransformJob", new() { ["TransformJobName"] = "long" }), job => job["TransformStartTime"] is not null, "The job does not begin.");
        await world.CallAsync("StopTransformJob", new() { ["TransformJobName"] = "long" });

        await world.TransformedAsync("long", "Stopped");
        Assert.Empty(await world.KeysAsync("long-out"));
    }

    [Theory]
    [InlineData("in/a.csv", "in/", "a.csv")]
    [InlineData("in/a.csv", "in", "a.csv")]
    [InlineData("in/a.csv", "in/a.csv", "a.csv")]
    [InlineData("in/a.csv", "in/a", "a.csv")]
    [InlineData("in/y=1/a.csv", "in/", "y=1/a.csv")]
    [InlineData("in/y=1/a.csv", "in/y=", "y=1/a.csv")]
    [InlineData("a.csv", "", "a.csv")]
    [InlineData("in/a.csv", "", "in/a.csv")]
    public void An_output_is_named_by_what_its_input_has_beyond_the_prefix(string key, string prefix, string expected)
    {
        Assert.Equal(expected, TransformJobRun.Relative(key, prefix));
    }
}
