using Certus.Catalog;
using Certus.Content;
using Certus.Plan;
using Certus.Plan.Shelf;
using Certus.Web.Layout;

namespace Certus.Web.Plan;

/// <summary>Public courses, books and guides to study from.</summary>
public static class ResourcesRoom
{
    /// <summary>What the page shows.</summary>
    /// <param name="Resources">The resources, in the order of their files.</param>
    /// <param name="Register">The catalog.</param>
    public sealed record Model(IReadOnlyList<PublicResource> Resources, Register Register);

    /// <summary>Maps <c>/resources</c>.</summary>
    public static void MapResources(this IEndpointRouteBuilder routes) =>
        routes.MapPage("/resources", (Library library) => Show.Page<ResourcesPage>(new Model(library.Resources, library.Register)));
}
