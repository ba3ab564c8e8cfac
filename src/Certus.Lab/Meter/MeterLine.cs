namespace Certus.Lab.Meter;

/// <summary>What one thing would have cost.</summary>
/// <param name="Service">AWS's name of the service today.</param>
/// <param name="Use">What for, such as training.</param>
/// <param name="Resource">The job, endpoint or bucket.</param>
/// <param name="Item">What is counted: an instance type, a storage class, a kind of request.</param>
/// <param name="Quantity">How much of it, in <paramref name="Unit"/>.</param>
/// <param name="Unit">As people read it: instance hours, GB-months, requests, seconds.</param>
/// <param name="Usd">US dollars, not rounded; null where no price of it is known, which is not the same as nothing.</param>
/// <param name="Price">The price counted with, in words; null where none is known.</param>
/// <param name="Running">Whether it goes on counting.</param>
public sealed record MeterLine(string Service, string Use, string Resource, string Item, double Quantity, string Unit, decimal? Usd, string? Price, bool Running);
