using Certus.Catalog;
using Certus.Practice;
using CsCheck;
using static Certus.Practice.Assembly;

namespace Certus.Tests.Practice;

public sealed class VariantsTests
{
    private static readonly Certification Exam = SampleBank.Exam([60, 40], QuestionType.Single, QuestionType.Case);

    [Fact]
    public void A_computed_question_comes_with_new_numbers_as_long_as_there_are_any()
    {
        var generator = new SampleBank.Generator("gen-few", SampleBank.TaskId(0, 1), different: 2);
        var bank = new Bank([Samples.Single("other")], [generator]);
        var missed = generator.Generate(4);

        var made = Made(bank, Missed([(missed, 1)]), 3);
        var later = Made(bank, Missed([(missed, 1)]), 3, "gen-few@1");
        var last = Made(bank, Missed([(missed, 1)]), 3, "gen-few@1", "other");

        Assert.Equal(VariantKind.NewNumbers, Assert.Single(made.Form.Items).Variant!.Kind);
        Assert.NotEqual(missed.Numbers, made.Items[0].Question.Numbers);
        Assert.Equal(("other", VariantKind.SameSkill), (Assert.Single(later.Form.Items).QuestionId, later.Form.Items[0].Variant!.Kind));
        Assert.Equal((missed.Id, VariantKind.SameQuestion, false), (Assert.Single(last.Form.Items).QuestionId, last.Form.Items[0].Variant!.Kind, last.Form.Items[0].Fresh));
    }

    [Fact]
    public void The_misconception_that_was_chosen_counts_before_the_skill_and_both_before_either()
    {
        var missed = Offers("missed", "a-skill", "wanted", "other");
        Question[] others = [Offers("both", "a-skill", "x", "wanted"), Offers("belief", "b-skill", "wanted", "y"), Offers("skill", "a-skill", "other", "z"), Offers("nothing", "b-skill", "other", "w")];
        var bank = new Bank([missed, .. others], []);

        var inOrder = Enumerable.Range(0, 4).Select(seen => Made(bank, Missed([(missed, 1)]), 5, [.. others.Take(seen).Select(other => other.Id)]).Form.Items.Single()).ToList();

        Assert.Equal(["both", "belief", "skill", "missed"], inOrder.Select(item => item.QuestionId));
        Assert.Equal([VariantKind.SameMisconceptionAndSkill, VariantKind.SameMisconception, VariantKind.SameSkill, VariantKind.SameQuestion], inOrder.Select(item => item.Variant!.Kind));
        Assert.Equal([true, true, true, false], inOrder.Select(item => item.Fresh));
    }

    [Fact]
    public void A_blank_has_shown_no_misconception_so_the_skill_counts_and_the_task_first()
    {
        var missed = Offers("missed", "a-skill", "one", "two");
        var bank = new Bank([missed, Offers("belief", "b-skill", "one", "two"), Offers("skill", "a-skill", "three", "four") with { Tasks = [SampleBank.TaskId(1, 1)] }, Offers("task", "a-skill", "five", "six")], []);

        Gen.ULong.Sample(seed => Made(bank, Missed([(missed, null)]), seed).Form.Items.Single() is { QuestionId: "task", Variant.Kind: VariantKind.SameSkill }, iter: 100);
    }

    [Fact]
    public void Of_two_that_could_have_the_same_variant_the_one_with_a_choice_takes_another()
    {
        var (picky, easy) = (Offers("picky", "a-skill", "narrow", "x"), Offers("easy", "a-skill", "wide", "y"));
        var bank = new Bank([picky, easy, Offers("shared", "a-skill", "narrow", "wide"), Offers("spare", "a-skill", "wide", "z")], []);

        Gen.ULong.Sample(seed =>
        {
            var items = Made(bank, Missed([(easy, 1), (picky, 1)]), seed).Form.Items;
            return items.All(item => item.Variant!.Kind == VariantKind.SameMisconceptionAndSkill) && items.Single(item => item.Variant!.Position == 2).QuestionId == "shared";
        }, iter: 100);
    }

