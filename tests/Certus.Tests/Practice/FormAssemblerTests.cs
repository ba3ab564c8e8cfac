using Certus.Catalog;
using Certus.Numerics;
using Certus.Practice;
using CsCheck;
using static Certus.Practice.Assembly;

namespace Certus.Tests.Practice;

public sealed class FormAssemblerTests
{
    private static readonly Register BuiltInRegister = Repository.BuiltIn.Value.Library.Register;
    private static readonly Certification Mls = BuiltInRegister.ByCode["MLS-C01"];

    private static readonly Bank BuiltInBank = Repository.BuiltIn.Value.Library.Bank;

    private sealed record Setting(Certification Exam, Bank Bank, Exposure Exposure, FormRequest Request, FormObjective? Objective);

    /// <summary>Any numbers will do: what holds of a form holds whatever it measures best, and where it need not measure anything.</summary>
    private static readonly Gen<FormObjective?> Objectives = Gen.Select(Gen.Bool, Gen.ULong).Select((none, seed) => none ? null : new FormObjective(question =>
    {
        var random = new SeededRandom(seed, question.Id);
        return new(random.Below(1000) / 1000.0, random.Below(1000) / 1000.0);
    }));

    /// <summary>The full form of MLS-C01 for a learner who was shown any part of the bank at any time.</summary>
    private static readonly Gen<Setting> BuiltIn = Gen.Select(Gen.ULong, Exposures(BuiltInBank), Objectives).Select((seed, exposure, objective) => new Setting(Mls, BuiltInBank, exposure, FormRequest.Full(Mls, seed)!, objective));

    /// <summary>Exams of one to five domains with banks that are at times too small.</summary>
    private static readonly Gen<Setting> Synthetic =
        Gen.Select(Gen.Int[1, 5], Gen.ULong, Gen.Int[0, 30], Gen.Int[0, 10]).SelectMany((domains, seed, scored, unscored) =>
            Gen.Select(Gen.Int[1, 60].List[domains], Gen.Int[0, 20].List[domains], Gen.Int[0, 3].List[domains]).SelectMany((weights, questions, generators) =>
            {
                var exam = SampleBank.Exam(weights);
                var bank = new Bank(
                    questions.SelectMany((count, domain) => SampleBank.Questions(domain, count)),
                    generators.SelectMany((count, domain) => Enumerable.Range(0, count).Select(i => new SampleBank.Generator($"gen-{domain}-{i}", SampleBank.TaskId(domain, i % 2 + 1)))));
                return Gen.Select(Exposures(bank), Objectives).Select((exposure, objective) => new Setting(exam, bank, exposure, new(exam.Code, scored, unscored, 60, seed, [], []), objective));
            }));

    private static readonly Gen<Setting> Any = Gen.Frequency((1, BuiltIn), (4, Synthetic));

