using System.Text;
using Certus.Decide;

namespace Certus.Tests.Decide;

public sealed class ProfileJsonTests
{
    private static ProfileReading Read(string json) => ProfileJson.Read(Encoding.UTF8.GetBytes(json), Asking.Register, Asking.Facts);

    [Theory]
    [InlineData("""{"rolle": "cloud"}""", "rolle", "'rolle' is not a field of a profile; the fields are role, target,")]
    [InlineData("""{"employer": {"onAWS": true}}""", "employer.onAWS", "'employer.onAWS' is not a field of a profile; the fields are onAws, buildingMl, partner.")]
    [InlineData("""{"employer": true}""", "employer", "employer must be an object with onAws, buildingMl and partner.")]
    [InlineData("""{"role": "wizard"}""", "role", "role must be one of mlEngineer, dataEngineer, cloud, software, partner, other, not 'wizard'.")]
    [InlineData("""{"role": 3}""", "role", "role must be one of mlEngineer, dataEngineer, cloud, software, partner, other, not 3.")]
    [InlineData("""{"hoursPerWeek": -3}""", "hoursPerWeek", "hoursPerWeek must be from 0.5 to 80, not -3.")]
    [InlineData("""{"hoursPerWeek": "ten"}""", "hoursPerWeek", "hoursPerWeek must be a number, not 'ten'.")]
    [InlineData("""{"horizonYears": 0}""", "horizonYears", "horizonYears must be from 1 to 10, not 0.")]
    [InlineData("""{"baseSalary": 95}""", "baseSalary", "baseSalary must be yearly pay from 1,000 to 5,000,000 USD, not 95; if it is in thousands, write 95000.")]
    [InlineData("""{"baseSalary": 9500000}""", "baseSalary", "baseSalary must be yearly pay from 1,000 to 5,000,000 USD, not 9,500,000; it is in whole units, not in cents.")]
    [InlineData("""{"baseSalary": -1}""", "baseSalary", "baseSalary must be yearly pay from 1,000 to 5,000,000 USD, not -1.")]
    [InlineData("""{"taxRate": 30}""", "taxRate", "taxRate must be a share from 0 to 0.7, not 30; for 30 % write 0.3.")]
    [InlineData("""{"projects": 1.5}""", "projects", "projects must be a whole number, not 1.5.")]
    [InlineData("""{"projects": 9}""", "projects", "projects must be from 0 to 5, not 9.")]
    [InlineData("""{"introCourse": "yes"}""", "introCourse", "introCourse must be true or false, not 'yes'.")]
    [InlineData("""{"currency": "EUR"}""", "currency", "currency EUR needs unitsPerUsd")]
    [InlineData("""{"currency": "euro"}""", "currency", "currency must be three capital letters, as USD, not 'euro'.")]
    [InlineData("""{"unitsPerUsd": 2}""", "unitsPerUsd", "unitsPerUsd must be 1 for USD")]
    [InlineData("""{"language": "Klingon"}""", "language", "language must be one that the catalog knows (English, Japanese,")]
    [InlineData("""{"held": [{"code": "XYZ-C01", "date": "2025-01-01"}]}""", "held[0].code", "held[0].code must be an exam of the catalog, not 'XYZ-C01'")]
    [InlineData("""{"held": [{"code": "SAA-C03", "date": "last May"}]}""", "held[0].date", "held[0].date must be a date such as 2025-05-01.")]
    [InlineData("""{"held": [{"code": "SAA-C03"}]}""", "held[0].date", "held[0].date must be a date such as 2025-05-01.")]
    [InlineData("""{"held": "SAA-C03"}""", "held", "held must be a list")]
    [InlineData("""{"passChance": 80}""", "passChance", "passChance must be a chance from 0.01 to 1, not 80; for 80 % write 0.8.")]
    [InlineData("""{"passChance": {"ABC-C01": 0.5}}""", "passChance.ABC-C01", "passChance.ABC-C01 must name an exam of the catalog")]
    [InlineData("""{"role": "cloud", "role": "cloud"}""", "role", "role stands twice.")]
    [InlineData("[]", "", "The profile must be a JSON object")]
    [InlineData("{\n\"role\": }", "", "The profile is not valid JSON (line 2).")]
    [InlineData("", "", "The profile is not valid JSON (line 1).")]
    public void A_bad_profile_gets_one_sentence_that_names_the_field(string json, string field, string words)
    {
        var refused = Assert.IsType<ProfileReading.Refused>(Read(json));

        var fault = Assert.Single(refused.Faults);
        Assert.Equal(field, fault.Field);
        Assert.StartsWith(words, fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Assert.Equal(
            ["horizonYears", "hoursPerWeek", "luck"],
            Assert.IsType<ProfileReading.Refused>(Read("""{"luck": 1, "hoursPerWeek": 0, "horizonYears": 99}""")).Faults.Select(fault => fault.Field).Order(StringComparer.Ordinal));

    [Fact]
    public void A_profile_may_say_nothing_or_null_or_everything_and_comes_back_as_it_was_written()
    {
        Assert.Equal(Profile.Empty, Assert.IsType<ProfileReading.Accepted>(Read("{}")).Profile);
        Assert.Equal(Profile.Empty, Assert.IsType<ProfileReading.Accepted>(Read("""{"role": null, "employer": null}""")).Profile);

        var json = ProfileJson.Write(new()
        {
            Role = Role.Partner, MlYears = 1.5, CareerYears = 8, Python = PythonLevel.Advanced, IntroCourse = true, Projects = 2, EmployerOnAws = true, EmployerBuildingMl = false, EmployerPartner = true,
            Target = Target.Adjacent, HoursPerWeek = 7.5, Weeks = 20, Language = "Japanese", BaseSalary = 9_000_000, Currency = "JPY", UnitsPerUsd = 150, HourValue = 4000, TaxRate = 0.33, HorizonYears = 5,
            DiscountRate = 0.03, Held = [new("SAA-C03", new(2025, 5, 1))], FeePaidBy = FeePayer.Employer, Voucher = false, PassChance = new Dictionary<string, double> { ["MLA-C01"] = 0.7 },
        });

        var read = Assert.IsType<ProfileReading.Accepted>(Read(json)).Profile;
        Assert.Equal(json, ProfileJson.Write(read));
        Assert.Equal(0.7, read.PassChance!["MLA-C01"]);
    }

    [Fact]
    public void Every_question_of_the_form_is_a_field_and_back()
    {
        var names = Assert.IsType<ProfileReading.Refused>(Read("""{"?": 1}""")).Faults[0].Message.Split(" are ")[1].TrimEnd('.').Split(", ");

        Assert.Equal(ProfileFields.All.Select(field => field.Name.Split('.')[0]).Distinct(), names);
    }
}