    [Fact]
    public void A_part_of_a_case_brings_the_others_which_stand_for_nothing()
    {
        var missed = Samples.Single("missed", skill: "b-skill");
        var parts = SampleBank.Case("case", 0, 3).Select((part, i) => i == 1 ? part with { Skills = ["b-skill"] } : part).ToList();

        var made = Made(new([missed, .. parts], []), Missed([(missed, null)]), 1);
        var again = Made(new(parts, []), Missed([(parts[1], 1)]), 1);

        Assert.Equal(["case.p1", "case.p2", "case.p3"], made.Form.Items.Select(item => item.QuestionId));
        Assert.Equal([null, VariantKind.SameSkill, null], made.Form.Items.Select(item => item.Variant?.Kind));
        Assert.Equal(["case.p1", "case.p2", "case.p3"], again.Form.Items.Select(item => item.QuestionId));
        Assert.Equal([null, VariantKind.SameQuestion, null], again.Form.Items.Select(item => item.Variant?.Kind));
    }

    [Fact]
    public void Of_two_enemies_a_form_has_one_and_the_other_missed_question_gets_another_variant_of_the_same_kind()
    {
        var (first, second) = (Offers("first", "a-skill", "one", "x"), Offers("second", "a-skill", "one", "y"));
        var bank = new Bank([first, second, Offers("tells", "a-skill", "one", "z") with { Enemies = ["told"] }, Offers("told", "a-skill", "one", "w"), Offers("else", "a-skill", "one", "v")], []);

        Gen.ULong.Sample(seed =>
        {
            var items = Made(bank, Missed([(first, 1), (second, 1)]), seed).Form.Items;
            return items.Count == 2 && items.Any(item => item.QuestionId == "else") && items.All(item => item.Variant!.Kind == VariantKind.SameMisconceptionAndSkill);
        }, iter: 100);
        Assert.Equal(["tells"], Made(bank, Missed([(first, 1)]), 1, "told", "else").Form.Items.Select(item => item.QuestionId));
    }

    [Fact]
    public void A_missed_question_does_not_come_back_beside_its_enemy()
    {
        var (first, second) = (Samples.Single("first", skill: "a-skill"), Samples.Single("second", skill: "b-skill") with { Enemies = ["first"] });

        Assert.Equal(["first"], Made(new([first, second], []), Missed([(first, null), (second, null)]), 1).Form.Items.Select(item => item.QuestionId));
        Assert.Equal(["other"], Made(new([first, second, Samples.Single("other", skill: "a-skill") with { Enemies = ["second"] }], []), Missed([(first, null), (second, null)]), 1).Form.Items.Select(item => item.QuestionId));
    }

    [Fact]
    public void Two_enemies_never_meet() => Setting.Sample(setting =>
    {
        var stand = setting.Make().Items.Select(item => item.Question.BlockId).ToHashSet();
        return stand.All(id => !setting.Bank.EnemiesOf(id).Overlaps(stand));
    }, enemies: true);

    [Fact]
    public void Where_the_questions_have_left_the_bank_and_nothing_stands_for_them_it_says_so() =>
        Assert.Equal("None of these questions is in the bank any more.", Assert.IsType<Impossible>(
            Variants.Of(Missed([(Samples.Single("gone", skill: "b-skill"), null)]), SampleBank.Register(Exam), new([Samples.Single("other")], []), Exposure.Nothing, 1)).Reason);

    [Fact]
    public void A_seen_question_comes_only_where_no_unseen_one_that_is_left_stands_for_the_missed_one() => Setting.Sample(setting =>
    {
        var made = setting.Make();
        var laid = made.Form.Items.Select(item => item.QuestionId).ToHashSet();
        var left = setting.Bank.Items.Select(item => item.Question).GroupBy(question => question.Case?.CaseId ?? question.Id)
            .Where(block => block.All(question => Setting.Asks(question) && !setting.IsSeen(question.Id) && !laid.Contains(question.Id))).SelectMany(block => block).ToList();

        return made.Form.Items.Where(item => item.Variant is not null).All(item => left.All(other => setting.KindOf(item.Variant!.Position, other) >= item.Variant!.Kind));
    });

