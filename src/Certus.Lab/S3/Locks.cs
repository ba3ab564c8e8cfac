using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.S3;

/// <summary>Object lock: retention and legal hold of versions.</summary>
internal sealed class Locks(ObjectStore store)
{
    public LabAnswer Retention(LabCall call)
    {
        var info = store.Database.Read(connection => Locked(connection, call));
        return info.Detail.RetentionMode is null
            ? throw NoneSet()
            : new JsonObject { ["Retention"] = new JsonObject { ["Mode"] = info.Detail.RetentionMode, ["RetainUntilDate"] = info.Detail.RetainUntil } };
    }

    public async ValueTask<LabAnswer> SetRetentionAsync(LabCall call, CancellationToken cancel)
    {
        var retention = call.Structure("Retention") ?? [];
        var (mode, until) = ((string?)retention["Mode"], retention["RetainUntilDate"]?.GetValue<DateTimeOffset>());
        if (mode is null != until is null || mode is not (null or "GOVERNANCE" or "COMPLIANCE")) throw S3Calls.MalformedXml();
        if (until <= call.Now) throw S3Calls.InvalidArgument("The retain until date must be in the future!", "RetainUntilDate", until?.ToString("O"));
        await store.Database.WriteAsync(connection =>
        {
            var info = Locked(connection, call);
            var loosens = mode is null || until < info.Detail.RetainUntil || (info.Detail.RetentionMode == "COMPLIANCE" && mode != "COMPLIANCE");
            if (loosens && IsRetained(info, call)) throw Protected();
            ObjectRows.SetDetail(connection, info, info.Detail with { RetentionMode = mode, RetainUntil = until });
        }, cancel);
        return LabAnswer.Empty;
    }

    public LabAnswer LegalHold(LabCall call)
    {
        var info = store.Database.Read(connection => Locked(connection, call));
        return new JsonObject { ["LegalHold"] = new JsonObject { ["Status"] = info.Detail.LegalHold ? "ON" : "OFF" } };
    }

    public async ValueTask<LabAnswer> SetLegalHoldAsync(LabCall call, CancellationToken cancel)
    {
        if ((string?)call.Structure("LegalHold")?["Status"] is not (("ON" or "OFF") and var status)) throw S3Calls.MalformedXml();
        await store.Database.WriteAsync(connection =>
        {
            var info = Locked(connection, call);
            ObjectRows.SetDetail(connection, info, info.Detail with { LegalHold = status == "ON" });
        }, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>Refuses to remove a version that is held or retained.</summary>
    public static void AllowRemoval(LabCall call, ObjectInfo info)
    {
        if (info.Detail.LegalHold || IsRetained(info, call)) throw Protected();
    }

    /// <summary>The lock that a put's headers ask for.</summary>
    public static (string? Mode, DateTimeOffset? Until) OfHeaders(LabCall call, Bucket bucket)
    {
        var (mode, until, hold) = (call.Text("ObjectLockMode"), call.Time("ObjectLockRetainUntilDate"), call.Text("ObjectLockLegalHoldStatus"));
        if (mode is null && until is null && hold is null) return (null, null);
        if (!bucket.ObjectLock) throw S3Calls.InvalidRequest("Bucket is missing Object Lock Configuration");
        if (mode is null != until is null)
            throw S3Calls.InvalidArgument("x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied", mode is null ? "x-amz-object-lock-mode" : "x-amz-object-lock-retain-until-date", null);
        if (mode is not (null or "GOVERNANCE" or "COMPLIANCE")) throw S3Calls.InvalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode);
        if (until <= call.Now) throw S3Calls.InvalidArgument("The retain until date must be in the future!", "x-amz-object-lock-retain-until-date", until?.ToString("O"));
        return (mode, until);
    }

    /// <summary>The lock that the bucket gives to what names none.</summary>
    public static (string? Mode, DateTimeOffset? Until) Default(SqliteConnection connection, Bucket bucket, DateTimeOffset now)
    {
        if (!bucket.ObjectLock || Settings.Find(connection, bucket.Name, SettingKinds.ObjectLock)?["Rule"]?["DefaultRetention"] is not JsonObject rule) return (null, null);
        var until = (long?)rule["Years"] is { } years ? now.AddYears((int)years) : now.AddDays((long?)rule["Days"] ?? 0);
        return ((string?)rule["Mode"], until);
    }

    private static ObjectInfo Locked(SqliteConnection connection, LabCall call)
    {
        if (!Bucket.Get(connection, call.Bucket).ObjectLock) throw S3Calls.InvalidRequest("Bucket is missing Object Lock Configuration");
        return Versions.Get(connection, call);
    }

    private static bool IsRetained(ObjectInfo info, LabCall call) =>
        info.Detail.RetainUntil > call.Now && !(info.Detail.RetentionMode == "GOVERNANCE" && call.Flag("BypassGovernanceRetention") == true);

    private static AwsException Protected() => S3Calls.AccessDenied("Access Denied because object protected by object lock.");

    private static AwsException NoneSet() => new("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration", 404);
}
