using Certus.Lab.Server;

namespace Certus.Lab.Firehose;

/// <summary>ARNs and the refusals of Firehose.</summary>
internal static class FirehoseNames
{
    /// <summary>Who assumes a delivery stream's role.</summary>
    public const string Service = "firehose.amazonaws.com";

    public static string Arn(string region, string name) => $"arn:aws:firehose:{region}:{LabCaller.Account}:deliverystream/{name}";

    public static AwsException Invalid(string message) => new("InvalidArgumentException", message);

    public static AwsException NoStream(string name, string under = "account") => new("ResourceNotFoundException", $"Firehose {name} under {under} {LabCaller.Account} not found.");

    public static AwsException NotBuilt(string what) => new("NotImplemented", $"firehose: {what} is not built in this sandbox.", 501);
}
