namespace Certus.Store;

/// <summary>What a backup or a restore did.</summary>
/// <param name="From">The file that was copied.</param>
/// <param name="To">The file that now holds it.</param>
/// <param name="Sittings">Sittings in it.</param>
/// <param name="Events">Events in it.</param>
/// <param name="UndoCopy">Restore: what was there before, whole; restore that file to undo. Null where nothing was.</param>
public sealed record BackupResult(string From, string To, long Sittings, long Events, string? UndoCopy);