    [Fact]
    public void What_stands_for_a_missed_question_is_of_its_kind_unseen_and_of_the_exam() => Setting.Sample(setting =>
    {
        var made = setting.Make();
        return made.Form.Items.Zip(made.Items, (item, bankItem) => (Item: item, bankItem.Question)).All(entry => entry.Item.Variant switch
        {
            null => entry.Question.Case is not null,
            { Kind: VariantKind.SameQuestion, Position: var position } => !entry.Item.Fresh && entry.Item.QuestionId == setting.Report.Items[position - 1].Item.QuestionId,
            { Kind: var kind, Position: var position } => entry.Item.Fresh && !setting.IsSeen(entry.Item.QuestionId) && Setting.Asks(entry.Question) && setting.KindOf(position, entry.Question) == kind,
        });
    });

    [Fact]
    public void Every_missed_question_of_the_bank_is_stood_for_once_and_nothing_stands_in_a_form_twice() => Setting.Sample(setting =>
    {
        var made = setting.Make();
        var positions = made.Form.Items.Select(item => item.Variant?.Position).OfType<int>().Order();
        var computed = made.Items.Where(item => item.Question.GeneratedFrom is not null).Select(item => (item.Question.GeneratedFrom!.Generator, item.Question.Numbers)).ToList();
        return positions.SequenceEqual(setting.Report.Items.Where(result => !result.Right).Select(result => result.Item.Position))
            && made.Form.Items.DistinctBy(item => item.QuestionId).Count() == made.Form.Items.Count && computed.Distinct().Count() == computed.Count
            && made.Form.Items.Select(item => item.Position).SequenceEqual(Enumerable.Range(1, made.Form.Items.Count));
    });

    [Fact]
    public void Cases_stay_whole_and_in_order() => Setting.Sample(setting =>
        setting.Make().Items.Select(item => item.Question).Index().Where(entry => entry.Item.Case is not null).GroupBy(entry => entry.Item.Case!.CaseId)
            .All(parts => parts.Select(entry => entry.Item.Case!.Part).SequenceEqual(Enumerable.Range(1, parts.First().Item.Case!.Of)) && parts.Last().Index - parts.First().Index == parts.Count() - 1));

    [Fact]
    public void Equal_seeds_make_equal_forms() => Setting.Sample(setting =>
        SittingJson.Write(new SittingStart(default, SittingMode.Study, setting.Make().Form, Samples.Noon, 0)) == SittingJson.Write(new SittingStart(default, SittingMode.Study, setting.Make().Form, Samples.Noon, 0)));

    /// <summary>A question of the first task whose two first wrong options offer misconceptions.</summary>
    private static Question Offers(string id, string skill, string first, string second)
    {
        var question = Samples.Single(id, skill: skill);
        return question with { Options = [.. question.Options.Select((option, i) => option with { Misconception = i switch { 1 => first, 2 => second, _ => null } })] };
    }

    /// <summary>A sitting of the questions, each with the given option chosen or left blank.</summary>
    private static Report Missed(IReadOnlyList<(Question Question, int? Choice)> answers)
    {
        var sitting = Samples.Begin(SittingMode.Study, questions: [.. answers.Select(answer => answer.Question)]);
        foreach (var (i, (_, choice)) in answers.Index())
            if (choice is { } option) sitting = sitting.After(Samples.Answer(i + 1, Picks.Of([option])));
        return Report.Of(sitting, [.. answers.Select(answer => answer.Question)], null);
    }

    private static Assembled Made(Bank bank, Report report, ulong seed, params string[] seen) =>
        Assert.IsType<Assembled>(Variants.Of(report, SampleBank.Register(Exam), bank, Seen(seen), seed));

    private static Exposure Seen(IEnumerable<string> ids) => new(ids.Distinct().ToDictionary(id => id, _ => Samples.Noon));

