using Certus.Catalog;
using Certus.Content.Yaml;
using Certus.Decide;
using Certus.Plan;
using Certus.Plan.Shelf;
using Certus.Plan.Portfolio;
using Certus.Practice;
using Certus.Practice.Labs;
using Certus.Remember.Cards;

namespace Certus.Content;

/// <summary>Reads content directories: text to values, with every complaint at once.</summary>
public static class ContentReader
{
    private sealed record Parsed(ContentSource Source, ContentFile File, YamlNode? Node, Complaints Complaints)
    {
        public string Path => File.Path;
        public string Name => System.IO.Path.GetFileNameWithoutExtension(File.Path);
        public int LineOf(string value) => Node?.LineOfValue(value) ?? 1;
    }

    /// <summary>Reads the sources in order; ids of a later one may not repeat those of an earlier one.</summary>
    /// <param name="sources">The built-in directory first, then packs.</param>
    /// <param name="generators">The generators, whose tasks and skills are checked as well.</param>
    /// <param name="flaws">Whether to look for item-writing flaws too: an author wants to know, a program that starts does not wait for it.</param>
    public static ContentReport Read(IReadOnlyList<ContentSource> sources, IReadOnlyList<IQuestionGenerator> generators, bool flaws = true)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(generators);
        var files = sources.SelectMany(source => source.Files.Where(IsYaml).Select(file => (source, file)))
            .AsParallel().AsOrdered().Select(entry => Parse(entry.source, entry.file)).ToList();

        var certifications = new List<(Certification Exam, Parsed File)>();
        var skills = new List<(Skill Skill, int Line, Parsed File)>();
        var misconceptions = new List<(Misconception Belief, int Line, Parsed File)>();
        var factSources = new List<Source>();
        var services = new List<(Service Service, int Line, Parsed File)>();
        var notServices = new List<string>();
        var policies = new List<Policy>();
        RetakeRule? retake = null;
        (AssumptionSet Article, AssumptionSet Evidence)? assumptions = null;
        (IReadOnlyList<ExamLine> Lines, IReadOnlyList<OptionPlan> Options, Parsed File)? options = null;
        IReadOnlyList<MarketFigure>? figures = null;
        Parsed? trackFile = null, articleFile = null, knowledgeFile = null;
        foreach (var file in files.Where(file => file.Node is not null))
            switch (file.Path)
            {
                case "skills.yaml": skills.AddRange(SkillsReader.Skills(file.Node, file.Complaints).Select(entry => (entry.Skill, entry.Line, file))); break;
                case var path when path.StartsWith("misconceptions/", StringComparison.Ordinal): misconceptions.AddRange(SkillsReader.Misconceptions(file.Node, file.Complaints).Select(entry => (entry.Misconception, entry.Line, file))); break;
                case "catalog/sources.yaml": factSources.AddRange(CatalogReader.Sources(file.Node, file.Complaints).Select(entry => entry.Source)); break;
                case "catalog/services.yaml":
                    var read = ServicesReader.Read(file.Node, file.Complaints);
                    services.AddRange(read.Services.Select(entry => (entry.Service, entry.Line, file)));
                    notServices.AddRange(read.NotServices);
                    break;
                case "catalog/policies.yaml":
                    var rules = CatalogReader.Policies(file.Node, file.Complaints);
                    policies.AddRange(rules.Policies);
                    retake ??= rules.Retake;
                    break;
                case "catalog/tracks.yaml" when trackFile is null: trackFile = file; break;     // they name projects: read when those are known
                case "catalog/tracks.yaml": file.Complaints.Error(1, "the career tracks are there already; a pack can't replace them."); break;
                case "plan/article.yaml" when articleFile is null: articleFile = file; break;
                case "plan/knowledge.yaml" when knowledgeFile is null: knowledgeFile = file; break;
                case "plan/article.yaml" or "plan/knowledge.yaml": file.Complaints.Error(1, "what plans are shaped by is there already; a pack can't replace it."); break;
                case "catalog/others.yaml": break;   // facts for later rooms; the schema in the editor checks them
                case var path when path.StartsWith("catalog/", StringComparison.Ordinal):
                    if (CatalogReader.Certification(file.Node, file.Complaints, file.Name) is { } exam) certifications.Add((exam, file));
                    break;
                case var path when path.StartsWith("prices/", StringComparison.Ordinal): PriceReader.Read(file.Node, file.Name, file.Complaints); break;   // the sandbox brings them along; here they are checked
                case "decide/assumptions.yaml" when assumptions is null: assumptions = MarketReader.Assumptions(file.Node, file.Complaints); break;
                case "decide/options.yaml" when options is null:
                    var (lines, plans) = MarketReader.Options(file.Node, file.Complaints);
                    options = (lines, plans, file);
                    break;
                case "decide/market.yaml" when figures is null: figures = MarketReader.Figures(file.Node, file.Complaints); break;
                case "decide/assumptions.yaml" or "decide/options.yaml" or "decide/market.yaml": file.Complaints.Error(1, "what Decide computes with is there already; a pack can't replace it."); break;
                case var path when path.StartsWith("questions/", StringComparison.Ordinal) || path.StartsWith("cards/", StringComparison.Ordinal) || path.StartsWith("lessons/", StringComparison.Ordinal) || path.StartsWith("labs/", StringComparison.Ordinal) || path.StartsWith("resources/", StringComparison.Ordinal) || path.StartsWith("projects/", StringComparison.Ordinal): break;
                default: file.Complaints.Error(1, "no such file belongs to content; see docs/content.md for the layout."); break;
            }

