namespace Certus.Practice;

/// <summary>How a sitting began; written once.</summary>
/// <param name="Id">The sitting.</param>
/// <param name="Mode">Its kind.</param>
/// <param name="Form">Its questions.</param>
/// <param name="StartedAt">When the clock started.</param>
/// <param name="ExtraMinutes">The accommodation: 30, or 0.</param>
public sealed record SittingStart(Guid Id, SittingMode Mode, Form Form, DateTimeOffset StartedAt, int ExtraMinutes)
{
    /// <summary>The accommodation that non-native speakers of the exam's language may get.</summary>
    public const int Accommodation = 30;

    /// <summary>All minutes allowed; null without a clock.</summary>
    public int? Minutes => Form.Minutes + ExtraMinutes;

    /// <summary>Whether the clock may be stopped: not under exam conditions.</summary>
    public bool MayPause => Mode != SittingMode.Exam;
}
