using System.Text;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation;

/// <summary>Where a call's template is: in the call, or in an object of the sandbox's S3, read as who calls.</summary>
internal sealed class TemplateSource(Func<LabCall, CancellationToken, ValueTask<LabAnswer>> ask)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text.</summary>
    /// <exception cref="AwsException">There is none, it is too long, or it can't be read.</exception>
    public async Task<string> ReadAsync(LabCall call, CancellationToken cancel)
    {
        var (body, url) = (call.Text("TemplateBody"), call.Text("TemplateURL"));
        if (body is null == url is null) throw CloudFormationNames.Invalid("Either Template URL or Template Body must be specified.");
        if (body is not null)
        {
            TemplateText.CheckLength(body, TemplateText.MostBytes);
            return body;
        }
        var (bucket, key) = Place(url!) ?? throw CloudFormationNames.Invalid($"TemplateURL must reference a valid S3 object to which you have access. ({url} names no bucket and key.)");
        try
        {
            var answer = await ask(new() { Service = "s3", Operation = "GetObject", Input = new() { ["Bucket"] = bucket, ["Key"] = key }, Caller = call.Caller, Now = call.Now, RequestId = CloudFormationNames.NewId(), Endpoint = call.Endpoint }, cancel);
            await using var stream = answer.Payload ?? Stream.Null;
            if (answer.PayloadLength > TemplateText.MostBytesInS3) throw CloudFormationNames.Invalid($"Template may not exceed {TemplateText.MostBytesInS3} bytes in size.");
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancel);
            return Strict.GetString(bytes.ToArray());
        }
        catch (AwsException refused) when (refused.Code != "ValidationError")
        {
            throw CloudFormationNames.Invalid($"S3 error: {refused.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw CloudFormationNames.Invalid("Template format error: the template is not UTF-8 text.");
        }
    }

    /// <summary>The bucket and the key of an S3 address: by path, by host, of AWS's form or of the sandbox's.</summary>
    internal static (string Bucket, string Key)? Place(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) return null;
        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        if (uri.Scheme == "s3") return path.Length > 0 && uri.Host.Length > 0 ? (uri.Host, path) : null;
        if (uri.Scheme is not ("https" or "http")) return null;
        var at = uri.Host.IndexOf(".s3", StringComparison.Ordinal);
        if (at > 0) return path.Length > 0 ? (uri.Host[..at], path) : null;
        if (uri.Host.EndsWith(".localhost", StringComparison.Ordinal) && uri.Host != "s3.localhost") return path.Length > 0 ? (uri.Host[..^".localhost".Length], path) : null;
        return path.Split('/', 2) is [{ Length: > 0 } bucket, { Length: > 0 } key] ? (bucket, key) : null;
    }
}
