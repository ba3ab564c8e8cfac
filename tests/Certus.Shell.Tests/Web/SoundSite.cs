using Certus.Shell.Tests.Cli;

namespace Certus.Shell.Tests.Web;

/// <summary>A site with the small sound bank beside the built-in one: the exam SND-C01 of six questions, of every type.</summary>
public sealed class SoundSite() : Site(null, CommandLine.Bank("sound-bank"))
{
    public const string Exam = "SND-C01";

    public const int Minutes = 20;
}
