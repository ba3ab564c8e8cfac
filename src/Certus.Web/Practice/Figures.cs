using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;

namespace Certus.Web.Practice;

/// <summary>The pictures of questions, out of the stored bodies: a version's picture never changes.</summary>
public static class Figures
{
    // An SVG is a document: opened by itself it may draw, and nothing else.
    private const string OnlyDraw = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    /// <summary>Maps <c>/figures/{version}/{name}</c>.</summary>
    public static void MapFigures(this IEndpointRouteBuilder routes) =>
        routes.MapPage("/figures/{version}/{name}", async (string version, string name, HttpContext context, Sittings sittings, CancellationToken cancel) =>
        {
            var figure = (await sittings.QuestionAsync(version, cancel))?.Figures.FirstOrDefault(figure => figure.Name == name);
            if (figure is null) { await Failure.Answer(context, StatusCodes.Status404NotFound); return; }
            context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
            context.Response.Headers.ContentSecurityPolicy = OnlyDraw;
            context.Response.ContentType = figure.MediaType;
            context.Response.ContentLength = figure.Bytes.Length;
            if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(figure.Bytes, cancel);
        });
}
