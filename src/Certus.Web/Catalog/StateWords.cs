using Certus.Catalog;

namespace Certus.Web.Catalog;

/// <summary>An exam's state in a word, with the badge that goes with it.</summary>
public static class StateWords
{
    /// <summary>The word for people.</summary>
    public static string Word(this ExamState state) => state switch
    {
        ExamState.Verified => "Can be booked",
        ExamState.Reported => "Reported",
        ExamState.Limited => "Some languages",
        ExamState.Closing => "Closing",
        ExamState.Closed => "Closed",
        ExamState.NotYet => "Not yet",
        _ => "Unknown",
    };

    /// <summary>The badge's class.</summary>
    public static string Tone(this ExamState state) => state switch
    {
        ExamState.Verified => "good",
        ExamState.Reported or ExamState.Limited or ExamState.Closing => "warn",
        ExamState.Closed or ExamState.NotYet => "bad",
        _ => "",
    };
}
