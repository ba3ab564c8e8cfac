using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>A bucket that the world can read, and whose leftovers nobody pays attention to.</summary>
internal sealed class S3Hygiene : ILabExercise
{
    public const string Bucket = "certus-hygiene-exports", Reporter = "certus-hygiene-reporter";

    private const int MostNoncurrentDays = 90, MostUploadDays = 7, Reports = 6;

    /// <summary>Names in the order of the brief.</summary>
    public const string AnonymousRefused = "anonymous-refused", ReporterReads = "reporter-reads", AccessBlocked = "access-blocked", Versioned = "versioned", Lifecycle = "lifecycle",
        UploadsAborted = "uploads-aborted", DataIntact = "data-intact";

    /// <summary>What may be wrong with it.</summary>
    public const string PolicyEveryone = "policy-everyone", PolicyOddCondition = "policy-odd-condition", ListEveryone = "list-everyone", ObjectAcls = "object-acls";

    public string Id => "s3-hygiene";
    public string NamePrefix => "certus-hygiene-";
    public IReadOnlyList<string> Checks => [AnonymousRefused, ReporterReads, AccessBlocked, Versioned, Lifecycle, UploadsAborted, DataIntact];
    public IReadOnlyList<string> Faults => [PolicyEveryone, PolicyOddCondition, ListEveryone, ObjectAcls];
    public bool IsAlwaysBroken => true;

    private static LabCaller AsReporter { get; } =
        new(LabCaller.Account, $"arn:aws:sts::{LabCaller.Account}:assumed-role/{Reporter}/grader", LabBench.AccessKeyId, LabCaller.DefaultRegion);

