using Certus.Catalog;

namespace Certus.Plan.Portfolio;

/// <summary>Data that a portfolio project may use in public.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="By">Who publishes it.</param>
/// <param name="Address">Where it is, https.</param>
/// <param name="License">What one may do with it, in a few words.</param>
/// <param name="LicenseAddress">Where that stands, https.</param>
/// <param name="Grade">How well the license is known: A where the owner's page was read, B where several sources agree, C where one says so.</param>
/// <param name="About">What is in it, and what to credit.</param>
public sealed record ProjectData(string Name, string By, string Address, string License, string LicenseAddress, EvidenceGrade Grade, string About);
