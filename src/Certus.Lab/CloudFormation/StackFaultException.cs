namespace Certus.Lab.CloudFormation;

/// <summary>A resource could not be made or changed; its event says why.</summary>
/// <param name="logical">Its logical id.</param>
/// <param name="verb">create, update or delete.</param>
/// <param name="more">A sentence more.</param>
internal sealed class StackFaultException(string logical, string verb, string more = "") : Exception($"The following resource(s) failed to {verb}: [{logical}]. {more}");
