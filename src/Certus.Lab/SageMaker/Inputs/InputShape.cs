namespace Certus.Lab.SageMaker.Inputs;

/// <summary>What an algorithm does with labels.</summary>
internal enum LabelUse
{
    /// <summary>They are left off.</summary>
    None,

    /// <summary>They are read where the data have them.</summary>
    IfThere,

    /// <summary>Every row must have one.</summary>
    Required,
}

/// <summary>What an algorithm expects of its rows.</summary>
/// <param name="Labels">What it does with labels.</param>
/// <param name="Missing">Whether a value may be missing.</param>
internal sealed record InputShape(LabelUse Labels, bool Missing)
{
    /// <summary>Whether the column after the label is the row's weight.</summary>
    public bool Weights { get; init; }

    /// <summary>Features a row must have; null where the data say it.</summary>
    public int? Columns { get; init; }

    /// <summary>Columns before the features in CSV and Parquet, the weight's not counted.</summary>
    public int LabelColumns { get; init; } = 1;

    /// <summary>What is wrong with a label; null where nothing is.</summary>
    public Func<float, string?> CheckLabel { get; init; } = static _ => null;

    /// <summary>Whether the label of a row is kept.</summary>
    public bool KeepsLabels => Labels == LabelUse.Required || (Labels == LabelUse.IfThere && LabelColumns == 1);

    /// <summary>Columns before the features, all told.</summary>
    public int LeadingColumns => LabelColumns + (Weights ? 1 : 0);
}
