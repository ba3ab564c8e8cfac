using Certus.Catalog;

namespace Certus.Decide;

/// <summary>Why an option is advised or not.</summary>
/// <param name="Id">Names the rule: <c>early-career</c>.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Text">One or two sentences.</param>
/// <param name="Grade">How good the evidence behind it is; for lifecycles that of the catalog: high A, medium B, low D.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Reason(string Id, ReasonKind Kind, string Text, EvidenceGrade Grade, string Source);