    private static JsonObject On(string? key = null) => key is null ? new() { ["Bucket"] = Bucket } : new() { ["Bucket"] = Bucket, ["Key"] = key };

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        await bench.CallAsync("iam", "CreateRole", new()
        {
            ["RoleName"] = Reporter,
            ["AssumeRolePolicyDocument"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{LabCaller.Account}}:root"},"Action":"sts:AssumeRole"}]}""",
            ["Description"] = "Reads the monthly reports.",
        }, cancel);
        await bench.CallAsync("s3", "CreateBucket", On(), cancel);
        await bench.CallAsync("s3", "DeletePublicAccessBlock", On(), cancel);
        foreach (var (key, text) in Objects(start.Seed)) await bench.PutAsync(Bucket, key, text, cancel);
        if (start.Fault == ObjectAcls)
        {
            await bench.CallAsync("s3", "PutBucketOwnershipControls", new() { ["Bucket"] = Bucket, ["OwnershipControls"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = "ObjectWriter" }) } }, cancel);
            foreach (var (key, _) in Objects(start.Seed)) await bench.CallAsync("s3", "PutObjectAcl", new() { ["Bucket"] = Bucket, ["Key"] = key, ["ACL"] = "public-read" }, cancel);
        }
        await bench.CallAsync("s3", "PutBucketPolicy", new() { ["Bucket"] = Bucket, ["Policy"] = PolicyOf(start.Fault) }, cancel);
        var upload = await bench.CallAsync("s3", "CreateMultipartUpload", On("raw/clickstream-2026-08.csv"), cancel);
        await bench.AnswerAsync("s3", "UploadPart", new() { ["Bucket"] = Bucket, ["Key"] = "raw/clickstream-2026-08.csv", ["UploadId"] = (string?)upload["UploadId"], ["PartNumber"] = 1L }, cancel,
            body: Encoding.UTF8.GetBytes(Customers(start.Seed, "clickstream", 400)));
    }

    /// <summary>The policy that the bucket begins with.</summary>
    internal static string PolicyOf(string? fault)
    {
        var statements = new List<string>
        {
            $$"""{"Sid":"ReportsForReporting","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{LabCaller.Account}}:role/{{Reporter}}"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::{{Bucket}}/reports/*"}""",
        };
        if (fault == PolicyEveryone) statements.Add($$"""{"Sid":"TemporaryForPartner","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{Bucket}}/*"}""");
        if (fault == PolicyOddCondition)
            statements.Add($$$$"""{"Sid":"NotForTheOldAccount","Effect":"Allow","Principal":{"AWS":"*"},"Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::{{{{Bucket}}}}","arn:aws:s3:::{{{{Bucket}}}}/*"],"Condition":{"StringNotEquals":{"aws:PrincipalAccount":"999999999999"}}}""");
        if (fault == ListEveryone) statements.Add($$"""{"Sid":"Inventory","Effect":"Allow","Principal":"*","Action":["s3:ListBucket","s3:ListBucketVersions"],"Resource":"arn:aws:s3:::{{Bucket}}"}""");
        return $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";
    }

    /// <summary>What lies in the bucket.</summary>
    private static IEnumerable<(string Key, string Text)> Objects(ulong seed)
    {
        yield return ("raw/customers.csv", Customers(seed, "customers", 800));
        yield return ("raw/orders.csv", Customers(seed, "orders", 600));
        for (var month = 1; month <= Reports; month++)
            yield return ($"reports/2026-{month:00}.csv", Customers(seed, $"report {month}", 40));
    }

    private static string Customers(ulong seed, string what, int rows)
    {
        var random = new SeededRandom(seed, $"s3-hygiene {what}");
        var text = new StringBuilder("id,region,segment,amount\n");
        for (var row = 0; row < rows; row++)
            text.Append(CultureInfo.InvariantCulture, $"{100_000 + random.Below(900_000)},{random.Pick(["north", "south", "east", "west"])},{random.Pick(["home", "office", "school"])},{random.Below(100_000) / 100m:0.00}\n");
        return text.ToString();
    }

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        if ((await bench.TryAsync("s3", "HeadBucket", On(), cancel)).Refused is { Status: 404 })
            return [.. Checks.Select(check => Finding.Missing(check, $"There is no bucket {Bucket} any more."))];
        return
        [
            await AnonymousAsync(bench, start.Seed, cancel), await ReporterAsync(bench, start.Seed, cancel), await BlockAsync(bench, cancel), await VersioningAsync(bench, cancel), await LifecycleAsync(bench, cancel),
            await UploadsAsync(bench, cancel), await IntactAsync(bench, start.Seed, cancel),
        ];
    }

    private static async Task<Finding> AnonymousAsync(LabBench bench, ulong seed, CancellationToken cancel)
    {
        List<string> open = [];
        foreach (var (operation, what) in new[] { ("ListObjectsV2", "list the bucket"), ("ListObjectVersions", "list its versions") })
            if (!await IsRefusedAsync(operation, On())) open.Add(what);
        var (versions, refused) = await VersionsAsync(bench, cancel);
        // What a stranger may not read by its name he may be able to read by its version's id: that is another action, and an old version keeps its ACL.
        var keys = Objects(seed).Select(entry => entry.Key).Union(versions.Select(version => (string)version["Key"]!)).ToList();
        int readable = 0, byVersion = 0;
        foreach (var key in keys)
            if (!await IsRefusedAsync("GetObject", On(key))) readable++;
        foreach (var version in versions)
            if (!await IsRefusedAsync("GetObject", version)) byVersion++;
        if (readable > 0) open.Add($"read {readable} of {keys.Count} objects");
        if (byVersion > 0) open.Add($"read {byVersion} of {versions.Count} versions by their ids");
        return open.Count > 0 ? Finding.Missing(AnonymousRefused, $"Without any signature one can still {string.Join(" and ", open)}.")
            : refused is not null ? Finding.Part(AnonymousRefused, 0.5, $"A request that nobody signed can neither list nor read current objects; whether it reads old versions was not seen. {ShutOut(refused, "the list of versions")}")
            : Finding.Good(AnonymousRefused, "A request that nobody signed can neither list nor read, old versions included.");

        async Task<bool> IsRefusedAsync(string operation, JsonObject input) => (await bench.TryAsync("s3", operation, (JsonObject)input.DeepClone(), cancel, LabBench.Anonymous)).Refused is { Status: 403 or 404 };
    }

    /// <summary>Every version of every object as a call names it, without delete markers; or why the account itself does not see them.</summary>
    private static async Task<(List<JsonObject> Versions, AwsException? Refused)> VersionsAsync(LabBench bench, CancellationToken cancel)
    {
        List<JsonObject> versions = [];
        var on = On();
        while (true)
        {
            var (page, refused) = await bench.TryAsync("s3", "ListObjectVersions", (JsonObject)on.DeepClone(), cancel);
            if (refused is not null) return (versions, refused);
            foreach (var version in page!["Versions"] as JsonArray ?? [])
                versions.Add(new() { ["Bucket"] = Bucket, ["Key"] = (string?)version!["Key"], ["VersionId"] = (string?)version["VersionId"] });
            if ((bool?)page["IsTruncated"] is not true) return (versions, null);
            (on["KeyMarker"], on["VersionIdMarker"]) = ((string?)page["NextKeyMarker"], (string?)page["NextVersionIdMarker"]);
        }
    }

    private static async Task<Finding> ReporterAsync(LabBench bench, ulong seed, CancellationToken cancel)
    {
        var read = 0;
        for (var month = 1; month <= Reports; month++)
            if (await MayAsync("GetObject", On($"reports/2026-{month:00}.csv"))) read++;
        if (read < Reports) return Finding.Part(ReporterReads, 0, $"The role {Reporter} reads {read} of the {Reports} reports; its work has stopped.");
        var keys = Objects(seed).Select(entry => entry.Key).ToList();
        List<string> more = [];
        foreach (var key in keys)
            if (key.StartsWith("raw/", StringComparison.Ordinal) && await MayAsync("GetObject", On(key))) more.Add($"read {key}");
        if (await MayAsync("ListObjectsV2", On())) more.Add("list the bucket");
        foreach (var key in keys)
            if (await MayAsync("PutObject", new() { ["Bucket"] = Bucket, ["Key"] = key, ["IfMatch"] = "\"of-no-object\"" })) { more.Add($"overwrite {key}"); break; }
        foreach (var folder in (string[])["raw/", "reports/"])
            if (await DeletesAsync(folder + "certus-grader")) { more.Add($"delete in {folder}"); break; }
        return more.Count > 0
            ? Finding.Part(ReporterReads, 0.5, $"The role {Reporter} reads its reports, and more than it needs: it can also {string.Join(" and ", more)}.")
            : Finding.Good(ReporterReads, $"The role {Reporter} reads its {Reports} reports; it reads nothing of raw/, lists nothing and changes nothing.");

        // A condition that can't hold is looked at after the right to write, so that nothing is ever written: 412 is a right, 403 is none.
        async Task<bool> MayAsync(string operation, JsonObject input) => (await bench.TryAsync("s3", operation, input, cancel, AsReporter)).Refused is null or { Status: 412 };

        // A key that nobody uses; what the deletion leaves behind where versions are kept is taken away again.
        async Task<bool> DeletesAsync(string key)
        {
            var (output, refused) = await bench.TryAsync("s3", "DeleteObject", On(key), cancel, AsReporter);
            if ((string?)output?["VersionId"] is { } marker) await bench.TryAsync("s3", "DeleteObject", new() { ["Bucket"] = Bucket, ["Key"] = key, ["VersionId"] = marker }, cancel);
            return refused is null;
        }
    }

    /// <summary>What a check says that a policy of the learner's keeps even the account from looking at.</summary>
    private static string ShutOut(AwsException refused, string what) => $"The account itself is refused {what}: {refused.Message}";

    private static async Task<Finding> BlockAsync(LabBench bench, CancellationToken cancel)
    {
        var (output, refused) = await bench.TryAsync("s3", "GetPublicAccessBlock", On(), cancel);
        if (refused is { Status: not 404 }) return Finding.Missing(AccessBlocked, ShutOut(refused, "the bucket's public-access block"));
        var block = output?["PublicAccessBlockConfiguration"] as JsonObject ?? [];
        string[] settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
        var off = settings.Where(setting => (bool?)block[setting] is not true).ToList();
        return off.Count == 0
            ? Finding.Good(AccessBlocked, "All four settings of the public-access block are on.")
            : Finding.Part(AccessBlocked, 1 - off.Count / 4.0, $"{off.Count} of the four settings of the bucket's public-access block are off: the next mistake would be public again.");
    }

    private static async Task<Finding> VersioningAsync(LabBench bench, CancellationToken cancel)
    {
        var (output, refused) = await bench.TryAsync("s3", "GetBucketVersioning", On(), cancel);
        if (refused is not null) return Finding.Missing(Versioned, ShutOut(refused, "the bucket's versioning"));
        return (string?)output!["Status"] == "Enabled"
            ? Finding.Good(Versioned, "The bucket keeps versions.")
            : Finding.Missing(Versioned, "An object that is overwritten or deleted is gone: the bucket keeps no versions.");
    }

    private static async Task<Finding> LifecycleAsync(LabBench bench, CancellationToken cancel)
    {
        var (output, refused) = await bench.TryAsync("s3", "GetBucketLifecycleConfiguration", On(), cancel);
        if (refused is { Status: not 404 }) return Finding.Missing(Lifecycle, ShutOut(refused, "the bucket's lifecycle rules"));
        var rules = (output?["Rules"] as JsonArray ?? []).OfType<JsonObject>().Where(rule => (string?)rule["Status"] == "Enabled").ToList();
        if (rules.Any(rule => rule["Expiration"] is JsonObject expiration && (expiration["Days"] is not null || expiration["Date"] is not null)))
            return Finding.Missing(Lifecycle, "A rule lets current objects expire; the data is wanted.");
        var whole = rules.Where(AppliesToAll).ToList();
        // Newer versions that are kept beside the days are kept for ever.
        var noncurrent = whole.Any(rule => rule["NoncurrentVersionExpiration"] is JsonObject ends && (long?)ends["NoncurrentDays"] is >= 1 and <= MostNoncurrentDays && ends["NewerNoncurrentVersions"] is null);
        var uploads = whole.Any(rule => (long?)rule["AbortIncompleteMultipartUpload"]?["DaysAfterInitiation"] is >= 1 and <= MostUploadDays);
        return (noncurrent, uploads) switch
        {
            (true, true) => Finding.Good(Lifecycle, "Old versions and unfinished uploads end by themselves, everywhere in the bucket."),
            (true, false) => Finding.Part(Lifecycle, 0.5, $"Old versions end in time; unfinished uploads don't, within {MostUploadDays} days and in the whole bucket."),
            (false, true) => Finding.Part(Lifecycle, 0.5, $"Unfinished uploads end in time; old versions don't, within {MostNoncurrentDays} days and in the whole bucket."),
            _ => Finding.Missing(Lifecycle, $"No enabled rule for the whole bucket ends old versions within {MostNoncurrentDays} days or unfinished uploads within {MostUploadDays}."),
        };

        static bool AppliesToAll(JsonObject rule) =>
            string.IsNullOrEmpty((string?)rule["Prefix"]) && (rule["Filter"] is not JsonObject filter || filter.All(entry => entry.Key == "Prefix" && string.IsNullOrEmpty((string?)entry.Value)));
    }

    private static async Task<Finding> UploadsAsync(LabBench bench, CancellationToken cancel)
    {
        var (output, refused) = await bench.TryAsync("s3", "ListMultipartUploads", On(), cancel);
        if (refused is not null) return Finding.Missing(UploadsAborted, ShutOut(refused, "the list of unfinished uploads"));
        return output!["Uploads"] is JsonArray { Count: > 0 } uploads
            ? Finding.Missing(UploadsAborted, $"{uploads.Count} unfinished {(uploads.Count == 1 ? "upload is" : "uploads are")} still stored and paid for.")
            : Finding.Good(UploadsAborted, "No unfinished upload is stored.");
    }

    private static async Task<Finding> IntactAsync(LabBench bench, ulong seed, CancellationToken cancel)
    {
        List<string> lost = [];
        foreach (var (key, text) in Objects(seed))
        {
            if ((await bench.TryAsync("s3", "GetObject", On(key), cancel)).Refused is { Status: not 404 } refused) return Finding.Missing(DataIntact, ShutOut(refused, key));
            if ((await bench.BytesAsync(Bucket, key, cancel)).Bytes?.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text)) is not true) lost.Add(key);
        }
        return lost.Count == 0 ? Finding.Good(DataIntact, "Every object is as it was.") : Finding.Missing(DataIntact, $"{lost.Count} objects are gone or changed, {lost[0]} among them.");
    }
}
