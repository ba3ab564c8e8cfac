using System.Text;
using Certus.Content;
using Certus.Numerics;
using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>Broken files of every kind: they may be complained about, but nothing throws, and what is not broken stays.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Paths = [ExamFile, SourcesFile, SkillsFile, MisconceptionsFile, SingleFile, MultipleFile, OrderingFile, MatchingFile, CaseFile];

    /// <summary>Every question file, mutated twenty times: some two thousand broken files, the same ones in every run.</summary>
    [Fact]
    public void Mutated_questions_never_throw_and_each_complaint_is_one_line()
    {
        var files = Repository.Files(Path.Combine(Repository.Root, "content"));
        var questions = files.Where(file => file.Path.StartsWith("questions/", StringComparison.Ordinal)).ToList();
        var random = new SeededRandom(2026, "fuzz");
        var packs = Enumerable.Range(0, 20).Select(round => new ContentSource($"pack{round}", false, [.. questions.Select(file => file with { Bytes = Mutate(file.Bytes.ToArray(), random) })]));

        var report = ContentReader.Read([new("", true, [.. files.Except(questions)]), .. packs], []);

        Assert.True(report.Complaints.Count > 1000);
        Assert.All(report.Complaints, complaint => Assert.True(complaint is { Line: >= 1, Message.Length: > 0 and < 320 } && !complaint.Message.Any(char.IsControl), complaint.ToString()));
    }

    [Fact]
    public void Mutated_packs_never_take_a_built_in_question_away()
    {
        var random = new SeededRandom(2028, "fuzz");
        var versions = Faultless.Read().Library.Bank.Items.Select(item => item.Version).ToHashSet();

        for (var round = 0; round < 20; round++)
        {
            var packs = Enumerable.Range(0, 25).Select(pack => Paths.Aggregate(Empty, (files, path) => files.With(path, Mutate(Faultless.Bytes(path), random))).Source($"pack{pack}", builtIn: false));
            var report = ContentReader.Read([Faultless.Source(), .. packs], []);

            Assert.Superset(versions, report.Library.Bank.Items.Select(item => item.Version).ToHashSet());
            Assert.DoesNotContain(report.Complaints, complaint => complaint.Severity == Severity.Error && !complaint.File.StartsWith("pack", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_is_left_of_a_mutated_exam_can_be_used()
    {
        var random = new SeededRandom(2027, "fuzz");
        var usable = 0;

        for (var round = 0; round < 300; round++)
            foreach (var exam in Faultless.With(ExamFile, Mutate(Faultless.Bytes(ExamFile), random)).Read().Library.Register.Certifications)
            {
                for (var year = 2020; year < 2040; year++) exam.Lifecycle.On(new(year, 6, 15));
                usable++;
            }

        Assert.InRange(usable, 1, 299);
    }

    [Fact]
    public void Mutated_drawings_never_throw()
    {
        var random = new SeededRandom(2029, "fuzz");
        var svg = Encoding.UTF8.GetBytes("<?xml version='1.0' encoding='utf-8'?><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><style>rect { fill: url(#g) }</style><g id='g'><rect width='3' style='fill: red'/><text>A &amp; B</text></g></svg>");
        var links = string.Concat(Enumerable.Range(0, 500).Select(i => $" ![Bars](bars-{i}.svg)"));
        var content = Enumerable.Range(0, 500).Aggregate(Faultless.Change(SingleFile, "A bakery", $"A bakery{links}"), (files, i) => files.With($"questions/modeling/bars-{i}.svg", Mutate(svg, random)));

        var complaints = content.Read().Complaints;

        Assert.InRange(complaints.Count, 100, 499);
    }

    /// <summary>Changes, inserts, drops, doubles or swaps some bytes or lines.</summary>
    private static byte[] Mutate(byte[] bytes, SeededRandom random)
    {
        string[] pieces = [": ", "- ", "[", "]", "{", "}", "\n", "  ", "'", "\"", "|", ">", "&a ", "*a", "!!int ", "#", "---\n", "~", "null", "-1", "1e99", "99999999999999999999", "9999-12-31", "\0", "\t", "\uFEFF", "?", "%"];
        var list = bytes.ToList();
        for (var times = random.Between(1, 4); times > 0 && list.Count > 0; times--)
        {
            var at = random.Below(list.Count);
            switch (random.Below(7))
            {
                case 0: list[at] = (byte)random.Below(256); break;
                case 1: list.RemoveRange(at, Math.Min(random.Between(1, 40), list.Count - at)); break;
                case 2: list.InsertRange(at, Encoding.UTF8.GetBytes(random.Pick(pieces))); break;
                case 3: list.RemoveRange(at, list.Count - at); break;
                default:
                    var lines = Encoding.UTF8.GetString([.. list]).Split('\n').ToList();
                    var (one, other) = (random.Below(lines.Count), random.Below(lines.Count));
                    if (random.Below(2) == 0) (lines[one], lines[other]) = (lines[other], lines[one]);
                    else if (random.Below(2) == 0) lines.Insert(other, lines[one]);
                    else lines[one] = lines[one][..random.Below(lines[one].Length + 1)] + random.Pick(pieces);
                    list = [.. Encoding.UTF8.GetBytes(string.Join('\n', lines))];
                    break;
            }
        }
        return [.. list];
    }
}
