namespace Certus.Browser.Tests;

public sealed class ReviewQuestionTests(Site site) : IClassFixture<Site>
{
    private const int Questions = 10;

    [Fact]
    public async Task A_missed_question_that_is_due_is_answered_with_the_keyboard_alone_and_the_review_goes_on()
    {
        using (var candidate = site.Candidate())
        {
            var set = await candidate.BeginAsync("custom", ("size", $"{Questions}"), ("seed", "20261123"));
            for (var position = 1; position <= Questions; position++)
            {
                var question = await candidate.ReadAsync(set, position);
                await candidate.AnswerAsync(set, position, question.Options.Take(question.Select));      // what stands first is seldom right
            }
            await candidate.EndAsync(set);
        }
        await site.Server.AgeAsync(days: 3);
        await using var visit = await site.VisitAsync();
        var (page, screen) = (visit.Page, new ExamScreen(visit.Page));
        await page.GotoAsync("/review/options");
        await page.Locator("#new").FillAsync("0");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save" }));
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved.");

        await page.GotoAsync("/review");
        await Expect(page.Locator("form.question")).ToBeVisibleAsync();
        // One of its own and with options: a case has several questions, and an order is not chosen by letters.
        while (await page.Locator(".flash-head .badge").CountAsync() > 1 || await page.Locator(".option input").CountAsync() == 0)
        {
            var skipped = await page.Locator("input[name=sitting]").GetAttributeAsync("value");
            await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Not today" }));
            await Expect(page.Locator("form.question input[name=sitting]")).Not.ToHaveAttributeAsync("value", skipped!);
        }
        var asked = await page.Locator("input[name=sitting]").GetAttributeAsync("value");
        await Expect(page.Locator(".reason")).ToHaveCountAsync(0);
        await screen.ChooseAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#answer")).ToBeFocusedAsync();       // what became of it is read out first
        await Expect(page.Locator(".reason").First).ToBeVisibleAsync();
        await Expect(page.Locator("form.question input[name=sitting]")).ToHaveAttributeAsync("value", asked!);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check the answer" })).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Space");

        await Expect(page.Locator(".review-count")).ToContainTextAsync("1 review done");
        await Expect(page.Locator($"input[name=sitting][value='{asked}']")).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }
}
