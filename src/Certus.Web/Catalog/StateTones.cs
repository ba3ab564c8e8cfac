using Certus.Catalog;

namespace Certus.Web.Catalog;

/// <summary>The badge that goes with an exam's state.</summary>
public static class StateTones
{
    /// <summary>The badge's class.</summary>
    public static string Tone(this ExamState state) => state switch
    {
        ExamState.Verified => "good",
        ExamState.Reported or ExamState.Limited or ExamState.Closing => "warn",
        ExamState.Closed or ExamState.NotYet => "bad",
        _ => "",
    };
}
