using Certus.Practice;

namespace Certus.Tests.Practice;

/// <summary>How many full exams a learner can sit with the built-in bank before a question comes back.</summary>
public sealed class ConsecutiveFormsTests
{
    [Theory]
    [InlineData("MLS-C01", 3)]
    [InlineData("MLA-C02", 2)]
    [InlineData("AIP-C01", 2)]
    public void Consecutive_full_forms_repeat_no_question_in_any_of_fifty_orders(string exam, int forms)
    {
        var library = Repository.BuiltIn.Value.Library;
        var objective = SampleBank.ObjectiveOf(library.Register.ByCode[exam], library.Bank);
        for (ulong first = 1; first <= 50; first++)
        {
            Dictionary<string, DateTimeOffset> shown = [];
            HashSet<string> asked = [];
            for (var form = 0; form < forms; form++)
            {
                var request = FormRequest.Full(library.Register.ByCode[exam], first * 1000 + (ulong)form)!;

                var assembled = Assert.IsType<Assembly.Assembled>(FormAssembler.Assemble(request, library.Register, library.Bank, new(shown), objective));

                Assert.True(assembled.Form.NotFresh == 0, $"Form {form + 1} of order {first} repeats {string.Join(", ", assembled.Form.Items.Where(item => !item.Fresh).Select(item => $"{item.QuestionId} ({item.Task})"))}.");
                Assert.Equal(request.Scored + request.Unscored, assembled.Form.Items.Count);
                foreach (var item in assembled.Items)
                {
                    Assert.True(asked.Add(item.Question.Stem + item.Question.Options[item.Question.Key.Values[0]].Text), $"{item.Question.Id} comes back in form {form + 1} of order {first}.");
                    shown[item.Question.Id] = DateTimeOffset.UnixEpoch.AddDays(form);
                }
            }
        }
    }
}
