using Certus.Catalog;
using Certus.Practice;

namespace Certus.Content;

/// <summary>All content that is fit to use.</summary>
/// <param name="Register">Certifications, skills, misconceptions and sources.</param>
/// <param name="Bank">Questions and generators.</param>
public sealed record Library(Register Register, Bank Bank);
