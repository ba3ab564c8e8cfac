using System.Text;
using Certus.Lab.Protocols;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using QueryString = Certus.Lab.Protocols.QueryString;

namespace Certus.Lab.Server;

/// <summary>A request of the web server as the protocols read it, its path as the client wrote it.</summary>
internal static class RequestReader
{
    public static WireRequest Read(HttpRequest request)
    {
        // The web server's own path has lost what S3's keys may hold: "..", "//" and encoded slashes.
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (!target.StartsWith('/')) target = Uri.TryCreate(target, UriKind.Absolute, out var absolute) ? target[target.IndexOf(absolute.Authority, StringComparison.Ordinal)..][absolute.Authority.Length..] : "/";
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? target : target[..mark];
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers) headers[name] = values.Count == 1 ? values[0]! : string.Join(',', values.ToArray());
        try
        {
            return new(request.Method, path.Length == 0 ? "/" : path, mark < 0 ? [] : QueryString.Parse(target.AsSpan(mark + 1)), headers, default);
        }
        catch (Exception broken) when (broken is DecoderFallbackException or EncoderFallbackException)
        {
            throw new AwsException("InvalidURI", "Couldn't parse the specified URI.");
        }
    }
}
