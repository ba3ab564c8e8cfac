using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Certus.Web.Layout;

/// <summary>How a handler shows a page: the values first, then the component that draws them.</summary>
public static class Show
{
    /// <summary>A page without values of its own.</summary>
    public static RazorComponentResult<TPage> Page<TPage>() where TPage : IComponent => new();

    /// <summary>A page that draws <paramref name="model"/>, its parameter <c>Model</c>.</summary>
    public static RazorComponentResult<TPage> Page<TPage>(object model) where TPage : IComponent =>
        new(new Dictionary<string, object?> { ["Model"] = model });

    /// <summary>Maps what a browser opens: GET, and HEAD for whoever only asks whether it is there.</summary>
    public static RouteHandlerBuilder MapPage(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handler);
}
