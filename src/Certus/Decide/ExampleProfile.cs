namespace Certus.Decide;

/// <summary>Somebody whom the article has in mind.</summary>
/// <param name="Id">A short name, fit for an address: <c>cloud-to-mlops</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Text">What is said of them, and what we added so that the model can reckon.</param>
/// <param name="Profile">The same as a profile.</param>
public sealed record ExampleProfile(string Id, string Name, string Text, Profile Profile);
