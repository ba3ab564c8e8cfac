using Certus.Content;
using Certus.Content.Anki;
using Certus.Content.Csv;
using Certus.Store;
using Certus.Store.Anki;
using Certus.Web.Layout;
using Certus.Web.Safety;
using Microsoft.AspNetCore.Mvc;

namespace Certus.Web.Remember;

/// <summary>Cards of others come in: looked at first, then kept.</summary>
public static class ImportRoom
{
    private const long MostBytes = 100L << 20;

    // Pictures are held in memory until they are kept, and the server has others to answer.
    private static readonly PackageLimits Limits = new() { Total = 512L << 20 };

    /// <summary>What the page shows.</summary>
    /// <param name="File">The name of the file that was sent; null before one was.</param>
    /// <param name="Import">What it comes to; null where it was refused.</param>
    /// <param name="Kept">Whether it was kept, and not only looked at.</param>
    /// <param name="Fault">Why it was refused.</param>
    public sealed record Model(string? File, CardImport? Import, bool Kept, string? Fault);

    /// <summary>Maps <c>/cards/import</c>.</summary>
    public static void MapCardImport(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/cards/import", () => Show.Page<ImportPage>(new Model(null, null, false, null)));

        routes.MapPost("/cards/import", async (HttpContext context, Memory memory, MemoryLog log, MemoryFits fits, Library library, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var keep = form["act"] == "import";
            if (form.Files["file"] is not { Length: > 0 } file)
            {
                await AnswerAsync(new(null, null, false, "Choose a file first."));
                return;
            }
            var name = Excerpt.Letters(Path.GetFileName(file.FileName), 100);
            var state = await memory.ReadAsync(cancel);
            var into = ImportContext.Of(library, state.Cards, state.Own, Guid.CreateVersion7(), state.Now, state.Days);
            await using var stream = file.OpenReadStream();
            var (import, fault) = Read(stream, name, into, cancel);
            if (keep && import is not null && (await log.AppendAsync(Learner.Local, import.Events, import.Bodies, cancel)).Refused is { } refused) (import, fault) = (null, refused);
            if (keep) fits.Consider();
            await AnswerAsync(new(name, import, keep && import is not null, fault));

            Task AnswerAsync(Model model)
            {
                if (model.Fault is not null) context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Show.Page<ImportPage>(model).ExecuteAsync(context);
            }
        }).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
    }

    private static (CardImport? Import, string? Fault) Read(Stream stream, string name, ImportContext into, CancellationToken cancel)
    {
        Span<byte> magic = stackalloc byte[2];
        var zip = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic.SequenceEqual("PK"u8);
        stream.Position = 0;
        if (zip || Path.GetExtension(name).ToLowerInvariant() is ".apkg" or ".colpkg")
            return AnkiPackage.Read(stream, name, (contents, media) => AnkiImport.Of(contents, media, into, cancel), Limits, cancel) switch
            {
                PackageReading<CardImport>.Accepted accepted => (accepted.Value, null),
                PackageReading<CardImport>.Refused refused => (null, refused.Fault),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        return CardCsv.Read(stream, name, into, cancel) switch
        {
            CsvReading<CardImport>.Accepted accepted => (accepted.Value, null),
            CsvReading<CardImport>.Refused refused => (null, refused.Fault),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
