using System.Security.Cryptography;
using Certus.Lab.Server;

namespace Certus.Lab.Iam;

/// <summary>ARNs, ids and kinds of IAM.</summary>
public static class IamNames
{
    /// <summary>Kinds of entities, as their ARNs have them.</summary>
    public const string User = "user", Group = "group", Role = "role", Profile = "instance-profile", Policy = "policy";

    private const string IdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>The account's root.</summary>
    public static string Root { get; } = $"arn:aws:iam::{LabCaller.Account}:root";

    /// <summary>The ARN of an entity of the account.</summary>
    public static string Arn(string kind, string path, string name) => $"arn:aws:iam::{LabCaller.Account}:{kind}{path}{name}";

    /// <summary>The ARN of a role's session.</summary>
    public static string SessionArn(string role, string session) => $"arn:aws:sts::{LabCaller.Account}:assumed-role/{role}/{session}";

    /// <summary>A new id with IAM's prefix of its kind: 21 characters.</summary>
    public static string NewId(string kind) => kind switch { User => "AIDA", Group => "AGPA", Role => "AROA", Profile => "AIPA", _ => "ANPA" } + RandomNumberGenerator.GetString(IdLetters, 17);

    /// <summary>A new access key's id: 20 characters.</summary>
    public static string NewAccessKey(bool temporary) => (temporary ? "ASIA" : "AKIA") + RandomNumberGenerator.GetString(IdLetters, 16);

    /// <summary>A new secret: 40 characters.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString(SecretLetters, 40);

    /// <summary>The kind and the name that an ARN of this account names: <c>arn:aws:iam::123456789012:role/path/name</c>, or a session's role.</summary>
    /// <returns>Null where it names no user, role, group, profile or session of this account.</returns>
    public static (string Kind, string Name, string? Session)? Parse(string arn)
    {
        var parts = arn.Split(':', 6);
        if (parts.Length < 6 || parts[0] != "arn" || parts[4] != LabCaller.Account) return null;
        var path = parts[5].Split('/');
        return (parts[2], path[0]) switch
        {
            ("iam", User or Group or Role or Profile) when path.Length >= 2 => (path[0], path[^1], null),
            ("sts", "assumed-role") when path.Length == 3 => (Role, path[1], path[2]),
            _ => null,
        };
    }
}
