using Certus.Catalog;
using Certus.Content;
using Certus.Decide;
using Certus.Plan;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Remember.Workload;

namespace Certus.Store;

/// <summary>What a plan is made from, out of the content and a profile.</summary>
public static class PlanInputs
{
    private const double EnoughYears = 2;

    /// <summary>What is to be learned for an exam, with what it is taken for and what to study it from.</summary>
    /// <param name="library">The content.</param>
    /// <param name="exam">The exam's code, of the register.</param>
    /// <param name="left">The share of each skill that is still to be studied; absent ones are left whole.</param>
    public static Syllabus SyllabusOf(Library library, string exam, IReadOnlyDictionary<string, double> left)
    {
        ArgumentNullException.ThrowIfNull(library);
        var syllabus = Syllabus.Of(library.Register, exam, left, library.Article);
        var alike = library.Decks.ToDictionary(deck => deck.Skill, deck => deck.Confusable, StringComparer.Ordinal);
        return syllabus with { Resources = library.Shelf.ForExam(exam), Skills = [.. syllabus.Skills.Select(skill => skill with { Confusables = alike.GetValueOrDefault(skill.Id) ?? [], Resources = library.Shelf.For(skill.Id) })] };
    }

    /// <summary>The share of skills that somebody of a profile is taken to have left to study; grade D.</summary>
    public static IReadOnlyDictionary<string, double> LeftFor(Library library, Profile profile)
    {
        ArgumentNullException.ThrowIfNull(library);
        return Knowledge.LeftFor(library.Knowledge, TraitsOf(profile));
    }

    /// <summary>Who somebody is, in the words of <c>content/plan/knowledge.yaml</c>; what was not said is taken as <see cref="ProfileFields"/> takes it.</summary>
    public static IReadOnlyCollection<string> TraitsOf(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        HashSet<string> traits = [Word(profile.Role ?? Role.Other), Word(profile.Python ?? PythonLevel.Intermediate)];
        if (profile.IntroCourse == true) traits.Add("introCourse");
        if (profile.MlYears >= EnoughYears) traits.Add("mlYears");
        if ((profile.CareerYears ?? EnoughYears) >= EnoughYears) traits.Add("careerYears");
        if (profile.EmployerOnAws == true) traits.Add("onAws");
        foreach (var held in profile.Held ?? []) traits.Add($"held:{held.Code}");
        return traits;

        static string Word<T>(T value) where T : struct, Enum => value.ToString() is var name ? char.ToLowerInvariant(name[0]) + name[1..] : "";
    }

    /// <summary>What a plan says of knowledge that was only supposed; null where none shortens it.</summary>
    /// <param name="library">The content.</param>
    /// <param name="exam">The exam's code, of the register.</param>
    /// <param name="profile">Whose knowledge is supposed.</param>
    public static string? KnownNote(Library library, string exam, Profile profile)
    {
        var left = LeftFor(library, profile);
        var whole = Syllabus.Of(library.Register, exam, new Dictionary<string, double>(), library.Article).Minutes;
        var less = whole - Syllabus.Of(library.Register, exam, left, library.Article).Minutes;
        return less <= 0 ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"What your profile is taken to know shortens this by {less / 60.0:0.#} of {whole / 60.0:0.#} hours (own judgment, grade D: content/plan/knowledge.yaml).");
    }

    /// <summary>The labs of an exam: those whose main skill its outline asks for.</summary>
    public static IReadOnlyList<PlanLab> LabsOf(Library library, Certification exam)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(exam);
        return
        [
            .. library.Labs.Where(lab => lab.Skills.Count > 0 && library.Register.Skills.TryGetValue(lab.Skills[0], out var skill) && skill.Tasks.Any(task => exam.DomainOf(task) is not null))
                .Select(lab => new PlanLab(lab.Id, lab.Title, lab.Minutes, lab.Skills)),
        ];
    }

    /// <summary>Minutes of reviews by day, as far as a plan may reach, for somebody who has met no card yet: those of the syllabus come in as many a day as they do where nobody chose otherwise.</summary>
    /// <param name="library">The content.</param>
    /// <param name="syllabus">What is learned.</param>
    public static IReadOnlyList<double> ReviewsOf(Library library, Syllabus syllabus)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(syllabus);
        var learned = syllabus.Skills.Select(skill => skill.Id).ToHashSet(StringComparer.Ordinal);
        double cards = library.Decks.Where(deck => learned.Contains(deck.Skill)).Sum(deck => deck.Notes.Sum(note => note.Cards.Count));
        var usual = new ReviewSettings();
        return [.. new ReviewForecast(new Fsrs6(Fsrs6Parameters.Default), usual.DesiredRetention).Ahead([], DateOnly.MinValue, Planner.MostDays, usual.NewPerDay, cards).Select(load => load.Seconds / 60)];
    }
}
