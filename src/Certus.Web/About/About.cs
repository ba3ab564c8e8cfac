using Certus.Web.Layout;

namespace Certus.Web.About;

/// <summary>What Certus is and is not.</summary>
public static class About
{
    /// <summary>Maps <c>/about</c>.</summary>
    public static void MapAbout(this IEndpointRouteBuilder routes) => routes.MapPage("/about", () => Show.Page<AboutPage>());
}
