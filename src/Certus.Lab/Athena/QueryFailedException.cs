namespace Certus.Lab.Athena;

/// <summary>A query can't go on; the message is what its state's reason says.</summary>
/// <param name="message">The code as Athena has it, a colon and a sentence.</param>
/// <param name="isUsers">Whether the query is at fault, not the sandbox.</param>
internal sealed class QueryFailedException(string message, bool isUsers = true) : Exception(message)
{
    public bool IsUsers => isUsers;

    /// <summary>What can't be done here though Athena does it.</summary>
    public static QueryFailedException NotBuilt(string what) => new($"NOT_SUPPORTED: The sandbox {what}.");

    public static QueryFailedException Syntax(string what) => new($"SYNTAX_ERROR: {what}");
}
