using Certus.Lab.Server;

namespace Certus.Lab.Glue;

/// <summary>Names, ARNs and refusals of Glue.</summary>
internal static class GlueNames
{
    /// <summary>A database's, table's or function's name as Glue keeps it: in lower case, as Hive does.</summary>
    public static string Fold(string name) => name.ToLowerInvariant();

    public static string Arn(string region, string path) => $"arn:aws:glue:{region}:{LabCaller.Account}:{path}";

    public static AwsException NotFound(string message) => new("EntityNotFoundException", message);

    public static AwsException Taken(string message) => new("AlreadyExistsException", message);

    public static AwsException Invalid(string message) => new("InvalidInputException", message);

    /// <summary>The sandbox has one catalog, the account's own.</summary>
    public static void CheckCatalog(LabCall call)
    {
        if (call.Text("CatalogId") is { } catalog && catalog != LabCaller.Account) throw NotFound($"Catalog {catalog} not found.");
    }
}
