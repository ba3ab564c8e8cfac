using Certus.Catalog;
using Certus.Content.Yaml;
using Certus.Plan;
using Certus.Plan.Portfolio;

namespace Certus.Content;

/// <summary>Reads <c>catalog/tracks.yaml</c>.</summary>
internal static class TrackReader
{
    public static CareerTracks? Read(YamlNode? node, Register register, IReadOnlySet<string> figures, IReadOnlySet<string> projects, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The tracks") is not { } file) return null;
        var (caveat, source, asOf) = (file.Text("caveat"), file.Text("source"), file.Text("asOf"));
        List<CareerTrack> tracks = [];
        foreach (var fields in file.Maps("tracks"))
        {
            var (id, title, figure, from, work, proof) = (fields.Id(), fields.Text("title"), fields.Text("figure"), fields.Text("from"), fields.Text("work"), fields.Text("proof"));
            var skills = fields.Known("skills", "skill", register.Skills.ContainsKey);
            var exams = fields.Known("exams", "exam", register.ByCode.ContainsKey, false);
            var proving = fields.Known("projects", "project", projects.Contains, false);
            fields.Done();
            if (figure is not null && !figures.Contains(figure)) complaints.Error(fields.LineOf("figure"), $"the market has no trajectory '{figure}'.");
            if (id is not null && tracks.Exists(other => other.Id == id)) complaints.Error(fields.LineOf("id"), $"the track '{id}' stands twice.");
            if (id is not null && title is not null && figure is not null && from is not null && work is not null && proof is not null) tracks.Add(new(id, title, figure, from, work, proof, skills, exams, proving));
        }
        file.Done();
        return caveat is null || source is null || asOf is null ? null : new(caveat, source, asOf, tracks);
    }
}