    private static Gen<Exposure> Exposures(Bank bank) =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 100_000].Array[bank.Items.Count]).Select((share, minutes) => new Exposure(bank.Items
            .Select((item, i) => (item.Question.Id, Minutes: minutes[i])).Where(entry => entry.Minutes % 4 < share)
            .ToDictionary(entry => entry.Id, entry => Samples.Noon.AddMinutes(-entry.Minutes))));

    private static Assembly Assemble(Setting setting) =>
        FormAssembler.Assemble(setting.Request, SampleBank.Register(setting.Exam), setting.Bank, setting.Exposure, setting.Objective);

    /// <summary>Whether a claim holds for every form that can be made.</summary>
    private static void Holds(Func<Setting, Assembled, bool> claim) => Any.Sample(setting => Assemble(setting) is not Assembled made || claim(setting, made));

    /// <summary>Hamilton's method in whole numbers, on its own.</summary>
    private static int[] Shares(int seats, Certification exam)
    {
        var weights = exam.Domains.Select(domain => (int)domain.Weight).ToArray();
        var total = weights.Sum();
        var shares = weights.Select(weight => seats * weight / total).ToArray();
        while (shares.Sum() < seats)
        {
            var best = 0;
            for (var i = 1; i < weights.Length; i++)
                if (seats * weights[i] - shares[i] * total > seats * weights[best] - shares[best] * total) best = i;
            shares[best]++;
        }
        return shares;
    }

    [Fact]
    public void The_built_in_bank_fills_a_full_form()
    {
        var made = Assert.IsType<Assembled>(FormAssembler.Assemble(FormRequest.Full(Mls, 1)!, BuiltInRegister, BuiltInBank, Exposure.Nothing));

        Assert.Equal(65, made.Form.Items.Count);
        Assert.Equal(180, made.Form.Minutes);
        Assert.Equal([10, 12, 18, 10], Mls.Domains.Select(domain => made.Form.Items.Count(item => item.Scored && item.Domain == domain.Id)));
        Assert.Equal([3, 4, 5, 3], Mls.Domains.Select(domain => made.Form.Items.Count(item => !item.Scored && item.Domain == domain.Id)));
        Assert.Equal(0, made.Form.NotFresh);
    }

    [Fact]
    public void Scored_and_unscored_questions_each_have_the_proportions_of_the_outline() =>
        Holds((setting, made) =>
        {
            int[] Counts(bool scored) => [.. setting.Exam.Domains.Select(domain => made.Form.Items.Count(item => item.Scored == scored && item.Domain == domain.Id))];

            return Counts(true).SequenceEqual(Shares(setting.Request.Scored, setting.Exam)) && Counts(false).SequenceEqual(Shares(setting.Request.Unscored, setting.Exam));
        });

    [Fact]
    public void Equal_requests_give_equal_forms() =>
        Any.Sample(setting => (Assemble(setting), Assemble(setting)) is var (one, other) && (one, other) switch
        {
            (Assembled a, Assembled b) => Text(a) == Text(b) && a.Items.Zip(b.Items).All(pair => pair.First.Version == pair.Second.Version),
            _ => one.Equals(other),
        });

    [Fact]
    public void Another_seed_gives_another_form()
    {
        var exam = SampleBank.Exam([100]);
        var bank = new Bank(SampleBank.Questions(0, 10), []);

        var forms = Enumerable.Range(0, 20).Select(seed => Text((Assembled)FormAssembler.Assemble(new(exam.Code, 10, 0, null, (ulong)seed, [], []), SampleBank.Register(exam), bank, Exposure.Nothing))
            .Replace($"\"seed\":{seed},", "", StringComparison.Ordinal));

        Assert.Equal(20, forms.Distinct().Count());
    }

    [Fact]
    public void At_most_three_questions_come_from_one_generator() =>
        Holds((_, made) => made.Form.Items.Where(item => item.GeneratedFrom is not null).CountBy(item => item.GeneratedFrom!.Generator).All(family => family.Value <= 3));

    [Fact]
    public void No_question_stands_twice() => Holds((_, made) => made.Form.Items.Select(item => item.QuestionId).Distinct().Count() == made.Form.Items.Count);

    [Fact]
    public void Positions_count_from_one_and_name_the_items_behind_them() =>
        Holds((_, made) => made.Form.Items.Select(item => item.Position).SequenceEqual(Enumerable.Range(1, made.Form.Items.Count))
            && made.Form.Items.Zip(made.Items).All(pair => pair.First.QuestionId == pair.Second.Question.Id && pair.First.Version == pair.Second.Version && pair.First.Shape == pair.Second.Question.Shape));

    [Fact]
    public void The_order_of_options_is_a_permutation() =>
        Holds((_, made) => made.Form.Items.All(item => item.OptionOrder.Order().SequenceEqual(Enumerable.Range(0, item.Shape.Options))));

    [Fact]
    public void Each_task_is_of_the_exam_and_of_its_domain() =>
        Holds((setting, made) => made.Form.Items.All(item => setting.Exam.DomainOf(item.Task!)?.Id == item.Domain));

    [Fact]
    public void Only_question_types_of_the_exam_are_asked() =>
        Holds((setting, made) => made.Items.All(item => setting.Exam.Format.QuestionTypes.Contains(item.Question.Type)));

    [Fact]
    public void A_question_of_another_type_is_not_asked()
    {
        var exam = SampleBank.Exam([100], QuestionType.Multiple);
        var bank = new Bank([.. SampleBank.Questions(0, 5), Samples.Multiple("m", 5, 0, 1)], [new SampleBank.Generator("gen-a", SampleBank.TaskId(0, 1))]);

        var made = (Assembled)FormAssembler.Assemble(new(exam.Code, 1, 0, null, 1, [], []), SampleBank.Register(exam), bank, Exposure.Nothing);
        var tooMany = FormAssembler.Assemble(new(exam.Code, 2, 0, null, 1, [], []), SampleBank.Register(exam), bank, Exposure.Nothing);

        Assert.Equal("m", made.Form.Items[0].QuestionId);
        Assert.IsType<Impossible>(tooMany);
    }

    [Fact]
    public void The_form_says_truly_what_is_fresh() =>
        Holds((setting, made) => made.Form.Items.All(item => item.Fresh == !setting.Exposure.LastShown.ContainsKey(item.QuestionId))
            && made.Form.NotFresh == made.Form.Items.Count(item => setting.Exposure.LastShown.ContainsKey(item.QuestionId)));

    [Fact]
    public void Nothing_shown_before_is_taken_while_something_fresh_of_its_domain_is_left() => Holds(IsFreshFirst);

    [Fact]
    public void Nor_in_the_next_form_of_the_same_learner() =>
        Gen.Select(Any, Gen.Bool).Sample((setting, sameSeed) =>
        {
            if (Assemble(setting) is not Assembled first) return true;
            var shown = setting.Exposure.LastShown.Concat(first.Form.Items.Select(item => KeyValuePair.Create(item.QuestionId, Samples.Noon))).DistinctBy(entry => entry.Key).ToDictionary();
            var next = setting with { Exposure = new(shown), Request = setting.Request with { Seed = sameSeed ? setting.Request.Seed : setting.Request.Seed + 1 } };

            return Assemble(next) is not Assembled second || IsFreshFirst(next, second);
        });

    private static bool IsFreshFirst(Setting setting, Assembled made)
    {
        var asked = made.Form.Items.Select(item => item.QuestionId).ToHashSet();
        var drawn = made.Form.Items.CountBy(item => item.GeneratedFrom?.Generator ?? "").ToDictionary();
        return made.Form.Items.Where(item => !item.Fresh).Select(item => item.Domain).Distinct().All(domain =>
        {
            bool Inside(IReadOnlyList<string> tasks) => tasks.FirstOrDefault(task => task.StartsWith(setting.Exam.Code, StringComparison.Ordinal))?.StartsWith(domain + ".", StringComparison.Ordinal) == true;
            var written = setting.Bank.Items.Where(item => Inside(item.Question.Tasks) && setting.Exam.Format.QuestionTypes.Contains(item.Question.Type));
            var generators = setting.Bank.Generators.Where(generator => Inside(generator.Tasks));
            return written.All(item => asked.Contains(item.Question.Id) || !setting.Exposure.IsFresh(item.Question.Id)) && generators.All(generator => drawn.GetValueOrDefault(generator.Id) == 3);
        });
    }

    [Fact]
    public void Among_what_was_shown_before_the_longest_ago_comes_first()
    {
        var exam = SampleBank.Exam([100]);
        var questions = SampleBank.Questions(0, 10).ToList();
        var exposure = new Exposure(questions.Select((question, i) => (question.Id, i)).ToDictionary(entry => entry.Id, entry => Samples.Noon.AddDays(-entry.i)));

        var made = (Assembled)FormAssembler.Assemble(new(exam.Code, 3, 0, null, 5, [], []), SampleBank.Register(exam), new(questions, []), exposure);

        Assert.Equal(["d1-q07", "d1-q08", "d1-q09"], made.Form.Items.Select(item => item.QuestionId).Order());
        Assert.Equal(3, made.Form.NotFresh);
    }

    /// <summary>The same seed draws the same numbers; what it drew last time has been shown.</summary>
    [Fact]
    public void The_same_seed_again_draws_other_questions_while_there_are_fresh_ones()
    {
        var exam = SampleBank.Exam([100]);
        var bank = new Bank(SampleBank.Questions(0, 10), [new SampleBank.Generator("gen-a", SampleBank.TaskId(0, 1)), new SampleBank.Generator("gen-b", SampleBank.TaskId(0, 2))]);
        var request = new FormRequest(exam.Code, 8, 0, null, 99, [], []);
        var first = (Assembled)FormAssembler.Assemble(request, SampleBank.Register(exam), bank, Exposure.Nothing);

        var second = (Assembled)FormAssembler.Assemble(request, SampleBank.Register(exam), bank, new(first.Form.Items.ToDictionary(item => item.QuestionId, _ => Samples.Noon)));

        Assert.Equal(0, second.Form.NotFresh);
        Assert.Empty(first.Form.Items.Select(item => item.QuestionId).Intersect(second.Form.Items.Select(item => item.QuestionId)));
    }

    [Fact]
    public void Two_questions_of_one_generator_differ_in_more_than_their_seed()
    {
        var exam = SampleBank.Exam([100]);
        var bank = new Bank([], [new SampleBank.Generator("gen-few", SampleBank.TaskId(0, 1), different: 3), new SampleBank.Generator("gen-two", SampleBank.TaskId(0, 2), different: 2)]);

        foreach (var seed in Enumerable.Range(0, 50))
        {
            var made = (Assembled)FormAssembler.Assemble(new(exam.Code, 5, 0, null, (ulong)seed, [], []), SampleBank.Register(exam), bank, Exposure.Nothing);

            Assert.Equal(5, made.Items.Select(item => (item.Question.GeneratedFrom!.Generator, item.Question.Options[0].Text)).Distinct().Count());     // not the same sum in other words
        }
        Assert.Contains("5 of the 6", Assert.IsType<Impossible>(FormAssembler.Assemble(new(exam.Code, 6, 0, null, 1, [], []), SampleBank.Register(exam), bank, Exposure.Nothing)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_were_shown_are_not_new_under_another_seed_and_in_another_wording()
    {
        var exam = SampleBank.Exam([100]);
        var bank = new Bank([], [new SampleBank.Generator("gen-six", SampleBank.TaskId(0, 1), different: 6)]);
        var shown = new Exposure(new Dictionary<string, DateTimeOffset> { ["gen-six@1"] = Samples.Noon, ["gen-six@8"] = Samples.Noon, ["gen-six@4000000003"] = Samples.Noon, ["gen-six-more@4"] = Samples.Noon });
        string[] left = ["1", "5", "6"];        // 0 + 1, 4 + 1 and 5 + 1; shown were 1 + 1, 2 + 1 and 1 + 1 in other words

        Gen.ULong.Sample(seed =>
        {
            var made = (Assembled)FormAssembler.Assemble(new(exam.Code, 3, 0, null, seed, [], []), SampleBank.Register(exam), bank, shown);
            return made.Form.NotFresh == 0 && made.Items.All(item => left.Append("4").Contains(item.Question.Options[0].Text)) && made.Items.DistinctBy(item => item.Question.Options[0].Text).Count() == 3;
        }, iter: 200);
    }

    [Fact]
    public void A_domain_is_spread_over_its_tasks()
    {
        var exam = SampleBank.Exam([100]);
        var many = Enumerable.Range(0, 20).Select(i => Samples.Single($"first-{i}", 0, SampleBank.TaskId(0, 1)));
        var few = Enumerable.Range(0, 5).Select(i => Samples.Single($"second-{i}", 0, SampleBank.TaskId(0, 2)));

        var made = (Assembled)FormAssembler.Assemble(new(exam.Code, 8, 0, null, 3, [], []), SampleBank.Register(exam), new([.. many, .. few], []), Exposure.Nothing);

        Assert.Equal([4, 4], made.Form.Items.CountBy(item => item.Task!).Select(task => task.Value));
    }

    [Fact]
    public void The_unscored_places_move_with_the_seed()
    {
        var exam = SampleBank.Exam([100]);
        var bank = new Bank(SampleBank.Questions(0, 10), []);

        var unscored = Enumerable.Range(0, 40).SelectMany(seed => ((Assembled)FormAssembler.Assemble(new(exam.Code, 8, 2, null, (ulong)seed, [], []), SampleBank.Register(exam), bank, Exposure.Nothing))
            .Form.Items.Where(item => !item.Scored).Select(item => item.Position)).Distinct();

        Assert.Equal(10, unscored.Count());
    }

    [Fact]
    public void A_form_is_impossible_exactly_where_a_domain_lacks_questions() =>
        Synthetic.Sample(setting =>
        {
            var needs = Shares(setting.Request.Scored, setting.Exam).Zip(Shares(setting.Request.Unscored, setting.Exam), (scored, unscored) => scored + unscored).ToArray();
            var has = setting.Exam.Domains.Select(domain => setting.Bank.Items.Count(item => item.Question.Tasks[0].StartsWith(domain.Id + ".", StringComparison.Ordinal))
                + 3 * setting.Bank.Generators.Count(generator => generator.Tasks[0].StartsWith(domain.Id + ".", StringComparison.Ordinal))).ToArray();
            var enough = needs.Sum() > 0 && needs.Zip(has).All(pair => pair.First <= pair.Second);

            return Assemble(setting) is Assembled == enough;
        });

    [Fact]
    public void An_impossible_form_names_the_domain_and_what_it_lacks()
    {
        var exam = SampleBank.Exam([60, 40]);
        var bank = new Bank([.. SampleBank.Questions(0, 10), .. SampleBank.Questions(1, 2)], []);

        var impossible = FormAssembler.Assemble(new(exam.Code, 10, 0, null, 1, [], []), SampleBank.Register(exam), bank, Exposure.Nothing);

        Assert.Equal(
            new Impossible("The bank has 2 of the 4 questions needed in domain TST-C01/2 (Domain 2). Choose a smaller set or a wider scope."), impossible);
    }

    public static TheoryData<string?, int, string[], string[], string> Impossibilities() => new()
    {
        { "TST-C01", 0, [], [], "A form needs at least one question." },
        { "NON-C01", 5, [], [], "There is no exam NON-C01 in the catalog." },
        { "TST-C01", 5, ["TST-C01/9"], [], "TST-C01 has no domain TST-C01/9." },
        { null, 5, ["TST-C01/1"], [], "A set without an exam has no domain TST-C01/1." },
        { "TST-C01", 5, [], ["no-skill"], "There is no skill no-skill." },
        { null, 20, [], ["b-skill"], "The bank has 4 of the 20 questions needed for this set. Choose a smaller set or a wider scope." },
    };

    [Theory]
    [MemberData(nameof(Impossibilities))]
    public void A_request_that_cannot_be_met_is_told_why(string? code, int count, string[] domains, string[] skills, string reason)
    {
        var exam = SampleBank.Exam([60, 40]);
        var bank = new Bank(SampleBank.Questions(0, 10), []);

        var impossible = FormAssembler.Assemble(new(code, count, 0, null, 1, domains, skills), SampleBank.Register(exam), bank, Exposure.Nothing);

        Assert.Equal(new Impossible(reason), impossible);
    }

    [Fact]
    public void A_set_can_keep_to_some_domains()
    {
        var exam = SampleBank.Exam([20, 24, 36, 20]);
        var bank = new Bank(Enumerable.Range(0, 4).SelectMany(domain => SampleBank.Questions(domain, 9)), []);

        var made = (Assembled)FormAssembler.Assemble(new(exam.Code, 9, 0, 30, 1, ["TST-C01/1", "TST-C01/3"], []), SampleBank.Register(exam), bank, Exposure.Nothing);

        Assert.Equal([("TST-C01/1", 3), ("TST-C01/3", 6)], made.Form.Items.CountBy(item => item.Domain!).Select(domain => (domain.Key, domain.Value)).Order());     // 20 : 36 of 9 = 3.2 : 5.8
        Assert.Equal(30, made.Form.Minutes);
    }

    [Fact]
    public void A_set_over_skills_needs_no_exam_and_has_no_domains()
    {
        var exam = SampleBank.Exam([100]);
        var bank = new Bank(SampleBank.Questions(0, 9), []);

        var made = (Assembled)FormAssembler.Assemble(new(null, 3, 0, null, 1, [], ["b-skill"]), SampleBank.Register(exam), bank, Exposure.Nothing);

        Assert.All(made.Items, item => Assert.Equal(["b-skill"], item.Question.Skills));
        Assert.Null(made.Form.Exam);
        Assert.Null(made.Form.Items[0].Domain);
    }

    [Fact]
    public void A_set_over_a_skill_of_an_exam_keeps_the_skill_and_the_domains()
    {
        var exam = SampleBank.Exam([50, 50]);
        var bank = new Bank([.. SampleBank.Questions(0, 9), .. SampleBank.Questions(1, 9)], []);

        var made = (Assembled)FormAssembler.Assemble(new(exam.Code, 6, 0, null, 1, [], ["b-skill"]), SampleBank.Register(exam), bank, Exposure.Nothing);

        Assert.All(made.Items, item => Assert.Equal(["b-skill"], item.Question.Skills));
        Assert.Equal([3, 3], made.Form.Items.CountBy(item => item.Domain!).Select(domain => domain.Value));
    }

    [Fact]
    public void A_case_is_taken_whole_or_not_at_all_together_in_order_and_counted_whole()
    {
        var exam = SampleBank.Exam([50, 50], QuestionType.Single, QuestionType.Case);
        var bank = new Bank([.. SampleBank.Questions(0, 6), .. SampleBank.Questions(1, 6), .. SampleBank.Case("c1", 0, 3), .. SampleBank.Case("c2", 1, 2)], []);
        var cases = 0;

        Gen.Select(Gen.ULong, Gen.Int[2, 16], Gen.Int[0, 1], Exposures(bank)).Sample((seed, size, half, exposure) =>
        {
            var request = new FormRequest(exam.Code, size - half * (size / 2), half * (size / 2), null, seed, [], []);
            if (FormAssembler.Assemble(request, SampleBank.Register(exam), bank, exposure) is not Assembled made) return half == 1 && size > 12;     // only a case could fill it, but neither share has room for one
            if (made.Form.Items.Count(item => item.Scored) != request.Scored || made.Form.Items.Count != size) return false;
            return made.Items.Index().Where(entry => entry.Item.Question.Case is not null).GroupBy(entry => entry.Item.Question.Case!.CaseId).All(parts =>
            {
                Interlocked.Increment(ref cases);
                return parts.Select(entry => entry.Item.Question.Case!.Part).SequenceEqual(Enumerable.Range(1, parts.First().Item.Question.Case!.Of)) && parts.Last().Index - parts.First().Index == parts.Count() - 1
                    && parts.Select(entry => made.Form.Items[entry.Index].Scored).Distinct().Count() == 1;
            });
        });

        Assert.True(cases > 20);
    }

    [Fact]
    public void A_set_that_is_smaller_than_a_case_holds_none()
    {
        var exam = SampleBank.Exam([100], QuestionType.Single, QuestionType.Case);
        var bank = new Bank([.. SampleBank.Questions(0, 2), .. SampleBank.Case("c1", 0, 3), .. SampleBank.Case("c2", 0, 4)], []);

        Assert.All(Enumerable.Range(0, 30), seed =>
        {
            var made = (Assembled)FormAssembler.Assemble(new(exam.Code, 2, 0, null, (ulong)seed, [], []), SampleBank.Register(exam), bank, Exposure.Nothing);
            Assert.All(made.Items, item => Assert.Null(item.Question.Case));
        });
        Assert.Equal(
            new Impossible("The bank has 2 of the 3 questions needed for this set. Choose a smaller set or a wider scope."),
            FormAssembler.Assemble(new(null, 2, 1, null, 1, [], []), SampleBank.Register(exam), bank, Exposure.Nothing));
    }

    [Fact]
    public void A_case_that_alone_fills_the_places_is_made_room_for()
    {
        var exam = SampleBank.Exam([100], QuestionType.Single, QuestionType.Case);
        var bank = new Bank([.. SampleBank.Questions(0, 2), .. SampleBank.Case("c1", 0, 3)], []);

        Assert.All(Enumerable.Range(0, 30), seed => Assert.Equal(
            3, ((Assembled)FormAssembler.Assemble(new(null, 4, 0, null, (ulong)seed, [], []), SampleBank.Register(exam), bank, Exposure.Nothing)).Items.Count(item => item.Question.Case is not null)));
    }

    [Fact]
    public void A_case_over_two_domains_counts_in_that_of_its_first_part()
    {
        var exam = SampleBank.Exam([50, 50], QuestionType.Single, QuestionType.Case);
        var parts = SampleBank.Case("c1", 0, 2).ToList();
        var bank = new Bank([parts[0], parts[1] with { Tasks = [SampleBank.TaskId(1, 1)] }, .. SampleBank.Questions(1, 2)], []);

        var made = (Assembled)FormAssembler.Assemble(new(exam.Code, 4, 0, null, 1, [], []), SampleBank.Register(exam), bank, Exposure.Nothing);

        Assert.Equal([("TST-C01/1", 2), ("TST-C01/2", 2)], made.Form.Items.CountBy(item => item.Domain!).Select(domain => (domain.Key, domain.Value)).Order());
        Assert.Equal(["TST-C01/1", "TST-C01/1"], made.Form.Items.Where(item => item.QuestionId.StartsWith("c1.", StringComparison.Ordinal)).Select(item => item.Domain));
        Assert.IsType<Impossible>(FormAssembler.Assemble(new(exam.Code, 2, 0, null, 1, [], []), SampleBank.Register(exam), bank, Exposure.Nothing));      // one place a domain is too few for the case
    }

    [Fact]
    public void An_exam_that_lists_no_cases_gets_none()
    {
        var exam = SampleBank.Exam([100]);
        var bank = new Bank([.. SampleBank.Questions(0, 4), .. SampleBank.Case("c1", 0, 3)], []);

        Assert.All(((Assembled)FormAssembler.Assemble(new(exam.Code, 4, 0, null, 1, [], []), SampleBank.Register(exam), bank, Exposure.Nothing)).Items, item => Assert.Null(item.Question.Case));
        Assert.IsType<Impossible>(FormAssembler.Assemble(new(exam.Code, 5, 0, null, 1, [], []), SampleBank.Register(exam), bank, Exposure.Nothing));
    }

    [Fact]
    public void Without_the_numbers_of_an_exam_there_is_no_full_form()
    {
        var exam = SampleBank.Exam([100]);

        Assert.Equal((50, 15, 120), FormRequest.Full(exam, 1) is { Scored: var scored, Unscored: var unscored, Minutes: { } minutes } ? (scored, unscored, minutes) : default);
        Assert.Null(FormRequest.Full(exam with { Format = exam.Format with { Scored = null } }, 1));
        Assert.Null(FormRequest.Full(exam with { Format = exam.Format with { Unscored = null } }, 1));
        Assert.Null(FormRequest.Full(exam with { Format = exam.Format with { Minutes = null } }, 1));
        Assert.Equal(130, FormRequest.Full(BuiltInRegister.ByCode["MLA-C02"], 1)!.Minutes);
    }

    private static string Text(Assembled made) => SittingJson.Write(new SittingStart(Guid.Empty, SittingMode.Exam, made.Form, Samples.Noon, 0));
}
