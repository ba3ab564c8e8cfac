using System.Text;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Protocols;

/// <summary>
/// The examples of AWS's own pages: "Authenticating Requests: Using the Authorization Header", "… Using Query Parameters" and "Signature
/// Calculations … Transferring Payload in Multiple Chunks" of the S3 API reference, and two of the Signature Version 4 test suite.
/// </summary>
public sealed class SignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string OfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly DateTimeOffset Then = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);

    private static WireRequest Request(string method, string target, params (string Name, string Value)[] headers)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return new(method, mark < 0 ? target : target[..mark], mark < 0 ? [] : QueryString.Parse(target.AsSpan(mark + 1)), headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase), default);
    }

    private static string Authorization(string signed, string signature) =>
        $"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders={signed},Signature={signature}";

    public static TheoryData<string, string, string, string, string, string> Examples => new()
    {
        { "GET", "/test.txt", "host;range;x-amz-content-sha256;x-amz-date", "range=bytes=0-9", OfNothing, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41" },
        { "PUT", "/test$file.text", "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class", "date=Fri, 24 May 2013 00:00:00 GMT|x-amz-storage-class=REDUCED_REDUNDANCY", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd" },
        { "GET", "/?lifecycle", "host;x-amz-content-sha256;x-amz-date", "", OfNothing, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543" },
        { "GET", "/?max-keys=2&prefix=J", "host;x-amz-content-sha256;x-amz-date", "", OfNothing, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7" },
    };

    private static WireRequest Example(string method, string target, string signed, string more, string hash, string signature) => Request(method, target,
    [
        ("host", "examplebucket.s3.amazonaws.com"), ("x-amz-date", "20130524T000000Z"), ("x-amz-content-sha256", hash), ("authorization", Authorization(signed, signature)),
        .. more.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(header => (header[..header.IndexOf('=', StringComparison.Ordinal)], header[(header.IndexOf('=', StringComparison.Ordinal) + 1)..])),
    ]);

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_examples_of_S3s_documentation_have_their_signatures(string method, string target, string signed, string more, string hash, string signature)
    {
        var request = Example(method, target, signed, more, hash, signature);

        SignatureCheck.Verify(request, Signature.Read(request)!, Secret, null, Then);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Another_path_secret_or_header_has_another_signature(string method, string target, string signed, string more, string hash, string signature)
    {
        var right = Example(method, target, signed, more, hash, signature);
        var altered = Example(method, target, signed, more, new string('0', 64), signature);

        foreach (var (request, secret) in new[] { (right with { Path = right.Path + "x" }, Secret), (right, Secret + "x"), (altered, Secret) })
            Assert.Equal("SignatureDoesNotMatch", Assert.Throws<AwsException>(() => SignatureCheck.Verify(request, Signature.Read(request)!, secret, null, Then)).Code);
    }

    [Theory]
    [InlineData("x-amz-acl")]
    [InlineData("X-Amz-Copy-Source")]
    public void A_header_of_AWSs_that_was_not_signed_is_refused_in_a_link_and_in_a_header(string name)
    {
        var request = Example("GET", "/?lifecycle", "host;x-amz-content-sha256;x-amz-date", "", OfNothing, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
        WireRequest With(WireRequest plain) => plain with { Headers = new Dictionary<string, string>(plain.Headers, StringComparer.OrdinalIgnoreCase) { [name] = "added" } };

        foreach (var added in new[] { With(request), With(Presigned()) })
        {
            var refused = Assert.Throws<AwsException>(() => SignatureCheck.Verify(added, Signature.Read(added)!, Secret, null, Then));
            Assert.Equal(("AccessDenied", 403), (refused.Code, refused.Status));
        }
    }

    [Fact]
    public void The_bodys_digest_need_not_be_among_a_links_signed_headers()
    {
        var plain = Presigned();
        var link = plain with { Headers = new Dictionary<string, string>(plain.Headers, StringComparer.OrdinalIgnoreCase) { ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD" } };

        SignatureCheck.Verify(link, Signature.Read(link)!, Secret, null, Then);
    }

    [Theory]
    [InlineData("/%E1%88%B4", "57b1eb3df3b16a8479c0097b66c0b261cfd65b829419a3f2c3d05319722490b8")]
    [InlineData("/%20/foo", "2be9e587d1ee1f0fd02128724b86b4358ba3630d39f493b6e06610a19a50779e")]
    public void The_suites_paths_are_encoded_twice_for_services_other_than_S3(string path, string signature)
    {
        var request = Request("GET", path, ("date", "Mon, 09 Sep 2011 23:36:00 GMT"), ("host", "host.foo.com"));
        var stated = new Signature("AKIDEXAMPLE", "20110909", "us-east-1", "host", ["date", "host"], signature, new DateTimeOffset(2011, 9, 9, 23, 36, 0, TimeSpan.Zero), null, null);

        Assert.Equal(signature, SignatureCheck.Compute(request, stated, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", OfNothing));
    }

    private static WireRequest Presigned(string expires = "86400") => Request("GET",
        $"/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires={expires}&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
        ("host", "examplebucket.s3.amazonaws.com"));

    [Fact]
    public void A_presigned_link_of_S3s_documentation_holds_for_its_day_and_no_longer()
    {
        var signature = Signature.Read(Presigned())!;

        SignatureCheck.Verify(Presigned(), signature, Secret, null, Then.AddHours(23));
        signature.CheckExpiry(Then.AddSeconds(86400));
        var refused = Assert.Throws<AwsException>(() => signature.CheckExpiry(Then.AddSeconds(86401)));

        Assert.Equal(("AccessDenied", "Request has expired", 403), (refused.Code, refused.Message, refused.Status));
    }

    [Fact]
    public void A_link_signed_at_the_end_of_the_calendar_is_compared_without_overflow()
    {
        var link = Request("GET", "/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F99991231%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=99991231T235959Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=0", ("host", "localhost"));
        var signature = Signature.Read(link)!;

        signature.CheckExpiry(Then);

        Assert.Equal("RequestTimeTooSkewed", Assert.Throws<AwsException>(() => SignatureCheck.Verify(link, signature, Secret, null, Then)).Code);
    }

    [Theory]
    [InlineData("604801", "X-Amz-Expires must be less than a week")]
    [InlineData("-1", "non-negative")]
    [InlineData("soon", "should be a number")]
    public void A_presigned_links_life_is_a_number_of_seconds_up_to_a_week(string expires, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<AwsException>(() => Signature.Read(Presigned(expires))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_header_of_the_second_version_is_refused_plainly() =>
        Assert.Equal("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.", Assert.Throws<AwsException>(() => Signature.Read(Request("GET", "/b/k", ("authorization", "AWS a:b")))).Message);

    /// <summary>The example "Query string request authentication" of the page on signature version 2.</summary>
    [Fact]
    public void A_link_of_the_second_version_holds_until_its_instant_and_has_the_signature_of_AWSs_example()
    {
        var link = Request("GET", "/awsexamplebucket1/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620", ("host", "awsexamplebucket1.us-west-1.s3.amazonaws.com"));
        var signature = Signature.Read(link)!;

        signature.CheckExpiry(DateTimeOffset.FromUnixTimeSeconds(1175139620));

        Assert.Equal("NpgCjnDzrM+WFzoENXmpNDUsSn8=", OldSignature.Compute(link with { Path = "/johnsmith/photos/puppy.jpg" }, Secret));
        Assert.Equal("Request has expired", Assert.Throws<AwsException>(() => signature.CheckExpiry(DateTimeOffset.FromUnixTimeSeconds(1175139621))).Message);
        Assert.Equal("AccessDenied", Assert.Throws<AwsException>(() => Signature.Read(Request("GET", "/b/k?AWSAccessKeyId=a&Expires=soon&Signature=b"))).Code);
    }

    [Fact]
    public void A_request_signed_an_hour_ago_is_too_old()
    {
        var request = Example("GET", "/?lifecycle", "host;x-amz-content-sha256;x-amz-date", "", OfNothing, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");

        Assert.Equal("RequestTimeTooSkewed", Assert.Throws<AwsException>(() => SignatureCheck.Verify(request, Signature.Read(request)!, Secret, null, Then.AddHours(1))).Code);
    }

    private static readonly (string, string)[] ChunkedHead =
    [
        ("host", "s3.amazonaws.com"), ("x-amz-date", "20130524T000000Z"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"), ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
        ("content-encoding", "aws-chunked"), ("x-amz-decoded-content-length", "66560"), ("content-length", "66824"),
        ("authorization", Authorization("content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class", "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")),
    ];

    private static byte[] Chunks(string first) => Encoding.ASCII.GetBytes(
        $"10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n{first}{new string('a', 65535)}\r\n"
        + $"400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n{new string('a', 1024)}\r\n"
        + "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n");

    private static async Task<byte[]> ReadSignedAsync(byte[] body, bool signsTrailers = false)
    {
        var request = Request("PUT", "/examplebucket/chunkObject.txt", ChunkedHead);
        var signature = Signature.Read(request)!;
        SignatureCheck.Verify(request, signature, Secret, null, Then);
        await using var stream = new VerifiedStream(request, new MemoryStream(body), body.Length, new(SignatureCheck.Key(signature, Secret), SignatureCheck.Stamp(Then), signature.Scope, signature.Value, signsTrailers));
        using var read = new MemoryStream();
        await stream.CopyToAsync(read, 1000, TestContext.Current.CancellationToken);
        return read.ToArray();
    }

    [Fact]
    public async Task Where_trailers_are_signed_they_can_not_be_taken_off()
    {
        Assert.NotEmpty(await ReadSignedAsync(Chunks("a")));
        Assert.Equal("SignatureDoesNotMatch", (await Assert.ThrowsAsync<AwsException>(() => ReadSignedAsync(Chunks("a"), signsTrailers: true))).Code);
    }

    [Fact]
    public async Task The_chunks_of_S3s_documentation_have_the_signatures_that_follow_from_each_other()
    {
        var body = Chunks("a");

        var read = await ReadSignedAsync(body);

        Assert.Equal(66824, body.Length);
        Assert.Equal(Enumerable.Repeat((byte)'a', 66560), read);
    }

    [Fact]
    public async Task A_chunk_with_one_other_byte_is_refused() =>
        Assert.Equal("SignatureDoesNotMatch", (await Assert.ThrowsAsync<AwsException>(() => ReadSignedAsync(Chunks("b")))).Code);
}
