namespace Certus.Practice;

/// <summary>How a sitting began; written once.</summary>
/// <param name="Id">The sitting.</param>
/// <param name="Mode">Its kind.</param>
/// <param name="Form">Its questions; of a diagnostic the first one only, see <see cref="SittingEvent.Added"/>.</param>
/// <param name="StartedAt">When the clock started.</param>
/// <param name="ExtraMinutes">The accommodation: <see cref="Accommodation"/>, for a diagnostic in proportion; 0 without.</param>
public sealed record SittingStart(Guid Id, SittingMode Mode, Form Form, DateTimeOffset StartedAt, int ExtraMinutes)
{
    /// <summary>The accommodation that non-native speakers of the exam's language may get.</summary>
    public const int Accommodation = 30;

    /// <summary>All minutes allowed; null without a clock.</summary>
    public int? Minutes => Form.Minutes + ExtraMinutes;

    /// <summary>Whether the clock may be stopped: not where the answers are to say something of an exam.</summary>
    public bool MayPause => Mode is not (SittingMode.Exam or SittingMode.Diagnostic);

    /// <summary>Whether the explanation follows each answer, which then stands.</summary>
    public bool Explains => Mode is SittingMode.Study or SittingMode.Review;

    /// <summary>Whether questions are added while it runs, and no earlier one can be gone back to.</summary>
    public bool Grows => Mode == SittingMode.Diagnostic;
}