        var register = new Register(certifications.Select(entry => entry.Exam), skills.Select(entry => entry.Skill), misconceptions.Select(entry => entry.Belief), factSources,
            new([.. services.Select(entry => entry.Service)], notServices));
        CrossChecks.Catalog(register, certifications.Select(entry => (entry.Exam, entry.File.Complaints, (Func<string, int>)entry.File.LineOf)));
        CrossChecks.Skills(register, skills.Select(entry => (entry.Skill, entry.Line, entry.File.Complaints)));
        CrossChecks.Misconceptions(register, misconceptions.Select(entry => (entry.Belief, entry.Line, entry.File.Complaints)));
        CrossChecks.Services(register, services.Select(entry => (entry.Service, entry.Line, entry.File.Complaints)));

        if (options is { } offered && assumptions is { } sets) MarketReader.Cross(offered.Lines, sets.Article, sets.Evidence, register, offered.File.Complaints, offered.File.LineOf);
        var market = assumptions is { } both && options is { } known && !files.Exists(file => file.Path.StartsWith("decide/", StringComparison.Ordinal) && file.Complaints.HasErrors)
            ? new MarketFacts(known.Lines, known.Options, both.Article, both.Evidence, figures ?? [])
            : null;

        var areas = register.Skills.Values.Select(skill => skill.Area).ToHashSet();
        var pictures = sources.ToDictionary(source => source, source => source.Files.Where(file => !IsYaml(file)).ToLookup(file => FolderOf(file.Path)));
        var questions = files.Where(file => file.Node is not null && file.Path.StartsWith("questions/", StringComparison.Ordinal))
            .AsParallel().AsOrdered().SelectMany(file => Questions(file, register, areas, pictures[file.Source]).Select(draft => (file.Source, Draft: draft))).ToList();
        var drafts = questions.Select(entry => entry.Draft).ToList();
        BankChecks.Ids(drafts);
        BankChecks.Enemies(drafts);
        if (flaws) BankChecks.Flaws(drafts, register);
        var usable = drafts.Where(draft => !draft.Complaints.HasErrors).Select(draft => draft.Question).ToList();

