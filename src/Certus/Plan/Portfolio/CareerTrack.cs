namespace Certus.Plan.Portfolio;

/// <summary>A way that a career may take, as the article draws it.</summary>
/// <param name="Id">Kebab-case; never changed.</param>
/// <param name="Title">The role at its end.</param>
/// <param name="Figure">The id of the market figure that says what it pays, with grade, source, year and caveat.</param>
/// <param name="From">Whom it lies nearest to.</param>
/// <param name="Work">What the role does all day.</param>
/// <param name="Proof">What has to be shown beside a certificate.</param>
/// <param name="Skills">Ids of the skills that it lives by.</param>
/// <param name="Exams">Codes of exams that test them, the nearest first; whether one can be booked the catalog says.</param>
/// <param name="Projects">Ids of portfolio projects that prove them, the first one first.</param>
public sealed record CareerTrack(string Id, string Title, string Figure, string From, string Work, string Proof, IReadOnlyList<string> Skills, IReadOnlyList<string> Exams, IReadOnlyList<string> Projects);
