using Certus.Catalog;
using Certus.Practice.Generators;
using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>Questions name services as they are called today, and no closed one as if it could be had.</summary>
public sealed class ServiceCheckTests
{
    private const string ServicesFile = "catalog/services.yaml";

    private static readonly SampleContent Content = Faultless
        .With(ServicesFile, """
            notServices: [AWS SDK]
            services:
              - name: Amazon Bakery
                short: [Bakery]
                former: [Amazon Oven]
                state: open
                sources: [a-source]
                asOf: 2026-11-01
                confidence: high
              - name: Amazon Bakery Rolls
                short: [Bakery Rolls]
                partOf: Amazon Bakery
                state: closed
                since: 2026-07-30
                useInstead: Amazon Bakery
                sources: [a-source]
                asOf: 2026-11-01
                confidence: high

            """)
        .Change(ExamFile, "lifecycle:\n", """
            services:
              complete: false
              groups:
                named: [Amazon Oven (wood), AWS Knife]
              sources: [a-source]
              asOf: 2026-11-01
              confidence: high
            lifecycle:

            """);

    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly SampleContent Unlisted = Content.Change(ExamFile, "Amazon Oven (wood), ", "");
    private static readonly string Closed = "error: 'Amazon Bakery Rolls' is closed to new customers since 2026-07-30; it may stand here only where an exam of the question lists it and the explanation says so.";

    [Fact]
    public void Faultless_content_with_a_register_has_no_complaint() => Assert.Empty(Content.Complaints());

    [Theory]
    [InlineData("A bakery forecasts", "The bakery Amazon Oven (now Amazon Bakery) forecasts", null)]
    [InlineData("A bakery forecasts", "With an AWS SDK, `AWS::Amazon Oven` forecasts", null)]      // code keeps former names
    [InlineData("A bakery forecasts", "Amazon Oven forecasts", "error: 'Amazon Oven' is now 'Amazon Bakery'; write the present name, with the former one in parentheses.")]
    [InlineData("A bakery forecasts", "Amazon\n  Oven forecasts", "error: 'Amazon Oven' is now 'Amazon Bakery'; write the present name, with the former one in parentheses.")]
    [InlineData("A bakery forecasts", "AWS Cake forecasts", "error: 'AWS Cake' is not in catalog/services.yaml.")]
    [InlineData("A ranking of recipes", "AWS Cake, a ranking of recipes", "error: 'AWS Cake' is not in catalog/services.yaml.")]
    [InlineData("Costs forecast nothing.", "AWS Cake forecasts nothing.", "error: 'AWS Cake' is not in catalog/services.yaml.")]
    [InlineData("Look before you leap.", "Look before you bake with Amazon Oven.", "error: 'Amazon Oven' is now 'Amazon Bakery'; write the present name, with the former one in parentheses.")]
    public void Names_are_those_of_today(string passage, string changed, string? complaint)
    {
        var content = Content.Change(SingleFile, passage, changed);
        var line = passage.StartsWith("A bakery", StringComparison.Ordinal) ? content.LineOf(SingleFile, "stem:") : content.LineOf(SingleFile, changed);

        // An option begins with its text, a line above its reason.
        if (passage.StartsWith("Costs", StringComparison.Ordinal)) line--;

        Assert.Equal(complaint is null ? [] : [$"{SingleFile}:{line}: {complaint}"], content.Complaints());
    }

    [Fact]
    public void A_closed_service_may_not_be_asked_about_without_a_word_on_it() =>
        Assert.Contains(Asking(Content, "Costs forecast nothing.").Complaints(), complaint => complaint.EndsWith(Closed, StringComparison.Ordinal));

    [Fact]
    public void A_closed_service_may_be_asked_about_where_the_exam_lists_its_whole_and_a_reason_says_that_it_is_closed() =>
        Assert.Empty(Asking(Content, "Bakery Rolls is closed to new customers.").Complaints());

