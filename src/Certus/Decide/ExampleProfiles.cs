namespace Certus.Decide;

/// <summary>The people for whom the article says that a certification is or is not worth it.</summary>
/// <remarks>
/// Who they are is the article's; it says neither hours nor pay, so these stay at the defaults of <see cref="ProfileFields"/>. What else the model has to know
/// (a course, projects) is our reading, and each text says so. None was chosen so that a claim comes out.
/// </remarks>
public static class ExampleProfiles
{
    /// <summary>All of them: those for whom it is worth it by the article first.</summary>
    public static IReadOnlyList<ExampleProfile> All { get; } =
    [
        new("ml-engineer", "ML engineer, two years", "Does ML already, at an employer on AWS, and wants to go on with it. Good at Python: our reading.",
            new() { Role = Role.MlEngineer, MlYears = 2, Python = PythonLevel.Advanced, EmployerOnAws = true, Target = Target.Ml }),
        new("data-engineer", "Data engineer who adds modeling", "Solid Python and pipelines, and wants an ML role. An introductory course and two projects: our reading.",
            new() { Role = Role.DataEngineer, Python = PythonLevel.Advanced, IntroCourse = true, Projects = 2, Target = Target.Ml }),
        new("internal-move", "Software engineer who moves inside the company", "The employer runs on AWS and builds an ML platform; a move to that team is wanted. An introductory course: our reading.",
            new() { Role = Role.Software, Python = PythonLevel.Intermediate, IntroCourse = true, EmployerOnAws = true, EmployerBuildingMl = true, Target = Target.Adjacent }),
        new("partner-architect", "Architect at an AWS partner", "Works for a partner whose customers ask for ML. An introductory course and one project: our reading.",
            new() { Role = Role.Partner, Python = PythonLevel.Intermediate, IntroCourse = true, Projects = 1, EmployerOnAws = true, EmployerPartner = true, Target = Target.Ml }),
        new("cloud-to-mlops", "Cloud engineer who turns to MLOps", "Wants to run and serve models. An introductory course and an employer on AWS: our reading.",
            new() { Role = Role.Cloud, Python = PythonLevel.Intermediate, IntroCourse = true, EmployerOnAws = true, Target = Target.Adjacent }),
        new("no-programming", "Without programming", "Sees a certificate as the door into tech.",
            new() { Role = Role.Other, Python = PythonLevel.None, Target = Target.Ml }),
        new("early-career", "Software engineer in the first year", "Early in the career, and wants an ML role.",
            new() { Role = Role.Software, CareerYears = 1, Target = Target.Ml }),
        new("novelty", "Cloud engineer who is curious", "Content in a cloud role without ML, and wants no other.",
            new() { Role = Role.Cloud, EmployerOnAws = true, Target = Target.None }),
        new("unsure", "Software engineer, not sure about ML", "Hopes that duties change with the certificate.",
            new() { Role = Role.Software, Target = Target.Unsure }),
        new("longer-resume", "Software engineer with a longer resume in mind", "Wants another line on the resume and no other role.",
            new() { Role = Role.Software, Target = Target.None }),
    ];

    /// <summary>The one of an id, or null.</summary>
    public static ExampleProfile? Find(string id) => All.FirstOrDefault(example => example.Id == id);
}