    /// <summary>A bank of few skills and misconceptions with cases and two small generators, a sitting in it, and what has been shown besides.</summary>
    private sealed record Setting(Bank Bank, Report Report, IReadOnlySet<string> Shown, ulong Seed)
    {
        public static void Sample(Predicate<Setting> holds, bool enemies = false) =>
            Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[1, 25], Gen.Int[0, 3], Gen.Int[1, 12], Gen.Double[0, 1]).Sample((seed, written, cases, asked, shown) =>
            {
                var random = new Certus.Numerics.SeededRandom((ulong)seed, "setting");
                Question Vary(Question question) => question with
                {
                    Skills = [random.Pick(["a-skill", "b-skill", "c-skill"])], Tasks = [random.Pick([SampleBank.TaskId(0, 1), SampleBank.TaskId(1, 2), "OTH-C01/1.1"])],
                    Options = [.. question.Options.Select(option => option with { Misconception = option.Misconception is null ? null : random.Pick([null, "m1", "m2", "m3", "m4"]) })],
                };
                var questions = Enumerable.Range(0, written).Select(i => Vary(Samples.Single($"q{i}")))
                    .Concat(Enumerable.Range(0, cases).SelectMany(i => SampleBank.Case($"case{i}", i % 2, 2 + i % 2).Select(part => Vary(part) with { Tasks = part.Tasks }))).ToList();
                IQuestionGenerator[] generators = [new SampleBank.Generator("gen-two", SampleBank.TaskId(0, 1), 2), new SampleBank.Generator("gen-many", SampleBank.TaskId(1, 1), 1000)];
                if (enemies && questions.Select(question => question.BlockId).Distinct().ToList() is { Count: > 1 } blocks)
                    questions = [.. questions.Select(question => random.Pick(blocks) is var enemy && enemy != question.BlockId ? question with { Enemies = [enemy] } : question)];
                var pool = questions.Where(question => question.TaskIn(Samples.ExamCode) is not null).Concat(generators.SelectMany(generator => new[] { generator.Generate(0), generator.Generate(1) }));
                var sat = random.Shuffle(pool).Take(asked).Select(question => (question, (int?)(random.Below(5) - 1))).Select(entry => (entry.question, entry.Item2 < 0 ? null : entry.Item2)).ToList();
                var others = questions.Select(question => question.Id).Concat(["gen-two@3", "gen-many@17"]).Where(_ => random.Below(1000) < 1000 * shown);
                var report = Missed(sat);
                return report.Items.All(result => result.Right) || holds(new(new(questions, generators), report, others.ToHashSet(), (ulong)seed));
            }, iter: 500);

        public Assembled Make() => Made(Bank, Report, Seed, [.. Shown]);

        public bool IsSeen(string id) => Shown.Contains(id) || Report.Items.Any(result => result.Item.QuestionId == id);

        public static bool Asks(Question question) => question.Tasks.Any(task => task.StartsWith(Samples.ExamCode, StringComparison.Ordinal)) && (question.Case is null || Exam.Format.QuestionTypes.Contains(QuestionType.Case));

        public VariantKind KindOf(int position, Question other)
        {
            var missed = Report.Items[position - 1];
            var belief = missed.Answered && !missed.Right ? missed.Question.Options[missed.Place.Picks.Values[0]].Misconception : null;
            var sameBelief = belief is not null && other.Options.Any(option => option.Misconception == belief);
            var sameSkill = other.Skills.Any(missed.Question.Skills.Contains);
            if (missed.Question.Id.Contains('@', StringComparison.Ordinal) && other.Id.StartsWith(missed.Question.Id.Split('@')[0] + "@", StringComparison.Ordinal)) return VariantKind.NewNumbers;
            return sameBelief && sameSkill ? VariantKind.SameMisconceptionAndSkill : sameBelief ? VariantKind.SameMisconception : sameSkill ? VariantKind.SameSkill : VariantKind.SameQuestion;
        }
    }
}