        var decks = Of("cards").Select(file => (File: file, Read: CardReader.Read(file.Node, file.Name, FolderOf(file.Path), register, file.Complaints))).ToList();
        CardChecks.Ids(decks.SelectMany(deck => deck.Read.Notes.Select(note => (note.Note, note.Line, deck.File.Complaints))), drafts.Select(draft => draft.Question.Id));
        var lessons = Of("lessons").Select(file => (File: file, Lesson: LessonReader.Read(
            file.Node, file.Name, FolderOf(file.Path), pictures[file.Source][FolderOf(file.Path)].ToDictionary(figure => System.IO.Path.GetFileName(figure.Path)), register, file.Complaints))).ToList();
        var labs = Of("labs").Select(file => (File: file, Brief: LabReader.Read(file.Node, FolderOf(file.Path), register, file.Complaints))).ToList();
        foreach (var twice in labs.Where(lab => lab.Brief is not null).GroupBy(lab => lab.Brief!.Id).SelectMany(same => same.Skip(1))) twice.File.Complaints.Error(1, $"there is a lab '{twice.Brief!.Id}' already.");
        var resources = Of("resources").SelectMany(file => ResourceReader.Read(file.Node, register, areas, file.Complaints).Select(entry => (File: file, entry.Resource, entry.Line))).ToList();
        foreach (var twice in resources.GroupBy(entry => entry.Resource.Id).SelectMany(same => same.Skip(1))) twice.File.Complaints.Error(twice.Line, $"there is a resource '{twice.Resource.Id}' already.");
        var labIds = labs.Select(lab => lab.Brief?.Id).OfType<string>().ToHashSet();
        var projects = Of("projects").Select(file => (File: file, Project: ProjectReader.Read(file.Node, file.Name, register, labIds, file.Complaints))).ToList();
        foreach (var twice in projects.Where(entry => entry.Project is not null).GroupBy(entry => entry.Project!.Id).SelectMany(same => same.Skip(1))) twice.File.Complaints.Error(1, $"there is a project '{twice.Project!.Id}' already.");
        var tracks = trackFile is null ? null : TrackReader.Read(
            trackFile.Node, register, (figures ?? []).Where(figure => figure.Group == MarketReader.Trajectories).Select(figure => figure.Id).ToHashSet(),
            projects.Select(entry => entry.Project?.Id).OfType<string>().ToHashSet(), trackFile.Complaints);
        var article = articleFile is null ? null : PlanReader.Article(articleFile.Node, register, articleFile.Complaints);
        var knowledge = knowledgeFile is null ? [] : PlanReader.Known(knowledgeFile.Node, register, knowledgeFile.Complaints);
        var order = skills.Select((entry, i) => (entry.Skill.Id, i)).DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id, entry => entry.i);

        var sound = new Register(
            certifications.Where(entry => !entry.File.Complaints.HasErrors).Select(entry => entry.Exam), register.SkillList, register.Misconceptions.Values, register.Sources.Values, register.Services) { Policies = [.. policies.DistinctBy(policy => policy.Id)], Retake = retake };

        List<Complaint> complaints = [.. files.SelectMany(file => file.Complaints.All)];
        complaints.AddRange(GeneratorChecks.Of(generators, register));
        complaints.AddRange(BankChecks.Coverage(certifications.Select(entry => (entry.Exam, entry.File.Complaints.File, (Func<string, int>)entry.File.LineOf, entry.File.Source.BuiltIn)), drafts.Select(draft => draft.Question), generators));
        foreach (var bank in questions.GroupBy(entry => entry.Source, entry => entry.Draft)) complaints.AddRange(BankChecks.LongestKey([.. bank], bank.Key));
        IReadOnlyList<Deck> soundDecks = [.. decks.Where(deck => !deck.File.Complaints.HasErrors).Select(deck => deck.Read.Deck).OfType<Deck>().GroupBy(deck => deck.Skill).Select(same => same.Aggregate((one, other) => one.With(other))).OrderBy(deck => order.GetValueOrDefault(deck.Skill))];
        IReadOnlyList<Lesson> soundLessons = [.. lessons.Where(lesson => !lesson.File.Complaints.HasErrors).Select(lesson => lesson.Lesson).OfType<Lesson>().OrderBy(lesson => order.GetValueOrDefault(lesson.Skill))];
        IReadOnlyList<PublicResource> soundResources = [.. resources.Where(entry => !entry.File.Complaints.HasErrors).Select(entry => entry.Resource)];
        return new(
            new(sound, new(usable, generators), market)
            {
                Decks = soundDecks,
                Lessons = soundLessons,
                Labs = [.. labs.Where(lab => !lab.File.Complaints.HasErrors).Select(lab => lab.Brief).OfType<LabBrief>().OrderBy(lab => lab.Skills.Count == 0 ? 0 : order.GetValueOrDefault(lab.Skills[0])).ThenBy(lab => lab.Id, StringComparer.Ordinal)],
                Resources = soundResources,
                Shelf = StudyShelves.Of(sound, usable, soundLessons, soundDecks, soundResources),
                Projects = [.. projects.Where(entry => !entry.File.Complaints.HasErrors).Select(entry => entry.Project).OfType<PortfolioProject>().OrderBy(project => project.Minutes).ThenBy(project => project.Id, StringComparer.Ordinal)],
                Article = articleFile is { Complaints.HasErrors: false } ? article : null,
                Knowledge = knowledgeFile is { Complaints.HasErrors: false } ? knowledge : [],
                Tracks = trackFile is { Complaints.HasErrors: false } ? tracks : null,
            },
            [.. complaints.Distinct().OrderBy(complaint => complaint.File, StringComparer.Ordinal).ThenBy(complaint => complaint.Line)],
            [.. drafts.Select(draft => (draft.Question.Id, draft.Complaints.File))]);

        IEnumerable<Parsed> Of(string folder) => files.Where(file => file.Node is not null && file.Path.StartsWith(folder + "/", StringComparison.Ordinal));
    }

    private static Parsed Parse(ContentSource source, ContentFile file)
    {
        var complaints = new Complaints(source.Display(file.Path));
        return new(source, file, YamlText.Read(file.Bytes, complaints), complaints);
    }

    private static IEnumerable<QuestionDraft> Questions(Parsed file, Register register, HashSet<string> areas, ILookup<string, ContentFile> figures)
    {
        var folder = FolderOf(file.Path);
        var area = folder["questions".Length..].Trim('/');
        if (!areas.Contains(area)) file.Complaints.Error(1, $"'{folder}' is not the folder of a skill area; question files lie in questions/<area>/.");
        var neighbors = figures[folder].ToDictionary(figure => System.IO.Path.GetFileName(figure.Path));
        return new QuestionReader(register, file.Complaints, area, neighbors).Read(file.Node, file.Name);
    }

    private static bool IsYaml(ContentFile file) => file.Path.EndsWith(".yaml", StringComparison.Ordinal) || file.Path.EndsWith(".yml", StringComparison.Ordinal);

    private static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
}