    [Fact]
    public void A_closed_service_may_not_be_asked_about_where_no_exam_lists_it() =>
        Assert.Contains(Asking(Unlisted, "Bakery Rolls is closed to new customers.").Complaints(), complaint => complaint.EndsWith(Closed, StringComparison.Ordinal));

    [Fact]
    public void A_question_checked_before_the_closure_may_ask_about_it() =>
        Assert.Empty(Asking(Content, "Costs forecast nothing.").Change(SingleFile, "checked: 2026-11-20", "checked: 2026-07-29").Complaints());

    [Fact]
    public void A_closed_service_in_a_reason_alone_is_no_fault() =>
        Assert.Empty(Unlisted.Change(SingleFile, "Costs forecast nothing.", "Bakery Rolls forecasts nothing.").Complaints());

    [Theory]
    [InlineData("answer: Firehose", "answer: AWS Cake", "stem:")]       // answers of a matching have no line of their own
    [InlineData("text: Replay events.", "text: Replay AWS Cake.", "text: Replay")]
    [InlineData("extra: [Brew]", "extra: [AWS Cake]", "stem:")]
    public void The_choices_of_a_matching_are_held_to_it_too(string passage, string changed, string line)
    {
        var content = Content.Change(MatchingFile, passage, changed);

        Assert.Equal([$"{MatchingFile}:{content.LineOf(MatchingFile, line)}: error: 'AWS Cake' is not in catalog/services.yaml."], content.Complaints());
    }

    [Theory]
    [InlineData("short: [Bakery Rolls]", "short: [Bakery]", "short: [Bakery]\n    partOf", "error: the name 'Bakery' stands twice.")]
    [InlineData("partOf: Amazon Bakery", "partOf: Amazon Mill", "name: Amazon Bakery Rolls", "error: 'Amazon Mill', which 'Amazon Bakery Rolls' is part of, is not in the register.")]
    [InlineData("    since: 2026-07-30\n", "", "state: closed", "error: a closed or retired service needs 'since'.")]
    [InlineData("state: closed", "state: open", "since:", "error: an open service has no 'since'.")]
    [InlineData("    useInstead: Amazon Bakery\n    sources: [a-source]", "    sources: [no-source]", "name: Amazon Bakery Rolls", "error: unknown source 'no-source'.")]
    public void A_fault_of_the_register_is_told_with_its_line(string passage, string changed, string at, string complaint)
    {
        var content = Content.Change(ServicesFile, passage, changed);

        Assert.Equal([$"{ServicesFile}:{content.LineOf(ServicesFile, at)}: {complaint}"], content.Complaints());
    }

    [Fact]
    public void Every_service_that_an_exam_lists_is_in_the_built_in_register()
    {
        var register = Repository.BuiltIn.Value.Library.Register;
        var known = register.Services.Services.SelectMany(service => service.PresentNames.Concat(service.Former)).ToHashSet();

        Assert.All(register.Certifications.SelectMany(exam => exam.Services?.Groups ?? []).SelectMany(group => group.Services), listed => Assert.Contains(listed.Split(" (")[0], known));
    }

    [Fact]
    public void Generators_name_services_of_today_that_can_be_had()
    {
        var services = Repository.BuiltIn.Value.Library.Register.Services;
        foreach (var question in GeneratorCatalog.All.Select(generator => generator.Generate(1)))
        {
            var mentions = services.MentionsIn(string.Join("\n", question.Options.SelectMany(option => new[] { option.Text, option.Why }).Append(question.Principle).Prepend(question.Stem)));

            Assert.DoesNotContain(mentions, mention => mention.Service?.On(Today) != ServiceState.Open || mention.Former);
        }
    }

    private static SampleContent Asking(SampleContent content, string why) =>
        content.Change(SingleFile, "A bakery forecasts", "Amazon Bakery Rolls forecasts").Change(SingleFile, "Costs forecast nothing.", why);
}
