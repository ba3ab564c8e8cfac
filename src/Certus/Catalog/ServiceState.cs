namespace Certus.Catalog;

/// <summary>Whether somebody who starts today can use a service.</summary>
public enum ServiceState
{
    /// <summary>Anybody can.</summary>
    Open,

    /// <summary>Only those who used it before can.</summary>
    Closed,

    /// <summary>Nobody can.</summary>
    Retired,
}
