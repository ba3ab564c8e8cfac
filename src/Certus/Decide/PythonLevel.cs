namespace Certus.Decide;

/// <summary>How well somebody writes Python and pandas.</summary>
public enum PythonLevel
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Small scripts.</summary>
    Basic,

    /// <summary>Everyday work.</summary>
    Intermediate,

    /// <summary>Libraries and packages.</summary>
    Advanced,
}
