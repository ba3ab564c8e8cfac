using Certus.Web.Failures;

namespace Certus.Web.Safety;

/// <summary>Only pages of Certus may ask for anything: a request of another site's page is refused before its body is read.</summary>
public static class Origin
{
    /// <summary>Refuses any foreign origin, and what changes something from another site; whoever sends neither header (a command line) still needs the antiforgery token.</summary>
    /// <remarks>A link on another site may lead here: the browser sends no origin with it, and says <c>cross-site</c> only.</remarks>
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var own = (origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || site is "" or "same-origin" or "none");
        return own ? next(context) : Failure.Answer(context, StatusCodes.Status403Forbidden);
    }
}
