using Certus.Store;
using Certus.Web.Failures;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;

namespace Certus.Web.Safety;

/// <summary>Whatever changes something carries a token from a page of ours: in the form, or in the RequestVerificationToken header.</summary>
public static class Forgery
{
    /// <summary>What a script finds in the answer when its token has expired: it fetches the page again and sends once more.</summary>
    public const string StaleToken = "stale-token";

    /// <summary>Tokens outlive a restart: their keys lie beside the data file, the cookie stays for a month.</summary>
    public static void AddForgeryProtection(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDataProtection()
            .SetApplicationName("Certus")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(DataDirectory.Find(configuration["data"]), "keys")));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "certus-forgery";
            options.Cookie.MaxAge = TimeSpan.FromDays(30);
            options.SuppressXFrameOptionsHeader = true;     // frame-ancestors says it
        });
    }

    /// <summary>Refuses what changes something without a valid token. A form that can't be read is told from one that is too old.</summary>
    public static async Task Check(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && context.Request.HasFormContentType) await SentForm.ReadAsync(context.Request, context.RequestAborted);
        var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
        if (await antiforgery.IsRequestValidAsync(context)) await next(context);
        else await Failure.Answer(context, StatusCodes.Status400BadRequest, "This form is too old to be trusted. Open the page again and send it once more.", StaleToken);
    }
}
