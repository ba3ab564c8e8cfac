namespace Certus.Browser.Tests;

/// <summary>No test here touches a mouse.</summary>
public sealed class KeyboardTests(Site site) : IClassFixture<Site>
{
    private const int Questions = 65;
    private const int LeftBlank = 65;

    [Fact]
    public async Task A_full_exam_can_be_sat_with_the_keyboard_alone()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        Dictionary<int, string> chosen = [];

        await page.GotoAsync("/");
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Sit a practice MLS-C01" }));
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Begin: the clock starts now" }));
        for (var position = 1; position <= Questions; position++)
        {
            await exam.IsAtAsync(position);
            if (position == LeftBlank) break;
            chosen[position] = position % 2 == 0 ? await exam.ChooseAsync(position % 3 == 0 ? 'B' : 'A') : await ByDigitsAsync(exam);
            switch (position)
            {
                case 2: await StrikeAsync(exam); break;
                case 3: await FlagAsync(exam); break;
                case 4: await GoBackAndForthAsync(exam); break;
                case 5: await WriteANoteAsync(exam); break;
                case 6: await LookUpTheKeysAsync(exam); break;
                case 7: await GoThereByTheGridAsync(exam, 3, 7); break;
            }
            await exam.NextAsync();
        }
        await exam.LeaveByAsync("r");
        await exam.IsAtAsync("review");
        await Expect(page.Locator("[data-tally=answered]")).ToHaveTextAsync("64");
        await Expect(page.Locator("[data-tally=flagged]")).ToHaveTextAsync("1");
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "End", Exact = true }));
        await exam.IsAtAsync("end");
        await Expect(page.GetByText("64 answered, 0 incomplete, 1 not answered.")).ToBeVisibleAsync();
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "End the exam" }));

        await exam.IsAtAsync("result");
        await Expect(page.GetByText("Estimated scaled score")).ToBeVisibleAsync();
        await page.EnterAsync(page.Locator("#q5 > summary"));
        await Expect(page.Locator("#q5").GetByText("Takeaway:")).ToBeVisibleAsync();
        var report = await ReportPage.ReadAsync(page);
        Assert.Equal(Questions, report.Count);
        Assert.All(chosen, answer => Assert.Equal(answer.Value, report[answer.Key].Chosen));
        Assert.Equal("", report[LeftBlank].Chosen);
        Assert.Equal("D", report[2].Struck);
        Assert.Equal([3], report.Where(line => line.Value.Flagged).Select(line => line.Key));
        Assert.Equal("jam, 3 marks? C, K, R, T", report[5].Note);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Arrow_keys_keep_their_meaning_and_Ctrl_Z_takes_a_choice_back()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(visit, "quick");
        while (await exam.SelectAsync() != 1) await OnwardAsync(exam);

        await page.Keyboard.PressAsync("a");
        await Expect(exam.Choice('A')).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(exam.Choice('B')).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(exam.Choice('C')).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(exam.Choice('B')).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("Control+z");

        await Expect(exam.Choice('C')).ToBeCheckedAsync();
        await page.TabToAsync(page.GetByRole(AriaRole.Radio, new() { Name = "Not said" }));
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "A guess" })).ToBeCheckedAsync();
        await Expect(exam.Choice('C')).ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_question_that_takes_two_answers_takes_no_third()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(visit, "exam");
        while (await exam.SelectAsync() == 1) await OnwardAsync(exam);
        var most = await exam.SelectAsync();

        await exam.ChooseAsync();
        await page.Keyboard.PressAsync($"{(char)('a' + most)}");

        await Expect(exam.Notices).ToContainTextAsync("Clear one before you choose another.");
        await Expect(page.Locator(".option input:checked")).ToHaveCountAsync(most);
        await Expect(exam.Choice((char)('A' + most))).Not.ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_question_that_goes_on_below_is_not_left_by_mistake()
    {
        await using var visit = await site.VisitAsync(new() { ViewportSize = new() { Width = 600, Height = 320 } });
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(visit, "quick");

        await page.Keyboard.PressAsync("j");
        await Expect(exam.Notices).ToContainTextAsync("There are more options down here. Press again to go on.");
        await page.WaitForFunctionAsync("() => scrollY > 0");
        await exam.IsAtAsync(1);
        await page.Keyboard.PressAsync("j");

        await exam.IsAtAsync(2);
    }

    [Fact]
    public async Task A_long_question_that_is_answered_and_the_way_to_the_review_are_left_at_the_first_press()
    {
        await using var visit = await site.VisitAsync(new() { ViewportSize = new() { Width = 600, Height = 320 } });
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(visit, "quick");
        while (await exam.SelectAsync() != 1) await OnwardAsync(exam);
        var position = int.Parse(page.Url.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);

        await page.EvaluateAsync("() => scrollTo(0, 0)");
        await page.Keyboard.PressAsync("r");
        await exam.IsAtAsync("review");
        await page.Keyboard.PressAsync("k");
        await exam.IsAtAsync(position);
        await page.Locator(".option input").First.EvaluateAsync("input => input.click()");      // chosen without a scroll
        await page.Keyboard.PressAsync("j");

        await exam.IsAtAsync(position + 1);
    }

    [Fact]
    public async Task Letters_are_no_keys_while_the_note_has_the_focus()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(visit, "quick");
        var summary = page.Locator("summary", new() { HasText = "Note to yourself" });

        await page.EnterAsync(summary);
        await page.Keyboard.TypeAsync("barn");
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(summary).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("arm");

        await exam.IsAtAsync(1);
        await Expect(page.GetByRole(AriaRole.Textbox)).ToHaveValueAsync("barn");
        await Expect(exam.Flag).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(page.Locator(".option input:checked")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task One_key_says_how_sure_one_is_a_step_further_each_time()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(visit, "quick");

        foreach (var label in new[] { "A guess", "Unsure", "Sure", "Not said", "A guess" })
        {
            await page.Keyboard.PressAsync("s");
            await Expect(page.GetByRole(AriaRole.Radio, new() { Name = label, Exact = true })).ToBeCheckedAsync();
        }
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        await page.ReloadAsync();

        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "A guess" })).ToBeCheckedAsync();
    }

    [Fact]
    public async Task In_a_study_set_Enter_checks_the_answer_shows_the_verdict_and_then_goes_on()
    {
        await using var visit = await site.VisitAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(visit, "study");

        await page.Keyboard.PressAsync("Enter");
        await Expect(exam.Notices).ToContainTextAsync("first.");
        await exam.ChooseAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#answer")).ToBeFocusedAsync();
        await Expect(page.GetByText("Takeaway:")).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.True(await page.EvaluateAsync<bool>("() => { const { top, bottom } = document.getElementById('answer').getBoundingClientRect(); return top >= document.querySelector('.exam-head').offsetHeight && bottom <= innerHeight - document.querySelector('.exam-nav').offsetHeight; }"));
        await page.Keyboard.PressAsync("Enter");

        await exam.IsAtAsync(2);
        Assert.Empty(visit.Complaints);
    }

    private static async Task BeginAsync(Visit visit, string mode)
    {
        using Candidate candidate = new(visit.Address);
        var sitting = await candidate.BeginAsync(mode, ("size", "5"));
        await visit.Page.GotoAsync($"{sitting}/1");
        await new ExamScreen(visit.Page).IsAtAsync(1);
    }

    private static async Task OnwardAsync(ExamScreen exam)
    {
        var position = int.Parse(exam.Page.Url.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        await exam.NextAsync();
        await exam.IsAtAsync(position + 1);
    }

    private static async Task<string> ByDigitsAsync(ExamScreen exam)
    {
        var letters = "";
        for (var digit = 2; digit < 2 + await exam.SelectAsync(); digit++)
        {
            await exam.Page.Keyboard.PressAsync($"{digit}");
            var letter = (char)('A' + digit - 1);
            await Expect(exam.Choice(letter)).ToBeCheckedAsync();
            letters += letter;
        }
        return letters;
    }

    private static async Task StrikeAsync(ExamScreen exam)
    {
        foreach (var (key, struck) in new[] { ("Shift+D", "true"), ("Shift+C", "true"), ("Shift+C", "false") })
        {
            await exam.Page.Keyboard.PressAsync(key);
            await Expect(exam.Option(key[^1]).Locator(".strike")).ToHaveAttributeAsync("aria-pressed", struck);
        }
    }

    private static async Task FlagAsync(ExamScreen exam)
    {
        foreach (var flagged in new[] { "true", "false", "true" })
        {
            await exam.Page.Keyboard.PressAsync("m");
            await Expect(exam.Flag).ToHaveAttributeAsync("aria-pressed", flagged);
        }
    }

    private static async Task GoBackAndForthAsync(ExamScreen exam)
    {
        await exam.LeaveByAsync("k");
        await exam.IsAtAsync(3);
        await Expect(exam.Flag).ToHaveAttributeAsync("aria-pressed", "true");
        await exam.NextAsync();
        await exam.IsAtAsync(4);
    }

    private static async Task WriteANoteAsync(ExamScreen exam)
    {
        var (page, note) = (exam.Page, exam.Page.GetByRole(AriaRole.Textbox));
        var before = await page.Locator(".option input:checked").EvaluateAllAsync<string[]>("inputs => inputs.map(input => input.id)");
        await page.EnterAsync(page.Locator("summary", new() { HasText = "Note to yourself" }));
        await Expect(note).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("jam, 3 marks? C, K, R, T");
        await page.Keyboard.PressAsync("Alt+Shift+N");
        await page.Keyboard.PressAsync("Alt+Shift+P");

        await Expect(note).ToHaveValueAsync("jam, 3 marks? C, K, R, T");
        await exam.IsAtAsync(5);
        await Expect(exam.Flag).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(exam.Clock).ToBeVisibleAsync();
        Assert.Equal(before, await page.Locator(".option input:checked").EvaluateAllAsync<string[]>("inputs => inputs.map(input => input.id)"));
        await page.Keyboard.PressAsync("Tab");      // out of the note, so that keys are keys again
    }

    private static async Task LookUpTheKeysAsync(ExamScreen exam)
    {
        var page = exam.Page;
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");        // means nothing here
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await exam.IsAtAsync(6);

        await page.Keyboard.PressAsync("t");
        await Expect(exam.Clock).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("t");
        await Expect(exam.Clock).ToBeVisibleAsync();
    }

    private static async Task GoThereByTheGridAsync(ExamScreen exam, int flagged, int position)
    {
        var page = exam.Page;
        ILocator Cell(int number) => page.Locator($".cell[data-position='{number}']");

        await exam.LeaveByAsync("r");
        await exam.IsAtAsync("review");
        await Expect(page.Locator("[data-back]")).ToHaveTextAsync($"Question {position}");
        await page.TabToAsync(Cell(position));
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(Cell(2)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(Cell(2)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(Cell(65)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Home");
        await Expect(Cell(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(Cell(flagged)).ToBeFocusedAsync();
        await Expect(Cell(flagged)).ToHaveAccessibleNameAsync($"Question {flagged} answered, flagged");
        await page.Keyboard.PressAsync("Enter");
        await exam.IsAtAsync(flagged);
        for (var next = flagged + 1; next <= position; next++)
        {
            await exam.NextAsync();
            await exam.IsAtAsync(next);
        }
    }
}
