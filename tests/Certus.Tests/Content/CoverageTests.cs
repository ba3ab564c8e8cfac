using Certus.Content;

namespace Certus.Tests.Content;

public sealed class CoverageTests
{
    [Fact]
    public void The_committed_page_says_what_the_bank_covers()
    {
        var computed = Coverage.Of(Repository.BuiltIn.Value.Library).ToMarkdown();

        var committed = File.ReadAllText(Path.Combine(Repository.Root, "docs", "coverage.md"));

        Assert.True(computed == committed, "docs/coverage.md is out of date; run: dotnet run --project src/Certus.Cli -- questions --coverage > docs/coverage.md");
    }

    [Fact]
    public void Each_question_counts_once_for_each_of_its_tasks()
    {
        var library = Repository.BuiltIn.Value.Library;

        var counted = Coverage.Of(library).Exams.Sum(exam => exam.Tasks.Sum(task => task.Questions));

        Assert.Equal(library.Bank.Items.Sum(item => item.Question.Tasks.Distinct().Count()), counted);
    }
}
