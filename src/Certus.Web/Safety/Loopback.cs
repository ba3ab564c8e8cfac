using System.Net;

namespace Certus.Web.Safety;

/// <summary>Certus has no accounts yet, so it serves this machine alone: it listens on loopback addresses and answers to their names.</summary>
public static class Loopback
{
    /// <summary>Where it listens unless told otherwise.</summary>
    public const string DefaultAddress = "http://localhost:5080";

    /// <summary>The addresses to listen on: <c>--urls</c>, <c>ASPNETCORE_URLS</c> or <see cref="DefaultAddress"/>.</summary>
    public static string[] Addresses(IConfiguration configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } chosen
            ? chosen.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [DefaultAddress];

    /// <summary>One sentence that says why Certus does not start; null where every address is a loopback address.</summary>
    public static string? Refusal(IConfiguration configuration) =>
        Addresses(configuration)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""))
            .Where(address => !IsLoopback(address))
            .Select(address => $"Certus does not start on '{address}': it has no accounts yet, so it listens on this machine only (localhost, 127.0.0.1 or [::1]).")
            .FirstOrDefault();

    /// <summary>Refuses a Host header that names another machine: a foreign page could have pointed its own name here (DNS rebinding).</summary>
    public static Task CheckHost(HttpContext context, RequestDelegate next)
    {
        if (IsLoopbackName(context.Request.Host.Host)) return next(context);
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("Certus answers only to localhost, 127.0.0.1 and [::1].\n", context.RequestAborted);
    }

    private static bool IsLoopback(string address)
    {
        try
        {
            return IsLoopbackName(BindingAddress.Parse(address).Host);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host is "127.0.0.1" or "[::1]";
}
