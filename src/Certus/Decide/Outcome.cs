namespace Certus.Decide;

/// <summary>What an option is worth, against carrying on as before. Money is in the profile's currency.</summary>
/// <param name="Npv">Net present value.</param>
/// <param name="ChancePays">Chance that it is above 0.</param>
/// <param name="Hours">Expected hours, retakes and renewals included.</param>
/// <param name="Cost">Expected fees and materials that the person pays, undiscounted.</param>
/// <param name="Attempts">Expected attempts, over all exams.</param>
/// <param name="PassChance">Chance that every exam is passed before one gives up.</param>
/// <param name="Weeks">Expected weeks until the last step is done.</param>
/// <param name="ValuePerHour">What an hour earns: expected gain less fees, over expected hours. To compare with what the hour is worth.</param>
/// <param name="PaybackMonths">Months until the expected sum of gains covers all expected costs; null where the horizon ends first.</param>
/// <param name="Course">The expected net present value counting gains up to each month of the horizon only, quarterly from 0.</param>
public sealed record Outcome(
    Distribution Npv, double ChancePays, double Hours, double Cost, double Attempts, double PassChance, double Weeks, double ValuePerHour, double? PaybackMonths,
    IReadOnlyList<CoursePoint> Course);
