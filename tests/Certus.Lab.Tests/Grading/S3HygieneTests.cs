using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using Certus.Lab.Server;
using static Certus.Lab.Grading.S3Hygiene;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of s3-hygiene: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class S3HygieneTests
{
    private const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/certus-hygiene-reporter"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::certus-hygiene-exports/*"}]}""";
    private static readonly string Reports = Everything.Replace("exports/*", "exports/reports/*", StringComparison.Ordinal);

    private static JsonObject On(string? member = null, JsonNode? value = null) => member is null ? new() { ["Bucket"] = Bucket } : new() { ["Bucket"] = Bucket, [member] = value };

    private static Task<Attempt> BeginAsync(string fault = PolicyEveryone) => Attempt.BeginAsync("s3-hygiene", Attempt.SeedOf("s3-hygiene", fault));

    private static async Task CloseAsync(Attempt lab)
    {
        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", Reports));
        await lab.DoAsync("s3", "PutBucketOwnershipControls", On("OwnershipControls", new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = "BucketOwnerEnforced" }) }));
    }

    private static Task BlockAsync(Attempt lab, bool all = true) => lab.DoAsync("s3", "PutPublicAccessBlock", On("PublicAccessBlockConfiguration",
        new JsonObject { ["BlockPublicAcls"] = true, ["IgnorePublicAcls"] = true, ["BlockPublicPolicy"] = true, ["RestrictPublicBuckets"] = all }));

    private static Task VersionAsync(Attempt lab, string status = "Enabled") => lab.DoAsync("s3", "PutBucketVersioning", On("VersioningConfiguration", new JsonObject { ["Status"] = status }));

    private static Task EndAsync(Attempt lab, string prefix = "", int noncurrent = 30, int? uploads = 3, int? current = null, int? newer = null)
    {
        var rule = new JsonObject
        {
            ["ID"] = "leftovers", ["Status"] = "Enabled", ["Filter"] = new JsonObject { ["Prefix"] = prefix }, ["NoncurrentVersionExpiration"] = new JsonObject { ["NoncurrentDays"] = (long)noncurrent },
        };
        if (newer is { } kept) rule["NoncurrentVersionExpiration"]!["NewerNoncurrentVersions"] = (long)kept;
        if (uploads is { } days) rule["AbortIncompleteMultipartUpload"] = new JsonObject { ["DaysAfterInitiation"] = (long)days };
        if (current is { } expires) rule["Expiration"] = new JsonObject { ["Days"] = (long)expires };
        return lab.DoAsync("s3", "PutBucketLifecycleConfiguration", On("LifecycleConfiguration", new JsonObject { ["Rules"] = new JsonArray(rule) }));
    }

    private static async Task AbortAsync(Attempt lab)
    {
        foreach (var upload in (JsonArray)(await lab.DoAsync("s3", "ListMultipartUploads", On()))["Uploads"]!)
            await lab.DoAsync("s3", "AbortMultipartUpload", new() { ["Bucket"] = Bucket, ["Key"] = (string?)upload!["Key"], ["UploadId"] = (string?)upload["UploadId"] });
    }

    private static async Task SolveAsync(Attempt lab)
    {
        await CloseAsync(lab);
        await BlockAsync(lab);
        await VersionAsync(lab);
        await EndAsync(lab);
        await AbortAsync(lab);
    }

    [Theory]
    [InlineData(PolicyEveryone)]
    [InlineData(PolicyOddCondition)]
    [InlineData(ListEveryone)]
    [InlineData(ObjectAcls)]
    public async Task What_is_open_is_found_open_and_once_solved_earns_everything(string fault)
    {
        await using var lab = await BeginAsync(fault);

        var before = (await lab.GradeAsync()).ToDictionary(finding => finding.Check);
        await SolveAsync(lab);

        Assert.Equal(fault, lab.Start.Fault);
        Assert.Equal([0.0, 0, 0, 0, 0], new[] { AnonymousRefused, AccessBlocked, Versioned, Lifecycle, UploadsAborted }.Select(check => before[check].Earned));
        Assert.Equal(1, before[DataIntact].Earned);
        await lab.AllGoodAsync();
    }

    [Theory]
    [InlineData(PolicyEveryone, "read 8 of 8 objects")]
    [InlineData(PolicyOddCondition, "list the bucket and read 8 of 8 objects")]
    [InlineData(ListEveryone, "list the bucket and list its versions")]
    [InlineData(ObjectAcls, "read 8 of 8 objects")]
    public async Task The_first_finding_says_what_a_stranger_can_do(string fault, string open)
    {
        await using var lab = await BeginAsync(fault);
        await SolveAsync(lab);

        // The mistake again, after everything else was put right.
        await lab.DoAsync("s3", "DeletePublicAccessBlock", On());
        if (fault == ObjectAcls)
        {
            await lab.DoAsync("s3", "PutBucketOwnershipControls", On("OwnershipControls", new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = "ObjectWriter" }) }));
        }
        else await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", PolicyOf(fault)));

        var findings = (await lab.GradeAsync()).ToDictionary(finding => finding.Check);
        Assert.Equal(0, findings[AnonymousRefused].Earned);
        Assert.Contains(open, findings[AnonymousRefused].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_whole_policy_the_reporting_job_has_stopped()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await lab.DoAsync("s3", "DeleteBucketPolicy", On());

        await lab.OnlyAsync(ReporterReads, "reads 0 of the 6 reports");
    }

    [Fact]
    public async Task A_role_that_reads_more_than_reports_is_widened()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", Everything));

        await lab.OnlyAsync(ReporterReads, "more than it needs: it can also read raw/customers.csv and read raw/orders.csv.", 0.5);
    }

    [Fact]
    public async Task A_public_statement_that_only_the_block_holds_back_still_widens_the_role()
    {
        await using var lab = await BeginAsync(PolicyEveryone);
        await SolveAsync(lab);

        await lab.DoAsync("s3", "DeletePublicAccessBlock", On());
        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", PolicyOf(PolicyEveryone)));
        await BlockAsync(lab);

        await lab.OnlyAsync(ReporterReads, "more than it needs: it can also read raw/customers.csv and read raw/orders.csv.", 0.5);
    }

    [Fact]
    public async Task A_version_that_strangers_can_read_is_open_whatever_its_key_is()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);
        await lab.DoAsync("s3", "DeletePublicAccessBlock", On());

        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", Allowing("\"Principal\":\"*\",\"Action\":\"s3:GetObjectVersion\"")));

        var findings = (await lab.GradeAsync()).ToDictionary(finding => finding.Check);
        Assert.Equal((0, "Without any signature one can still read 8 of 8 versions by their ids."), (findings[AnonymousRefused].Earned, findings[AnonymousRefused].Found));
    }

    [Fact]
    public async Task An_old_version_keeps_the_acl_that_opened_it()
    {
        await using var lab = await BeginAsync(ObjectAcls);
        await VersionAsync(lab);
        var raw = await lab.TextAsync(Bucket, "raw/orders.csv");
        await SolveAsync(lab);
        await lab.PutAsync(Bucket, "raw/orders.csv", raw);
        await lab.DoAsync("s3", "DeletePublicAccessBlock", On());
        await lab.DoAsync("s3", "PutBucketOwnershipControls", On("OwnershipControls", new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = "ObjectWriter" }) }));

        var found = (await lab.GradeAsync())[0].Found;

        Assert.Equal("Without any signature one can still read 7 of 8 objects and read 8 of 9 versions by their ids.", found);
    }

    [Fact]
    public async Task Versions_that_the_account_may_not_list_are_not_said_to_be_closed()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", Denying("\"s3:ListBucketVersions\"")));

        await lab.OnlyAsync(AnonymousRefused, "The account itself is refused the list of versions: ", 0.5);
    }

    private static string Allowing(string whatToWhom) => Reports[..^2] + $$"""
        ,{"Effect":"Allow",{{whatToWhom}},"Resource":["arn:aws:s3:::{{Bucket}}","arn:aws:s3:::{{Bucket}}/*"]}]}
        """;

    [Theory]
    [InlineData("s3:ListBucket", "it can also list the bucket.")]
    [InlineData("s3:PutObject", "it can also overwrite raw/customers.csv.")]
    [InlineData("s3:DeleteObject", "it can also delete in raw/.")]
    public async Task A_role_that_may_more_than_read_its_reports_is_found_out_and_nothing_is_left_of_the_trial(string action, string phrase)
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);
        var before = await lab.DoAsync("s3", "ListObjectVersions", On());

        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", Allowing($$"""
            "Principal":{"AWS":"arn:aws:iam::123456789012:role/certus-hygiene-reporter"},"Action":"{{action}}"
            """)));

        await lab.OnlyAsync(ReporterReads, phrase, 0.5);
        Assert.Equal(before.ToJsonString(), (await lab.DoAsync("s3", "ListObjectVersions", On())).ToJsonString());
    }

    [Fact]
    public async Task A_role_that_may_read_one_raw_file_more_is_widened()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", Reports.Replace("exports/reports/*\"", "exports/reports/*\",\"arn:aws:s3:::certus-hygiene-exports/raw/orders.csv\"", StringComparison.Ordinal)
            .Replace("\"Resource\":", "\"Resource\":[", StringComparison.Ordinal).Replace("orders.csv\"", "orders.csv\"]", StringComparison.Ordinal)));

        await lab.OnlyAsync(ReporterReads, "it can also read raw/orders.csv.", 0.5);
    }

    [Fact]
    public async Task A_block_left_off_or_half_on_is_seen()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await BlockAsync(lab, all: false);
        await lab.OnlyAsync(AccessBlocked, "1 of the four settings", 0.75);
        await lab.DoAsync("s3", "DeletePublicAccessBlock", On());
        await lab.OnlyAsync(AccessBlocked, "4 of the four settings");
    }

    [Fact]
    public async Task Versions_that_are_kept_no_longer_are_missed()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await VersionAsync(lab, "Suspended");

        await lab.OnlyAsync(Versioned, "keeps no versions");
    }

    [Fact]
    public async Task A_lifecycle_must_cover_the_whole_bucket_and_leave_current_objects_alone()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await EndAsync(lab, current: 30);
        await lab.OnlyAsync(Lifecycle, "lets current objects expire");
        await EndAsync(lab, prefix: "raw/");
        await lab.OnlyAsync(Lifecycle, "No enabled rule for the whole bucket");
        await EndAsync(lab, uploads: null);
        await lab.OnlyAsync(Lifecycle, "unfinished uploads don't", 0.5);
        await EndAsync(lab, noncurrent: 365);
        await lab.OnlyAsync(Lifecycle, "old versions don't", 0.5);
        await EndAsync(lab, newer: 3);
        await lab.OnlyAsync(Lifecycle, "old versions don't", 0.5);
    }

    [Fact]
    public async Task An_upload_left_behind_is_counted()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await lab.DoAsync("s3", "CreateMultipartUpload", new() { ["Bucket"] = Bucket, ["Key"] = "raw/again.csv" });

        await lab.OnlyAsync(UploadsAborted, "1 unfinished upload is");
    }

    [Fact]
    public async Task Data_that_was_deleted_or_changed_is_named()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await lab.DoAsync("s3", "DeleteObject", new() { ["Bucket"] = Bucket, ["Key"] = "raw/orders.csv" });

        await lab.OnlyAsync(DataIntact, "1 objects are gone or changed, raw/orders.csv");
    }

    /// <summary>The policy of the reports, and a statement that denies something to everybody but the reporting role.</summary>
    private static string Denying(string actions) => Reports[..^2] + $$"""
        ,{"Effect":"Deny","Principal":"*","Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/certus-hygiene-reporter"} },"Action":{{actions}},"Resource":["arn:aws:s3:::{{Bucket}}","arn:aws:s3:::{{Bucket}}/*"]}]}
        """;

    [Fact]
    public async Task A_policy_that_denies_the_account_its_objects_is_graded_as_what_it_is()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", Denying("""["s3:GetObject"]""")));

        await lab.OnlyAsync(DataIntact, "The account itself is refused raw/customers.csv: ");
    }

    [Fact]
    public async Task A_bucket_that_shuts_out_the_account_is_not_said_to_be_gone()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);

        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", Denying("\"s3:*\"")));

        var findings = (await lab.GradeAsync()).ToDictionary(finding => finding.Check);
        Assert.Equal(1, findings[ReporterReads].Earned);
        foreach (var check in new[] { AccessBlocked, Versioned, Lifecycle, UploadsAborted, DataIntact })
        {
            Assert.Equal(0, findings[check].Earned);
            Assert.StartsWith("The account itself is refused ", findings[check].Found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Begun_again_it_is_broken_anew_and_nothing_of_before_is_left()
    {
        await using var lab = await BeginAsync();
        await SolveAsync(lab);
        await lab.PutAsync(Bucket, "mine.txt", "x");

        await lab.BeginAgainAsync(Attempt.SeedOf("s3-hygiene", ListEveryone));

        Assert.Equal(ListEveryone, lab.Start.Fault);
        Assert.Null((await lab.Bench.TextAsync(Bucket, "mine.txt", Attempt.Cancel)).Text);
        Assert.Equal(0, (await lab.GradeAsync()).Single(finding => finding.Check == AnonymousRefused).Earned);
    }

    [Fact]
    public async Task The_lab_begins_again_also_where_a_policy_denies_everybody_everything_and_versions_are_held()
    {
        await using var lab = await BeginAsync();
        await VersionAsync(lab);
        await lab.PutAsync(Bucket, "reports/2026-01.csv", "another");
        await lab.DoAsync("s3", "CreateBucket", new() { ["Bucket"] = "certus-hygiene-locked", ["ObjectLockEnabledForBucket"] = true });
        await lab.PutAsync("certus-hygiene-locked", "kept", "held");
        await lab.DoAsync("s3", "PutObjectLegalHold", new() { ["Bucket"] = "certus-hygiene-locked", ["Key"] = "kept", ["LegalHold"] = new JsonObject { ["Status"] = "ON" } });
        await lab.DoAsync("s3", "PutBucketPolicy", On("Policy", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::{{Bucket}}","arn:aws:s3:::{{Bucket}}/*"]}]}"""));

        await lab.BeginAgainAsync(5);

        Assert.Equal(5ul, lab.Start.Seed);
        var buckets = (await lab.DoAsync("s3", "ListBuckets", []))["Buckets"]!.AsArray().Select(bucket => (string?)bucket!["Name"]);
        Assert.Equal([Bucket], buckets);
    }
}
