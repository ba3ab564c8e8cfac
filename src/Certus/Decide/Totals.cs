namespace Certus.Decide;

/// <summary>Sums over the draws of an option.</summary>
internal sealed class Totals
{
    /// <summary>Net present value of what pay rises by, after tax.</summary>
    public double Gain { get; set; }

    /// <summary>Net present value of all.</summary>
    public double Npv { get; set; }

    /// <summary>Hours, each discounted to the start.</summary>
    public double DiscountedHours { get; set; }
    public double Hours { get; set; }

    /// <summary>Fees and materials, undiscounted.</summary>
    public double Cash { get; set; }
    public double Attempts { get; set; }

    /// <summary>Draws in which every step was done.</summary>
    public double Done { get; set; }

    /// <summary>Gross lift a year once every step is done.</summary>
    public double Lift { get; set; }

    /// <summary>Weeks until the last step is done or given up.</summary>
    public double Weeks { get; set; }
}
