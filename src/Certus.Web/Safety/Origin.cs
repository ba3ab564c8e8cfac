using Certus.Web.Failures;

namespace Certus.Web.Safety;

/// <summary>Only pages of Certus may change anything: a request from another site is refused before its body is read.</summary>
public static class Origin
{
    /// <summary>Refuses what changes something and comes from another origin; whoever sends neither header (a command line) still needs the antiforgery token.</summary>
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return next(context);

        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var own = (origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            && site is "" or "same-origin" or "none";
        return own ? next(context) : Failure.Answer(context, StatusCodes.Status403Forbidden);
    }
}
