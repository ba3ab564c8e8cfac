using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Raw events, a catalog, and a question that may cost next to nothing.</summary>
internal sealed class CrawlerAthena : ILabExercise
{
    public const string Raw = "certus-lake-raw", Work = "certus-lake-work", CrawlerRole = "certus-lake-crawler", Database = "certus_lake", Sales = "sales";

    /// <summary>Names in the order of the brief.</summary>
    public const string Cataloged = "cataloged", Right = "right", WithinBudget = "within-budget", Answered = "answered", Frugal = "frugal";

    /// <summary>The raw bytes for each byte that a question may scan.</summary>
    public const int Thrift = 160;

    private const int Asked = 2;

    private static readonly Breakage[] _breakages = [Breakage.RoleLacks("role-reads-nothing", CrawlerRole, "s3:GetObject"), Breakage.RoleLacks("role-lists-nothing", CrawlerRole, "s3:ListBucket"), Breakage.RoleTrustsAnother(CrawlerRole), Breakage.BucketDenies(Raw, CrawlerRole)];

    public string Id => "crawler-athena";
    public string NamePrefix => "certus-lake";
    public IReadOnlyList<string> Checks => [Cataloged, Right, WithinBudget, Answered, Frugal];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var crawler in await bench.ListAsync("glue", "GetCrawlers", [], "Crawlers", cancel))
            if ((string?)crawler["Name"] is { } name && name.StartsWith(NamePrefix, StringComparison.Ordinal)) await bench.TryAsync("glue", "DeleteCrawler", new() { ["Name"] = name }, cancel);
        await bench.TryAsync("glue", "DeleteDatabase", new() { ["Name"] = Database }, cancel);
        foreach (var bucket in (string[])[Raw, Work]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        var law = new ShopEvents(start.Seed);
        foreach (var (day, text) in law.Files) await bench.PutAsync(Raw, $"events/dt={day}/part-0.json", text, cancel, "application/json");
        await bench.PutAsync(Raw, "question.json", new JsonObject { ["region"] = Region(law) }.ToJsonString(), cancel, "application/json");
        await bench.CallAsync("iam", "CreateRole", new()
        {
            ["RoleName"] = CrawlerRole, ["Description"] = $"Reads {Raw} for a crawler.",
            ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        }, cancel);
        await bench.CallAsync("iam", "PutRolePolicy", new()
        {
            ["RoleName"] = CrawlerRole, ["PolicyName"] = "data",
            ["PolicyDocument"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::{{Raw}}"},{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{Raw}}/*"},{"Effect":"Allow","Action":"glue:*","Resource":"*"}]}""",
        }, cancel);
    }

    /// <summary>The region that the learner's own question is about: the one in which the first category is farthest ahead of the second.</summary>
    public static string Region(ShopEvents law) => ShopEvents.Regions.MaxBy(region =>
        ShopEvents.Categories.Select(category => law.Revenue(region, category)).OrderDescending().ToList() is [var first, var second, ..] ? (first - second) / first : 0)!;

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var law = new ShopEvents(start.Seed);
        var (right, budget) = await AskAsync(bench, law, heldOut, cancel);
        var (answered, frugal) = await AnswerAsync(bench, start, law, cancel);
        return [await CatalogedAsync(bench, start, cancel), right, budget, answered, frugal];
    }

    private static async Task<Finding> CatalogedAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        var crawled = (await bench.ListAsync("glue", "GetCrawlers", [], "Crawlers", cancel)).Any(crawler => (string?)crawler["DatabaseName"] == Database && (string?)crawler["LastCrawl"]?["Status"] == "SUCCEEDED"
            && Values.Time(crawler["LastCrawl"]!["StartTime"]!) >= start.StartedAt);
        if (!crawled) return Finding.Missing(Cataloged, $"No crawler has filled the database {Database} since the lab began.");
        var (tables, refused) = await bench.TryAsync("glue", "GetTables", new() { ["DatabaseName"] = Database }, cancel);
        var table = (tables?["TableList"] as JsonArray ?? []).FirstOrDefault(one => ((string?)one!["StorageDescriptor"]?["Location"] ?? "").TrimEnd('/') == $"s3://{Raw}/events" && one["Parameters"]?["UPDATED_BY_CRAWLER"] is not null);
        if (table is null) return Finding.Missing(Cataloged, refused?.Message ?? $"A crawler ran, and no table of {Database} that a crawler made lies at s3://{Raw}/events/.");
        var keys = table["PartitionKeys"] as JsonArray ?? [];
        if (keys.Count != 1 || (string?)keys[0]!["Name"] != "dt") return Finding.Part(Cataloged, 0.3, $"The table {(string?)table["Name"]} is not partitioned by dt alone.");
        var partitions = await bench.ListAsync("glue", "GetPartitions", new() { ["DatabaseName"] = Database, ["TableName"] = (string?)table["Name"] }, "Partitions", cancel);
        return partitions.Count == ShopEvents.Days
            ? Finding.Good(Cataloged, $"The table {(string?)table["Name"]} has a partition for each of the {ShopEvents.Days} days.")
            : Finding.Part(Cataloged, 0.3 + 0.6 * partitions.Count / ShopEvents.Days, $"The table {(string?)table["Name"]} has {partitions.Count} partitions; there are {ShopEvents.Days} days.");
    }

    /// <summary>Asks the learner's table about regions drawn now, and looks at what that scans.</summary>
    private static async Task<(Finding Right, Finding Budget)> AskAsync(LabBench bench, ShopEvents law, ulong heldOut, CancellationToken cancel)
    {
        var most = law.Bytes / Thrift;
        var (rightSums, sums, worst) = (0, 0, 0L);
        List<string> wrong = [];
        foreach (var region in new SeededRandom(heldOut, "crawler-athena regions").Shuffle(ShopEvents.Regions).Take(Asked))
        {
            var (rows, scanned, fault) = await QueryAsync(bench, $"SELECT category, CAST(sum(amount) AS decimal(18,2)) AS revenue FROM {Database}.{Sales} WHERE region = '{region}' GROUP BY category", cancel);
            if (rows is null) return (Finding.Missing(Right, $"{Database}.{Sales} could not be asked for the revenue of a region by category: {fault}"), Finding.Missing(WithinBudget, "Without an answer there is no scan to judge."));
            worst = Math.Max(worst, scanned);
            var found = rows.Where(row => row.Count == 2).DistinctBy(row => row[0]).ToDictionary(row => row[0], row => decimal.TryParse(row[1], NumberStyles.Number, CultureInfo.InvariantCulture, out var sum) ? sum : -1);
            foreach (var category in ShopEvents.Categories)
            {
                sums++;
                var (want, have) = (law.Revenue(region, category), found.GetValueOrDefault(category, -1));
                if (Math.Abs(want - have) <= 0.01m) rightSums++;
                else wrong.Add(have < 0 ? $"{category} in {region} is missing" : $"{category} in {region} is {(have > want ? "too much" : "too little")} by {Math.Abs(have - want) / want:P1}");
            }
        }
        var said = string.Create(CultureInfo.InvariantCulture, $"The revenue of a region by category scans {worst:N0} bytes of {Database}.{Sales}; {most:N0} are allowed.");
        return (rightSums == sums ? Finding.Good(Right, $"The revenue of {Asked} regions drawn for this grade is right in every category.")
                : Finding.Missing(Right, $"Of {sums} sums of {Asked} regions drawn for this grade {rightSums} are right; {wrong[0]}."),
            // A table that holds nothing scans nothing.
            rightSums == 0 && worst == 0 ? Finding.Missing(WithinBudget, "What holds nothing of what is asked scans nothing.")
                : worst <= most ? Finding.Good(WithinBudget, said)
                : Finding.Part(WithinBudget, worst <= 3 * most ? 0.4 : 0, said));
    }

    private static async Task<(Finding Answered, Finding Frugal)> AnswerAsync(LabBench bench, LabStart start, ShopEvents law, CancellationToken cancel)
    {
        var region = Region(law);
        var (answer, fault) = await bench.JsonAsync(Work, "answer.json", cancel);
        if (answer is null) return (Finding.Missing(Answered, fault!), Finding.Missing(Frugal, fault!));
        var best = ShopEvents.Categories.MaxBy(category => law.Revenue(region, category))!;
        List<string> wrong = [];
        if (answer["category"] is not JsonValue category || !category.TryGetValue<string>(out var named) || named != best) wrong.Add("category");
        if (answer.Number("revenue") is not { } revenue || Math.Abs((decimal)Math.Clamp(revenue, -1e12, 1e12) - law.Revenue(region, best)) > 0.01m) wrong.Add("revenue");
        var answered = wrong.Count == 0 ? Finding.Good(Answered, $"The answer for {region} is right.") : Finding.Missing(Answered, $"answer.json is not what {region} sold most of: {string.Join(", ", wrong)}.");

        if (answer["query"] is not JsonValue id || !id.TryGetValue<string>(out var query)) return (answered, Finding.Missing(Frugal, "answer.json names no query."));
        var (described, refused) = await bench.TryAsync("athena", "GetQueryExecution", new() { ["QueryExecutionId"] = query }, cancel);
        if (described?["QueryExecution"] is not JsonObject execution) return (answered, Finding.Missing(Frugal, refused?.Message ?? "There is no such query."));
        if ((string?)execution["Status"]?["State"] != "SUCCEEDED" || Values.Time(execution["Status"]!["SubmissionDateTime"]!) < start.StartedAt || (string?)execution["StatementType"] != "DML")
            return (answered, Finding.Missing(Frugal, "The query that answer.json names did not succeed since the lab began, or asks nothing."));
        var (scanned, most) = ((long?)execution["Statistics"]?["DataScannedInBytes"] ?? 0, law.Bytes / Thrift);
        var said = string.Create(CultureInfo.InvariantCulture, $"The query that answer.json names scanned {scanned:N0} bytes; {most:N0} are allowed.");
        return (answered, scanned == 0 ? Finding.Missing(Frugal, "The query that answer.json names scanned nothing: it can't have found the answer.") : scanned <= most ? Finding.Good(Frugal, said) : Finding.Missing(Frugal, said));
    }

    /// <summary>Runs a query of the grader's own and takes its result away again.</summary>
    private static async Task<(IReadOnlyList<IReadOnlyList<string>>? Rows, long Scanned, string? Fault)> QueryAsync(LabBench bench, string sql, CancellationToken cancel)
    {
        const string folder = "certus-grader/";
        var (started, refused) = await bench.TryAsync("athena", "StartQueryExecution", new() { ["QueryString"] = sql, ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = $"s3://{Work}/{folder}" } }, cancel);
        if (started is null) return (null, 0, refused!.Message);
        var query = new JsonObject { ["QueryExecutionId"] = (string?)started["QueryExecutionId"] };
        JsonObject execution;
        string? state;
        while (true)
        {
            execution = (JsonObject)(await bench.CallAsync("athena", "GetQueryExecution", (JsonObject)query.DeepClone(), cancel))["QueryExecution"]!;
            state = (string?)execution["Status"]?["State"];
            if (state is not ("QUEUED" or "RUNNING")) break;
            await Task.Delay(20, cancel);
        }
        if (state != "SUCCEEDED") return (null, 0, (string?)execution["Status"]?["StateChangeReason"]);
        var (results, unread) = await bench.TryAsync("athena", "GetQueryResults", (JsonObject)query.DeepClone(), cancel);
        foreach (var end in (string[])["", ".metadata"])
            await bench.TryAsync("s3", "DeleteObject", new() { ["Bucket"] = Work, ["Key"] = $"{folder}{(string?)query["QueryExecutionId"]}.csv{end}" }, cancel);
        if (results is null) return (null, 0, unread!.Message);
        return ([.. results["ResultSet"]!["Rows"]!.AsArray().Skip(1).Select(row => (IReadOnlyList<string>)[.. row!["Data"]!.AsArray().Select(value => (string?)value!["VarCharValue"] ?? "")])], (long)execution["Statistics"]!["DataScannedInBytes"]!, null);
    }
}
