namespace Certus.Decide;

/// <summary>What exams and projects are worth to a person, in lifts: how deep an exam goes into what their role reads, and what a portfolio does.</summary>
internal sealed class Worth(Person person, AssumptionSet set)
{
    private static readonly double[] Shares = [0, 1.0 / 3, 1.0 / 2, 2.0 / 3, 1];
    private readonly double _full = set[AssumptionKeys.FullPortfolio].Mode, _perYear = set[AssumptionKeys.ProjectsPerMlYear].Mode;
    private readonly double _alone = set[AssumptionKeys.CertificateAlone].Mode, _times = set[AssumptionKeys.PortfolioTimesCertificate].Mode;
    private readonly List<(ExamLine? Line, double Own)> _parts = [];
    private double _projects = person.Projects;
    private (double Role, double Experienced, double Cloud) _level;

    /// <summary>How much of a portfolio there is, from 0 to 1; two years of ML work make a full one.</summary>
    public double Portfolio => _full > 0 ? Math.Min(1, (_projects + _perYear * person.MlYears) / _full) : 1;

    /// <summary>The share of a lift that an exam brings by its depth alone.</summary>
    public double Fit(ExamLine line)
    {
        if (!line.AboutMl) return Shares[(int)(person is { EarlyCareer: true } or { WantsMlWork: false } ? line.Cloud : person.Target == Target.Ml ? line.Theory : line.Operations)];
        return person.WantsMlWork ? Shares[(int)(person.Target == Target.Ml ? line.Theory : line.Operations)] : 0;
    }

    /// <summary>By how much a certificate raises the level, after the steps before it.</summary>
    public (double Role, double Experienced, double Cloud) Add(ExamLine line)
    {
        _parts.Add((line, Fit(line)));
        return Step();
    }

    /// <summary>By how much projects raise it.</summary>
    public (double Role, double Experienced, double Cloud) Add(double projects)
    {
        var before = Portfolio;
        _projects += projects;
        _parts.Add((null, person.WantsMlWork ? Math.Min(1, _times * (Portfolio - before)) : 0));
        return Step();
    }

    /// <summary>Parts are different ways to the same lift, so their shares combine as 1 − Π(1 − share).</summary>
    private (double Role, double Experienced, double Cloud) Step()
    {
        var missing = 1.0;
        var (aboutMl, certified) = (false, false);
        foreach (var (line, own) in _parts)
        {
            var share = line is { AboutMl: true } && person.Target == Target.Ml ? own * (_alone + (1 - _alone) * Portfolio) : own;
            missing *= 1 - share;
            aboutMl |= share > 0 && line is not { AboutMl: false };
            certified |= share > 0 && line is { AboutMl: true };
        }
        var reached = 1 - missing;
        var portfolio = certified ? Portfolio : 0;       // what a portfolio raises is the lift of a certificate
        var level = aboutMl ? (reached * (1 - portfolio), reached * portfolio, 0.0) : (0.0, 0.0, reached);
        var step = (level.Item1 - _level.Role, level.Item2 - _level.Experienced, level.Item3 - _level.Cloud);
        _level = level;
        return step;
    }
}
