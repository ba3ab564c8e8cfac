using Certus.Catalog;
using Certus.Content.Yaml;

namespace Certus.Content;

/// <summary>Reads <c>prices/REGION.yaml</c>.</summary>
public static class PriceReader
{
    private static readonly HashSet<string> _uses = ["training", "hosting", "transform", "storage", "requests", "queries", "crawlers", "streams"];

    /// <summary>Reads a file of prices by itself.</summary>
    /// <exception cref="InvalidDataException">It has errors; the message is the first of them, with its line.</exception>
    public static PriceTable Read(ContentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var complaints = new Complaints(file.Path);
        var table = Read(YamlText.Read(file.Bytes, complaints), Path.GetFileNameWithoutExtension(file.Path), complaints);
        return complaints.All.FirstOrDefault(complaint => complaint.Severity == Severity.Error) is { } fault ? throw new InvalidDataException($"{fault.File}:{fault.Line}: {fault.Message}") : table!;
    }

    internal static PriceTable? Read(YamlNode? node, string name, Complaints complaints)
    {
        if (Fields.From(node, complaints, "A price table") is not { } file) return null;
        var region = file.Text("region");
        if (region is not null && region != name) complaints.Error(file.LineOf("region"), $"the region '{region}' differs from the file's name.");
        if (file.Text("currency") is { } currency && currency != "USD") complaints.Error(file.LineOf("currency"), $"'currency' must be USD, not '{currency}'.");
        List<Price> prices = [];
        HashSet<(string, string, string)> named = [];
        foreach (var fields in file.Maps("prices"))
        {
            var (service, uses, item, unit, usd) = (fields.Text("service"), fields.Texts("uses"), fields.Text("item"), fields.Word<PriceUnit>("unit"), fields.Number("usd"));
            var (source, basis, asOf) = (fields.Text("source"), fields.Word<PriceBasis>("basis"), fields.Date("asOf"));
            fields.Done();
            foreach (var (use, line) in uses)
                if (!_uses.Contains(use)) complaints.Error(line, $"'{use}' is no use of a price; {string.Join(", ", _uses)} are.");
                else if (service is not null && item is not null && !named.Add((service, use, item))) complaints.Error(line, $"the price of '{item}' for {use} stands twice.");
            if (usd is <= 0) complaints.Error(fields.LineOf("usd"), $"'usd' must be above 0; what has no price is left out.");
            if (source is not null && !(Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme == "https")) complaints.Error(fields.LineOf("source"), $"'{source}' is not an https address.");
            else if (service is not null && item is not null && unit is not null && usd is > 0 && source is not null && basis is not null && asOf is not null)
                prices.Add(new(service, [.. uses.Select(use => use.Text)], item, unit.Value, usd.Value, new(source), basis.Value, asOf.Value));
        }
        file.Done();
        return region is null ? null : new(region, prices);
    }
}
