using Certus.Catalog;
using Certus.Content.Yaml;
using Certus.Plan;
using Certus.Plan.Shelf;

namespace Certus.Content;

/// <summary>Reads public courses, books and guides: <c>resources/*.yaml</c>.</summary>
internal static class ResourceReader
{
    public static IReadOnlyList<(PublicResource Resource, int Line)> Read(YamlNode? node, Register register, IReadOnlySet<string> areas, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The resources") is not { } file) return [];
        List<(PublicResource, int)> resources = [];
        foreach (var fields in file.Maps("resources"))
        {
            var (id, title, kind, by, language) = (fields.Id(), fields.Text("title"), fields.Word<ResourceKind>("kind"), fields.Text("by"), fields.Text("language"));
            var (price, priceNote, address, about) = (fields.Word<ResourcePrice>("price"), fields.Text("priceNote", false), fields.Address("address"), fields.Text("about"));
            var (grade, check) = (fields.Grade(), fields.Date("checked"));
            List<ResourcePart> parts = [.. fields.Maps("parts").Select(part => PartOf(part, register, areas))];
            fields.Done();
            if (kind is ResourceKind.Lesson or ResourceKind.Cards) complaints.Error(fields.LineOf("kind"), "a public resource is a page, a course or a book; lessons and cards of the app need no entry.");
            if (fields.IsEmptyList("parts")) complaints.Error(fields.LineOf("parts"), "a resource serves something: 'parts' is empty.");
            if (price is not null and not ResourcePrice.Free && priceNote is null) complaints.Error(fields.LineOf("price"), "what costs money needs 'priceNote', which says where the price is told.");
            if (id is not null && title is not null && kind is not null && by is not null && language is not null && price is not null && address is not null && about is not null && grade is not null && check is not null)
                resources.Add((new(id, title, kind.Value, by, language, price.Value, priceNote, address, about, grade.Value, check.Value, parts), fields.Line));
        }
        file.Done();
        return resources;
    }

    private static ResourcePart PartOf(Fields part, Register register, IReadOnlySet<string> areas)
    {
        var (title, address) = (part.Text("title", false), part.Address("address", false));
        var read = new ResourcePart(
            title, address, part.Known("skills", "skill", register.Skills.ContainsKey, false), part.Known("areas", "area", areas.Contains, false), part.Known("exams", "exam", register.ByCode.ContainsKey, false));
        part.Done();
        if (!part.Has("skills") && !part.Has("areas") && !part.Has("exams")) part.Complaints.Error(part.Line, "a part serves skills, areas or exams.");
        return read;
    }
}
