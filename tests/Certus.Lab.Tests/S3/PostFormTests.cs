using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Tests.Server;

namespace Certus.Lab.Tests.S3;

/// <summary>Uploads by a browser's form, as far as the form's policy lets them through.</summary>
public sealed class PostFormTests(PostFormTests.Started started) : IClassFixture<PostFormTests.Started>
{
    private const string Bucket = "form-uploads", Late = "2099-01-01T00:00:00Z";

    private readonly Sandbox _sandbox = started.Sandbox;

    /// <summary>One sandbox for all, with a bucket; each test has keys of its own.</summary>
    public sealed class Started : IAsyncLifetime
    {
        internal Sandbox Sandbox { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Sandbox = await Sandbox.StartAsync();
            await Sandbox.Server.Services.ByName["s3"].AskAsync("CreateBucket", new() { ["Bucket"] = Bucket });
        }

        public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The fields that a signer adds, and a condition for each.</summary>
    private static List<(string Name, string Value)> Signed(string conditions, string expires = Late, string key = "test", params (string, string)[] fields)
    {
        List<(string Name, string Value)> all = [.. fields, ("x-amz-algorithm", "AWS4-HMAC-SHA256"), ("x-amz-credential", $"{key}/20261123/us-east-1/s3/aws4_request"), ("x-amz-date", "20261123T000000Z")];
        var exact = string.Concat(all.TakeLast(3).Select(field => $$""",{"{{field.Name}}":"{{field.Value}}"}"""));
        return [.. all, ("policy", Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"expiration":"{{expires}}","conditions":[{{conditions}}{{exact}}]}"""))), ("x-amz-signature", "0")];
    }

    private async Task<HttpResponseMessage> PostAsync(IEnumerable<(string Name, string Value)> fields, string? file = "hello", string name = "a.txt")
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields) form.Add(new StringContent(value), field);
        if (file is not null) form.Add(new StringContent(file), "file", name);
        return await SendAsync(form);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContent content)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        return await http.PostAsync(new Uri(_sandbox.Http.BaseAddress!, Bucket), content, Cancel);
    }

    private Task<string> TextAsync(string key) => _sandbox.Http.GetStringAsync(new Uri($"{Bucket}/{Uri.EscapeDataString(key)}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20261123%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date={DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'Z'}&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=0", UriKind.Relative), Cancel);

    private async Task<List<string>> KeysAsync(string prefix) =>
        [.. ((await _sandbox.Server.Services.ByName["s3"].AskAsync("ListObjectsV2", new() { ["Bucket"] = Bucket, ["Prefix"] = prefix }))["Contents"] as JsonArray ?? []).Select(item => (string)item!["Key"]!)];

    [Fact]
    public async Task A_form_that_its_policy_lets_through_is_an_object_with_what_its_fields_say()
    {
        var fields = Signed($$"""{"bucket":"{{Bucket}}"},["starts-with","\$key","whole/"],["starts-with","$Content-Type","text/"],{"x-amz-meta-color":"blue"},["starts-with","$tagging",""],["content-length-range",1,10]""", fields:
        [
            ("key", "whole/${filename}"), ("content-type", "text/x-mine"), ("x-amz-meta-color", "blue"), ("x-ignore-me", "x"),
            ("tagging", "<Tagging><TagSet><Tag><Key>a b</Key><Value>c&amp;d</Value></Tag></TagSet></Tagging>"),
        ]);

        using var answer = await PostAsync(fields, name: @"C:\photos\grün.txt");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", answer.Headers.ETag!.Tag);
        Assert.Equal("hello", await TextAsync("whole/grün.txt"));
        var s3 = _sandbox.Server.Services.ByName["s3"];
        var head = await s3.AskAsync("HeadObject", new() { ["Bucket"] = Bucket, ["Key"] = "whole/grün.txt" });
        Assert.Equal(("text/x-mine", "blue"), ((string?)head["ContentType"], (string?)head["Metadata"]!["color"]));
        var tag = Assert.Single((await s3.AskAsync("GetObjectTagging", new() { ["Bucket"] = Bucket, ["Key"] = "whole/grün.txt" }))["TagSet"]!.AsArray())!;
        Assert.Equal(("a b", "c&d"), ((string?)tag["Key"], (string?)tag["Value"]));
    }

    [Theory]
    [InlineData("""{"bucket":"form-uploads"},{"key":"refused/a"}""", "2026-11-22T00:00:00Z", 403, "AccessDenied", "Invalid according to Policy: Policy expired.")]
    [InlineData("""{"bucket":"form-uploads"},{"key":"refused/b"}""", Late, 403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: [&quot;eq&quot;, &quot;$key&quot;, &quot;refused/b&quot;]")]
    [InlineData("""{"bucket":"form-uploads"},["starts-with","$key","other/"]""", Late, 403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: [&quot;starts-with&quot;, &quot;$key&quot;, &quot;other/&quot;]")]
    [InlineData("""{"bucket":"another-bucket"},{"key":"refused/a"}""", Late, 403, "AccessDenied", "Policy Condition failed")]
    [InlineData("""{"bucket":"form-uploads"}""", Late, 403, "AccessDenied", "Invalid according to Policy: Extra input fields: key")]
    [InlineData("""{"key":"refused/a"}""", Late, 403, "AccessDenied", "Invalid according to Policy: Extra input fields: bucket")]
    [InlineData("""{"bucket":"form-uploads"},{"key":"refused/a"},["content-length-range",0,4]""", Late, 400, "EntityTooLarge", "exceeds the maximum allowed size")]
    [InlineData("""{"bucket":"form-uploads"},{"key":"refused/a"},["content-length-range","6","9"]""", Late, 400, "EntityTooSmall", "smaller than the minimum allowed size")]
    [InlineData("""{"bucket":"form-uploads"},{"key":"refused/a"},["content-length-range","some","9"]""", Late, 400, "InvalidPolicyDocument", "Invalid content-length-range")]
    [InlineData("""{"bucket":"form-uploads"},["ends-with","$key","a"]""", Late, 400, "InvalidPolicyDocument", "Invalid Condition")]
    [InlineData("""{"bucket":"form-uploads"},{"key":"refused/a"}""", "soon", 400, "InvalidPolicyDocument", "Invalid 'expiration' value: 'soon'")]
    [InlineData("""{"bucket":"form-uploads"},{"key":"refused/a" """, Late, 400, "InvalidPolicyDocument", "Invalid JSON.")]
    public async Task What_the_policy_does_not_let_through_is_refused_and_leaves_nothing(string conditions, string expires, int status, string code, string phrase)
    {
        using var answer = await PostAsync(Signed(conditions, expires, fields: ("key", "refused/a")));

        var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", said, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlDecode(phrase), said, StringComparison.Ordinal);
        Assert.Empty(await KeysAsync("refused/"));
        Assert.Empty(_sandbox.Trouble);
    }

    [Theory]
    [InlineData("image/png,image/jpg", 204)]
    [InlineData("image/png,text/plain", 403)]
    public async Task Of_several_content_types_each_must_begin_as_the_policy_says(string types, int status)
    {
        using var answer = await PostAsync(Signed($$"""{"bucket":"{{Bucket}}"},{"key":"types"},["starts-with","$Content-Type","image/"]""", fields: [("key", "types"), ("Content-Type", types)]));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(null, 204)]
    [InlineData("200", 200)]
    [InlineData("204", 204)]
    [InlineData("201", 201)]
    [InlineData("418", 204)]
    public async Task The_form_says_with_which_status_it_is_answered(string? wanted, int status)
    {
        List<(string, string)> fields = [("key", "status/a b")];
        if (wanted is not null) fields.Add(("success_action_status", wanted));

        using var answer = await PostAsync(Signed($$"""{"bucket":"{{Bucket}}"},{"key":"status/a b"},["starts-with","$success_action_status",""]""", fields: [.. fields]));

        var address = $"{_sandbox.Http.BaseAddress}{Bucket}/status/a%20b";
        Assert.Equal((status, address), ((int)answer.StatusCode, answer.Headers.Location!.AbsoluteUri));
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        if (wanted == "201") Assert.EndsWith($"<PostResponse><Location>{address}</Location><Bucket>{Bucket}</Bucket><Key>status/a b</Key><ETag>\"5d41402abc4b2a76b9719d911017c592\"</ETag></PostResponse>", body.Replace("&quot;", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        else Assert.Equal("", body);
    }

    [Theory]
    [InlineData("http://localhost/done", "http://localhost/done?bucket=form-uploads&key=to%2Fa&etag=%225d41402abc4b2a76b9719d911017c592%22")]
    [InlineData("http://localhost/done?x=1", "http://localhost/done?x=1&bucket=form-uploads&key=to%2Fa&etag=%225d41402abc4b2a76b9719d911017c592%22")]
    [InlineData("javascript:alert(1)", null)]
    public async Task The_browser_is_sent_where_the_form_says(string to, string? expected)
    {
        using var answer = await PostAsync(Signed($$"""{"bucket":"{{Bucket}}"},{"key":"to/a"},["starts-with","$success_action_redirect",""]""", fields: [("key", "to/a"), ("success_action_redirect", to)]));

        Assert.Equal(expected is null ? 204 : 303, (int)answer.StatusCode);
        if (expected is not null) Assert.Equal(expected, answer.Headers.GetValues("Location").Single());
    }

    [Fact]
    public async Task Who_signed_must_itself_be_allowed_to_put_and_nobody_at_all_is_let_in_without_a_policy()
    {
        var iam = _sandbox.Server.Services.ByName["iam"];
        await iam.AskAsync("CreateUser", new() { ["UserName"] = "reader" });
        var key = (string)(await iam.AskAsync("CreateAccessKey", new() { ["UserName"] = "reader" }))["AccessKey"]!["AccessKeyId"]!;
        await iam.AskAsync("PutUserPolicy", new()
        {
            ["UserName"] = "reader", ["PolicyName"] = "forms",
            ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::form-uploads/own/*","Condition":{"StringEquals":{"s3:authType":"POST"}}}]}""",
        });

        using var own = await PostAsync(Signed($$"""{"bucket":"{{Bucket}}"},["starts-with","$key",""]""", key: key, fields: ("key", "own/a")));
        using var foreign = await PostAsync(Signed($$"""{"bucket":"{{Bucket}}"},["starts-with","$key",""]""", key: key, fields: ("key", "foreign/a")));
        using var nobody = await PostAsync([("key", "own/b")]);

        Assert.Equal((204, 403, 403), ((int)own.StatusCode, (int)foreign.StatusCode, (int)nobody.StatusCode));
    }

