namespace Certus.Decide;

/// <summary>What is drawn once for a future and shared by all options: common random numbers.</summary>
internal enum Input
{
    Pace,
    ProjectPace,
    PassRate,
    Lift,
    CausalShare,
    RoleChance,
    RoleWait,
    Delay,
    Persistence,
}
