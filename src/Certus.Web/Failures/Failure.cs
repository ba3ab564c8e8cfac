using Certus.Store;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Certus.Web.Failures;

/// <summary>Every refusal and every fault ends here: the right status and one sentence, as a page or as JSON for whoever asked for that. Never a stack trace.</summary>
public static class Failure
{
    /// <summary>Answers what went wrong before: the exception, else the status that an endpoint set.</summary>
    public static Task Answer(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            StoreException store => Answer(context, StatusOf(store.Fault), SentenceOf(store.Fault)),
            BadHttpRequestException bad => Answer(context, bad.StatusCode),
            not null => Answer(context, StatusCodes.Status500InternalServerError),
            null => Answer(context, context.Response.StatusCode),
        };

    /// <summary>Whether a fault is one of the world's rather than of the program's: then its sentence goes to the log, without a trace.</summary>
    public static bool IsExpected(ExceptionHandlerSuppressDiagnosticsContext fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Exception is StoreException store) Console.Error.WriteLine(store.Message);
        return fault.Exception is StoreException or BadHttpRequestException;
    }

    /// <summary>Answers with a status and a sentence.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">400 to 599.</param>
    /// <param name="sentence">What happened and what to do; the status's usual sentence where it is null.</param>
    /// <param name="code">A word for scripts, only in JSON.</param>
    /// <param name="link">The way on, only on a page; to the start where it is null.</param>
    public static Task Answer(HttpContext context, int status, string? sentence = null, string? code = null, (string Address, string Words)? link = null)
    {
        sentence ??= SentenceOf(status);
        context.Response.StatusCode = status;
        if (WantsJson(context.Request))
            return TypedResults.Problem(sentence, statusCode: status, extensions: code is null ? null : new Dictionary<string, object?> { ["code"] = code }).ExecuteAsync(context);
        var page = new RazorComponentResult<FailurePage>(new Dictionary<string, object?> { ["Status"] = status, ["Sentence"] = sentence, ["Link"] = link ?? ("/", "Go to the start") }) { StatusCode = status };
        return page.ExecuteAsync(context);
    }

    private static bool WantsJson(HttpRequest request) =>
        request.HasJsonContentType() || request.Headers.Accept.ToString() is { Length: > 0 } accept && accept.Contains("json", StringComparison.Ordinal) && !accept.Contains("html", StringComparison.Ordinal);

    private static int StatusOf(StoreFault fault) => fault switch
    {
        StoreFault.Locked or StoreFault.ReadOnly or StoreFault.NewerVersion or StoreFault.Missing or StoreFault.Unreadable => StatusCodes.Status503ServiceUnavailable,
        StoreFault.DiskFull => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status500InternalServerError,
    };

    // The exception's own sentence names the file; that one goes to the log.
    private static string SentenceOf(StoreFault fault) => fault switch
    {
        StoreFault.Locked => "Another program holds the data file. Close that one and try again; everything saved before is safe.",
        StoreFault.ReadOnly => "The data file can't be written. Make it and its directory writable and try again; everything saved before is safe.",
        StoreFault.NewerVersion => "A newer version of Certus has used the data file. Start that version.",
        StoreFault.DiskFull => "No room is left on the disk. Free some and try again; everything saved before is safe.",
        StoreFault.Damaged or StoreFault.NotADatabase => "The data file is damaged. Bring back a backup with 'certus restore FILE'.",
        StoreFault.Missing => "The data file is gone. Put it back, or start Certus again to begin a new one.",
        StoreFault.Unreadable => "The data file can't be read. Let this user read it and try again.",
        _ => "The data file could not be used. Look at the program's output for the cause; everything saved before is safe.",
    };

    private static string SentenceOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request could not be understood.",
        StatusCodes.Status403Forbidden => "The request came from another site, so it was not carried out.",
        StatusCodes.Status404NotFound => "There is no such page here.",
        StatusCodes.Status405MethodNotAllowed => "This page can't be used that way.",
        StatusCodes.Status413PayloadTooLarge => "That is more than this page takes.",
        StatusCodes.Status415UnsupportedMediaType => "This page does not take that kind of data.",
        >= 500 => "Something went wrong here. What you saved before is safe; try again.",
        _ => "The request was refused.",
    };
}
