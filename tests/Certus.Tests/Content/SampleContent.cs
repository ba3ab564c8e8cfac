using System.Collections.Immutable;
using System.Text;
using Certus.Content;
using Certus.Practice;

namespace Certus.Tests.Content;

/// <summary>A small content directory without a fault, held in memory, to put faults into.</summary>
internal sealed class SampleContent
{
    public const string ExamFile = "catalog/TST-C01.yaml";
    public const string SourcesFile = "catalog/sources.yaml";
    public const string SkillsFile = "skills.yaml";
    public const string MisconceptionsFile = "misconceptions/modeling.yaml";
    public const string SingleFile = "questions/modeling/a-single.yaml";
    public const string MultipleFile = "questions/modeling/a-multiple.yaml";
    public const string OrderingFile = "questions/modeling/an-ordering.yaml";
    public const string MatchingFile = "questions/modeling/a-matching.yaml";
    public const string CaseFile = "questions/modeling/a-case.yaml";

    private const string Tail = """
        principle: Look before you leap.
        references:
          - {title: A page, url: https://docs.aws.amazon.com/a.html}
        checked: 2026-11-20
        review: {outcome: agreed, sure: 90, second: C, on: 2026-11-21}

        """;

    private static readonly ImmutableDictionary<string, byte[]> Whole = new Dictionary<string, string>
    {
        [ExamFile] = """
            code: TST-C01
            name: A made-up certification
            level: specialty
            practice: full
            format:
              feeUsd: 300
              questions: 65
              scored: 50
              unscored: 15
              minutes: 180
              passingScore: 750
              questionTypes: [single, multiple, ordering, matching, case]
              languages: [English]
              sources: [a-source]
              asOf: 2026-11-01
              confidence: high
            domains:
              - id: TST-C01/1
                name: Data
                weight: 60
                tasks:
                  - {id: TST-C01/1.1, title: Ingest}
                  - {id: TST-C01/1.2, title: Clean}
              - id: TST-C01/2
                name: Models
                weight: 40
                tasks:
                  - {id: TST-C01/2.1, title: Train}
            domainsFact: {sources: [a-source], asOf: 2026-11-01, confidence: high}
            lifecycle:
              launch: 2024-01-01
              lastDay: null
              sources: [a-source]
              asOf: 2026-11-01
              confidence: high
            studyHours:
              - {min: 80, max: 120, audience: engineers, source: a-source, confidence: low}

            """,
        [SourcesFile] = """
            a-source:
              title: A page
              where: https://example.org/a
              kind: official

            """,
        [SkillsFile] = """
            asOf: 2026-11-01
            areas: [modeling]
            kinds: [practice]
            skills:
              - id: a-skill
                name: Doing this
                description: Does this.
                area: modeling
                kind: practice
                tasks: [TST-C01/1.1]
                prerequisites: []
                studyMinutes: 30
                week: 1
                lab: false
              - id: b-skill
                name: Doing that
                description: Does that.
                area: modeling
                kind: practice
                tasks: [TST-C01/2.1]
                prerequisites: [a-skill]
                studyMinutes: 45
                week: 2
                lab: true

            """,
        [MisconceptionsFile] = """
            asOf: 2026-11-01
            misconceptions:
              - id: a-belief
                skills: [a-skill]
                belief: The moon is made of cheese.
                correction: It is made of rock.

            """,
        [SingleFile] = """
            id: a-single
            type: single
            exams: [TST-C01/1.1]
            skills: [a-skill]
            difficulty: 0.5
            stem: |
              A bakery forecasts how much bread it sells on Mondays. Which model fits?
            options:
              - text: A seasonal model of the weekdays.
                correct: true
                why: Weeks repeat.
              - text: A clustering of customers by taste, age and income.
                misconception: a-belief
                why: Groups forecast nothing.
              - text: A classifier of loaves by their shape and color.
                why: Shapes forecast nothing.
              - text: A ranking of recipes by what they cost to bake.
                why: Costs forecast nothing.

            """ + Tail,
        [MultipleFile] = """
            id: a-multiple
            type: multiple
            exams: [TST-C01/1.2, TST-C01/1.1]
            skills: [a-skill]
            difficulty: -1
            stem: |
              A clinic removes duplicates from its patient records. Which two steps help? (Select TWO.)
            options:
              - {text: Normalize the spelling of names., correct: true, why: Spelling differs.}
              - {text: Compare dates of birth., correct: true, why: They rarely differ.}
              - {text: Sort the rows by weight., misconception: a-belief, why: Order removes nothing.}
              - {text: Encrypt the postal codes., why: Ciphers hide duplicates.}
              - {text: Train a deep network on scans., why: Scans are no records.}

            """ + Tail,
        [OrderingFile] = """
            id: an-ordering
            type: ordering
            exams: [TST-C01/2.1]
            skills: [b-skill]
            difficulty: 0
            stem: |
              Put the steps of a release in order.
            steps:
              - {text: Evaluate the model., why: The score decides.}
              - {text: Approve the version., why: Somebody must.}
              - {text: Deploy it., why: Only then.}

            """ + Tail,
        [MatchingFile] = """
            id: a-matching
            type: matching
            exams: [TST-C01/2.1]
            skills: [b-skill]
            difficulty: 0
            stem: |
              Match each need to its service.
            prompts:
              - {text: Replay events., answer: Streams, why: Records stay.}
              - {text: Land events as files., answer: Firehose, why: It delivers.}
              - {text: Read last week again., answer: Streams, why: Records stay.}
            extra: [Brew]

            """ + Tail,
        [CaseFile] = """
            id: a-case
            type: case
            exams: [TST-C01/2.1]
            skills: [b-skill]
            difficulty: 1
            scenario: |
              A telecom operator keeps two years of call records.
            questions:
              - id: leak
                type: single
                stem: Which column leaks the label of a customer who left?
                options:
                  - {text: The closing date., correct: true, why: It follows the event.}
                  - {text: The tariff at the start of the month., why: It is known before.}
                  - {text: The number of calls in the last quarter., why: It is known before.}
                  - {text: The region in which the phone was sold., why: It is known before.}
              - id: drift
                type: single
                skills: [a-skill]
                stem: Which signal shows first that the inputs have moved?
                options:
                  - {text: The distribution of the inputs., correct: true, why: It needs no labels.}
                  - {text: The accuracy on labels of next year., why: Labels come late.}
                  - {text: The monthly bill of the training account., why: Bills measure use.}
                  - {text: The age of the oldest model version kept., why: Age is no drift.}

            """ + Tail,
    }.ToImmutableDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value));

    private readonly ImmutableDictionary<string, byte[]> _files;

    private SampleContent(ImmutableDictionary<string, byte[]> files) => _files = files;

    public static SampleContent Faultless { get; } = new(Whole);

    public static SampleContent Empty { get; } = new(ImmutableDictionary<string, byte[]>.Empty);

    public SampleContent With(string path, byte[] bytes) => new(_files.SetItem(path, bytes));

    public SampleContent With(string path, string text) => With(path, Encoding.UTF8.GetBytes(text));

    public SampleContent Without(string path) => new(_files.Remove(path));

    /// <summary>With a passage replaced, which must stand exactly once.</summary>
    public SampleContent Change(string path, string old, string changed)
    {
        var text = Text(path);
        Assert.Equal(2, text.Split(old).Length);
        return With(path, text.Replace(old, changed, StringComparison.Ordinal));
    }

    public string Text(string path) => Encoding.UTF8.GetString(_files[path]);

    public byte[] Bytes(string path) => _files[path];

    /// <summary>The line, from 1, on which a passage stands first.</summary>
    public int LineOf(string path, string passage)
    {
        var at = Text(path).IndexOf(passage, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{passage}' does not stand in {path}");
        return Text(path)[..at].Count(c => c == '\n') + 1;
    }

    public ContentSource Source(string name = "", bool builtIn = true) =>
        new(name, builtIn, [.. _files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new ContentFile(file.Key, file.Value))]);

    public ContentReport Read(params IQuestionGenerator[] generators) => ContentReader.Read([Source()], generators);

    /// <summary>The complaints, as editors show them.</summary>
    public IEnumerable<string> Complaints() => Read().Complaints.Select(complaint => complaint.ToString());
}
