namespace Certus.Measure.Calibration;

/// <summary>What calibration found of an item.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Answers">How many persons answered it.</param>
/// <param name="Model">The item as others can use it; null where it was left out, or has a slope that is not above 0.</param>
/// <param name="Parameters">The numbers with their standard errors; empty where it was left out.</param>
/// <param name="IsFixed">Whether its parameters were given.</param>
public sealed record ItemEstimate(string Name, int Answers, ItemModel? Model, IReadOnlyList<Estimate> Parameters, bool IsFixed)
{
    /// <summary>One of the numbers; null where there is none of the name.</summary>
    public Estimate? this[string name]
    {
        get
        {
            foreach (var parameter in Parameters)
                if (parameter.Name == name) return parameter;
            return null;
        }
    }
}