    [Fact]
    public async Task A_form_that_is_none_is_refused_in_a_sentence()
    {
        await SaysAsync(PostAsync([("key", "odd/a"), ("policy", "e30=")]), "<Message>Invalid Policy: Policy missing expiration.</Message>");
        await SaysAsync(PostAsync(Signed($$"""{"bucket":"{{Bucket}}"}""")), "Bucket POST must contain a field named 'key'.");
        await SaysAsync(PostAsync(Signed($$"""{"bucket":"{{Bucket}}"}""", fields: ("key", "odd/a")).Where(field => field.Name != "x-amz-signature")), "Bucket POST must contain a field named 'x-amz-signature'.");
        await SaysAsync(PostAsync([("key", "odd/a")], file: null), "POST requires exactly one file upload per request.");
        await SaysAsync(PostAsync([("key", "odd/a"), ("x-amz-meta-long", new string('x', 20_001))]), "<Code>MaxPostPreDataLengthExceeded</Code>");
        foreach (var body in new[] { "", "--b\r\n", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhalf", "--b\r\nContent-Disposition: other\r\n\r\nx\r\n--b--" })
        {
            var content = new StringContent(body);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
            await SaysAsync(SendAsync(content), body.Contains("half", StringComparison.Ordinal) ? "field named 'key'." : "<Code>MalformedPOSTRequest</Code>");
        }
        var cut = new StringContent($"--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nodd/cut\r\n{string.Concat(Signed($$"""{"bucket":"{{Bucket}}"},{"key":"odd/cut"}""").Select(field => $"--b\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n"))}--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhalf a fi");
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=\"b\"");
        await SaysAsync(SendAsync(cut), "<Code>MalformedPOSTRequest</Code>");
        Assert.Empty(await KeysAsync("odd/"));
        Assert.Empty(_sandbox.Trouble);

        static async Task SaysAsync(Task<HttpResponseMessage> post, string phrase)
        {
            using var answer = await post;
            Assert.Contains(phrase, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
    }
}
