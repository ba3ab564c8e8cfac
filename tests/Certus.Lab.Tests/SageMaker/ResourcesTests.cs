using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.SageMaker;
using Certus.Lab.Server;
using Certus.Lab.State;
using CsCheck;

namespace Certus.Lab.Tests.SageMaker;

/// <summary>Lists: filtered, sorted, and page by page exactly once each.</summary>
public sealed class ResourcesTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("certus-resources-").FullName;
    private readonly LabDatabase _database;
    private readonly Resources _resources;

    public ResourcesTests()
    {
        _database = LabDatabase.Open(_directory, [SageMakerService.Tables]);
        _resources = new(_database);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task AddAsync(string name, int minute, string status, string region = "us-east-1") => _database.WriteAsync(connection =>
    {
        var job = Resource.Of(region, Kind.TransformJob, new() { ["TransformJobName"] = name }, Start.AddMinutes(minute));
        job.Status = status;
        job.Modified = Start.AddMinutes(100 - minute);
        Resources.Add(connection, job, []);
    }, Cancel);

    private static LabCall Call(JsonObject input) => new() { Service = "sagemaker", Operation = "ListTransformJobs", Input = JsonNode.Parse(input.ToJsonString())!.AsObject(), Caller = LabCaller.Root(), Now = Start, RequestId = "test" };

    private List<string> Pages(JsonObject filter, int size)
    {
        List<string> names = [];
        string? token = null;
        do
        {
            var input = filter.DeepClone().AsObject();
            input["MaxResults"] = size;
            if (token is not null) input["NextToken"] = token;
            (var page, token) = _resources.List(Call(input), Kind.TransformJob);
            Assert.True(page.Count <= size);
            names.AddRange(page.Select(job => job.Name));
        }
        while (token is not null);
        return names;
    }

    [Fact]
    public async Task Every_page_size_sort_and_order_gives_each_job_once_and_in_order()
    {
        (string Name, int Minute, string Status)[] jobs = [.. Enumerable.Range(0, 23).Select(n => ($"job-{n * 7 % 23:00}", n / 3, n % 2 == 0 ? "Completed" : "Failed"))];
        foreach (var (name, minute, status) in jobs) await AddAsync(name, minute, status);
        await AddAsync("elsewhere", 1, "Completed", "eu-west-1");

        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 2].Select(at => new[] { "Name", "CreationTime", "Status" }[at]), Gen.Bool).Sample((size, sort, descending) =>
        {
            var expected = jobs.OrderBy(job => sort switch { "Name" => job.Name, "Status" => job.Status, _ => $"{job.Minute:000}" }, StringComparer.Ordinal).ThenBy(job => job.Name, StringComparer.Ordinal).Select(job => job.Name).ToList();
            if (descending) expected.Reverse();
            return expected.SequenceEqual(Pages(new() { ["SortBy"] = sort, ["SortOrder"] = descending ? "Descending" : "Ascending" }, size));
        }, iter: 40);
    }

    [Fact]
    public async Task Filters_narrow_by_name_status_and_time()
    {
        for (var n = 0; n < 10; n++) await AddAsync($"{(n < 5 ? "xgb" : "linear")}-{n}", n, n % 2 == 0 ? "Completed" : "Failed");

        Assert.Equal(["xgb-4", "xgb-3", "xgb-2", "xgb-1", "xgb-0"], Pages(new() { ["NameContains"] = "XGB" }, 2));
        Assert.Equal(["linear-8", "linear-6"], Pages(new() { ["NameContains"] = "linear", ["StatusEquals"] = "Completed" }, 10));
        Assert.Equal(["xgb-3", "xgb-2"], Pages(new() { ["CreationTimeAfter"] = Values.Of(Start.AddMinutes(1)), ["CreationTimeBefore"] = Values.Of(Start.AddMinutes(4)) }, 10));
        Assert.Equal(["linear-9"], Pages(new() { ["LastModifiedTimeBefore"] = Values.Of(Start.AddMinutes(92)) }, 10));
    }

    [Theory]
    [InlineData("asdf")]
    [InlineData("")]
    [InlineData("cGFnZQ==")]
    public void A_token_nobody_handed_out_is_refused(string token)
    {
        Assert.Equal("Invalid pagination token because \"{0}\".", Assert.Throws<AwsException>(() => _resources.List(Call(new() { ["NextToken"] = token }), Kind.TransformJob)).Message);
    }

    [Fact]
    public async Task A_name_is_taken_once_a_region_and_free_again_when_it_is_removed()
    {
        await AddAsync("job", 0, "Completed");
        await AddAsync("job", 0, "Completed", "eu-west-1");

        Assert.Equal("ResourceInUse", (await Assert.ThrowsAsync<AwsException>(() => AddAsync("job", 1, "Completed"))).Code);
        await _resources.RemoveAsync("us-east-1", Kind.TransformJob, "job", null, Cancel);
        await AddAsync("job", 2, "Completed");
        Assert.Equal("Could not find transform job 'arn:aws:sagemaker:us-east-1:123456789012:transform-job/other'.", (await Assert.ThrowsAsync<AwsException>(() => _resources.RemoveAsync("us-east-1", Kind.TransformJob, "other", null, Cancel))).Message);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
