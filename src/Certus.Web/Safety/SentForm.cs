namespace Certus.Web.Safety;

/// <summary>Forms as browsers send them, and whatever else is sent in their place.</summary>
public static class SentForm
{
    /// <summary>Reads the form of a request.</summary>
    /// <exception cref="BadHttpRequestException">It holds none (415), a torn one (400) or too much (413).</exception>
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.HasFormContentType) throw new BadHttpRequestException("The body is no form.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await request.ReadFormAsync(cancel);
        }
        catch (Exception torn) when (torn is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form can't be read.", StatusCodes.Status400BadRequest, torn);
        }
    }
}
