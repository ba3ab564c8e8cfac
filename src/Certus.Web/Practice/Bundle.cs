using System.Text.Encodings.Web;
using System.Text.Json;
using Certus.Content;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Certus.Web.Practice;

/// <summary>All question pages and the review page of a sitting at once, for the browser to put aside (<c>js/exam/offline.js</c>).</summary>
public static class Bundle
{
    // The pages go out as JSON and nothing else, so that nothing in them needs escaping for HTML again.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Maps <c>/sittings/{id}/bundle</c>: <c>{path: html}</c>. Nothing counts as shown by it.</summary>
    public static void MapBundle(this IEndpointRouteBuilder routes) => routes.MapPage("/sittings/{id:guid}/bundle", async (
        Guid id, HttpContext context, RunningSittings runnings, Sittings sittings, RenderedQuestions rendered, Library library, ILoggerFactory loggers, CancellationToken cancel) =>
    {
        if (await runnings.OpenAsync(context, id, cancel) is not { } running) return;
        if (!running.KeptOffline) { await Failure.Answer(context, StatusCodes.Status404NotFound, running.Sitting.Start.Grows ? "The pages of a diagnostic are not kept in advance: each question depends on the answers before it." : "The pages of a study set are not kept in advance: they would hold the explanations."); return; }
        await sittings.QuestionsAsync(running.Sitting.Form, cancel);      // all in one go

        context.Response.ContentType = "application/json";
        await using var renderer = new HtmlRenderer(context.RequestServices, loggers);
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, Plain);
        json.WriteStartObject();
        for (var position = 1; position <= running.Count; position++)
        {
            var model = await QuestionScreen.ModelAsync(running, position, sittings, rendered, library, cancel);
            json.WriteString(running.Path(position), await RenderAsync<QuestionPage>(renderer, model));
        }
        json.WriteString(running.Path("review"), await RenderAsync<ReviewPage>(renderer, ReviewGrid.ModelOf(running, null, null)));
        json.WriteEndObject();
    });

    private static Task<string> RenderAsync<TPage>(HtmlRenderer renderer, object model) where TPage : IComponent => renderer.Dispatcher.InvokeAsync(async () =>
        (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model }))).ToHtmlString());
}
