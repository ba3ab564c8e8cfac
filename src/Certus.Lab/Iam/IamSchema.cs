using Certus.Lab.State;

namespace Certus.Lab.Iam;

/// <summary>The account's identities, policies, keys and sessions.</summary>
internal static class IamSchema
{
    /// <summary>Names are unique whatever their letter case, as in IAM.</summary>
    public static LabSchema Schema { get; } = new("iam", 1, """
        CREATE TABLE IF NOT EXISTS iam_entity (
            kind TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, created INTEGER NOT NULL,
            trust TEXT, description TEXT, session_seconds INTEGER NOT NULL DEFAULT 3600, boundary TEXT, tags TEXT NOT NULL DEFAULT '[]',
            PRIMARY KEY (kind, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS iam_inline_policy (
            kind TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, policy TEXT NOT NULL COLLATE NOCASE, document TEXT NOT NULL,
            PRIMARY KEY (kind, name, policy)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS iam_policy (
            arn TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE, id TEXT NOT NULL, path TEXT NOT NULL, description TEXT,
            created INTEGER NOT NULL, updated INTEGER NOT NULL, default_version INTEGER NOT NULL, last_version INTEGER NOT NULL,
            tags TEXT NOT NULL DEFAULT '[]') WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS iam_policy_version (
            arn TEXT NOT NULL, version INTEGER NOT NULL, document TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (arn, version)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS iam_attachment (
            kind TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, policy_arn TEXT NOT NULL, PRIMARY KEY (kind, name, policy_arn)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS iam_group_member (
            group_name TEXT NOT NULL COLLATE NOCASE, user_name TEXT NOT NULL COLLATE NOCASE, PRIMARY KEY (group_name, user_name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS iam_profile_role (profile TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL COLLATE NOCASE) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS iam_access_key (
            id TEXT PRIMARY KEY, user_name TEXT NOT NULL COLLATE NOCASE, secret TEXT NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL,
            used INTEGER, used_service TEXT, used_region TEXT) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS iam_session (
            access_key TEXT PRIMARY KEY, secret TEXT NOT NULL, token TEXT NOT NULL, arn TEXT NOT NULL, role_arn TEXT, policy TEXT,
            issued INTEGER NOT NULL, expires INTEGER NOT NULL, tags TEXT NOT NULL DEFAULT '[]') WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS iam_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS iam_attachment_by_policy ON iam_attachment (policy_arn);
        CREATE INDEX IF NOT EXISTS iam_access_key_by_user ON iam_access_key (user_name);
        CREATE INDEX IF NOT EXISTS iam_group_member_by_user ON iam_group_member (user_name);
        """);
}
