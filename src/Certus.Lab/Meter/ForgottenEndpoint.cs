namespace Certus.Lab.Meter;

/// <summary>An endpoint that runs on instances and that nobody asks.</summary>
/// <param name="Endpoint">Its name.</param>
/// <param name="Region">Where.</param>
/// <param name="Since">Since when nobody has asked it: its last request, or since it has been in service.</param>
/// <param name="IdleHours">For how long.</param>
/// <param name="UsdADay">What each day more would cost on AWS; null where no price of its instances is known.</param>
public sealed record ForgottenEndpoint(string Endpoint, string Region, DateTimeOffset Since, double IdleHours, decimal? UsdADay);
