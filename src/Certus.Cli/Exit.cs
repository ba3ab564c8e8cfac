namespace Certus.Cli;

/// <summary>What the exit codes mean.</summary>
internal static class Exit
{
    public const int Good = 0;
    public const int No = 1;            // content errors, a form that can't be filled, …
    public const int WrongUse = 2;      // also a path that is not there, is something else, or can't be read or written
    public const int Bug = 70;          // EX_SOFTWARE of sysexits.h
    public const int Interrupted = 130; // as shells report SIGINT
}
