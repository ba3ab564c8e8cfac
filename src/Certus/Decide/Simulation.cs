using System.Numerics;
using Certus.Numerics;

namespace Certus.Decide;

/// <summary>Draws futures and values every option in each of them.</summary>
/// <remarks>
/// Columns, not rows: a block of futures at a time, each input a column, each step a pass over columns that stay in the cache. The formulas are those of
/// docs/models/decide.md.
/// </remarks>
internal sealed class Simulation
{
    private const int Block = 1024;
    private static readonly int Width = Vector<double>.Count;
    private static readonly Vector<double> One = Vector<double>.One, Zero = Vector<double>.Zero;

    private readonly Model _model;
    private readonly CounterRandom[] _streams;
    private readonly CounterRandom[] _luckStreams;
    private readonly double?[] _held = new double?[Enum.GetValues<Input>().Length];
    private readonly double[] _u = new double[Block], _z = new double[Block], _pace = new double[Block], _paceNormal = new double[Block], _projectHours = new double[Block];
    private readonly double[] _rate = new double[Block], _causal = new double[Block], _wait = new double[Block], _persistence = new double[Block], _luck = new double[Block];
    private readonly double[][] _lift = [new double[Block], new double[Block], new double[Block]];
    private readonly ExamColumns[] _exams;
    private readonly double[] _npv = new double[Block], _gain = new double[Block], _discountedHours = new double[Block], _hours = new double[Block], _cash = new double[Block];
    private readonly double[] _attempts = new double[Block], _alive = new double[Block], _time = new double[Block], _total = new double[Block];

    public Simulation(Model model, ulong seed)
    {
        _model = model;
        _streams = [.. Enum.GetNames<Input>().Select(name => new CounterRandom(seed, "decide." + name))];
        _luckStreams = [.. model.Exams.Select(exam => new CounterRandom(seed, "decide.luck." + exam.Line))];
        _exams = [.. model.Exams.Select(_ => new ExamColumns(Block))];
    }

    /// <summary>Holds an input at one quantile of its plausible values, to see what it does.</summary>
    public Simulation Hold(Input input, double probability)
    {
        _held[(int)input] = probability;
        return this;
    }

    /// <summary>Values every option in a number of futures.</summary>
    /// <param name="npv">For each option a column of as many numbers as there are futures.</param>
    /// <param name="draws">How many futures.</param>
    /// <returns>The sums of each option.</returns>
    public Totals[] Run(double[][] npv, int draws)
    {
        var totals = _model.Options.Select(_ => new Totals()).ToArray();
        for (var from = 0; from < draws; from += Block)
        {
            var count = Math.Min(Block, draws - from);
            Draw((ulong)from);
            for (var i = 0; i < _exams.Length; i++) Sit(_model.Exams[i], _exams[i], _luckStreams[i], (ulong)from);
            for (var i = 0; i < totals.Length; i++)
            {
                Value(_model.Options[i]);
                _npv.AsSpan(0, count).CopyTo(npv[i].AsSpan(from));
                Add(totals[i], count);
            }
        }
        return totals;
    }

    private void Add(Totals totals, int count)
    {
        totals.Gain += Lanes.Sum(_gain.AsSpan(0, count));
        totals.Npv += Lanes.Sum(_npv.AsSpan(0, count));
        totals.DiscountedHours += Lanes.Sum(_discountedHours.AsSpan(0, count));
        totals.Hours += Lanes.Sum(_hours.AsSpan(0, count));
        totals.Cash += Lanes.Sum(_cash.AsSpan(0, count));
        totals.Attempts += Lanes.Sum(_attempts.AsSpan(0, count));
        totals.Done += Lanes.Sum(_alive.AsSpan(0, count));
        totals.Lift += Lanes.Sum(_total.AsSpan(0, count));
        totals.Weeks += Lanes.Sum(_time.AsSpan(0, count)) * Model.WeeksPerYear;
    }

    /// <summary>What the futures have in common for all options.</summary>
    private void Draw(ulong from)
    {
        Uniform(Input.Pace, from, _pace);
        if (_model.Exams.Any(exam => exam.Hours.Shape == Shape.Quantiles)) Normals(_pace, _paceNormal);
        Uniform(Input.ProjectPace, from, _u);
        if (!_model.ProjectHours.IsCertain) Normals(_u, _z);
        _model.ProjectHours.Fill(_u, _z, _projectHours);
        Uniform(Input.PassRate, from, _rate);
        Uniform(Input.CausalShare, from, _u);
        Spread(_model.CausalShare, _u, _causal);
        Uniform(Input.Lift, from, _u);
        for (var k = 0; k < _lift.Length; k++)
        {
            if (k > 0 && _model.Lifts[k] == _model.Lifts[0] && _model.LiftScale[k] == _model.LiftScale[0])
            {
                _lift[0].CopyTo(_lift[k], 0);
                continue;
            }
            Spread(_model.Lifts[k], _u, _lift[k]);
            for (var i = 0; i < Block; i += Width) (At(_lift[k], i) * At(_causal, i) * _model.LiftScale[k]).CopyTo(_lift[k], i);
        }
        Uniform(Input.Persistence, from, _u);
        Spread(_model.PersistenceYears, _u, _persistence);
        Waits(from);
    }

    /// <summary>Years from the pass to the lift: the delay, then an exponential wait for the role whose chance of a year is as drawn.</summary>
    private void Waits(ulong from)
    {
        Uniform(Input.Delay, from, _u);
        Spread(_model.DelayMonths, _u, _wait);
        for (var i = 0; i < Block; i += Width) (At(_wait, i) * (1.0 / 12)).CopyTo(_wait, i);
        if (_model.RoleWithinYear is { IsCertain: true, Mode: >= 1 }) return;
        Uniform(Input.RoleChance, from, _u);
        if (_model.Nearness != 0)
            for (var i = 0; i < Block; i += Width) (At(_u, i) * 0.5 + new Vector<double>(_model.Nearness > 0 ? 0.5 : 0)).CopyTo(_u, i);
        Spread(_model.RoleWithinYear, _u, _z);
        Uniform(Input.RoleWait, from, _u);
        for (var i = 0; i < Block; i += Width)
        {
            var chance = Vector.Min(Vector.Max(At(_z, i), new(1e-9)), new(1 - 1e-9));
            (At(_wait, i) + Elementary.Log(One - At(_u, i)) / Elementary.Log(One - chance)).CopyTo(_wait, i);
        }
    }

    /// <summary>Preparing for an exam and sitting it until it is passed or given up, as if begun now.</summary>
    private void Sit(ExamModel exam, ExamColumns columns, CounterRandom luck, ulong from)
    {
        luck.Fill(_luck, from);
        exam.Hours.Fill(_pace, _paceNormal, columns.Hours);
        Spread(exam.GivenChance is { } given ? Decide.Spread.Of(given) : exam.PassRate, _rate, columns.Chance);
        var (interest, cap) = (_model.Interest, _model.MostAttempts);
        var retakeWait = new Vector<double>(_model.RetakeWait);
        for (var i = 0; i < Block; i += Width)
        {
            var need = At(columns.Hours, i) * exam.Factor + new Vector<double>(exam.Added);
            var spent = Vector.Min(need, new Vector<double>(exam.Available));
            var chance = At(columns.Chance, i);
            if (exam.GivenChance is null || exam.ExtraHours > 0)
            {
                var odds = chance / (One - chance) * (exam.GivenChance is null ? exam.Odds : 1);
                odds *= Elementary.Exp(Elementary.Log((exam.GivenChance is null ? spent : need) / need + new Vector<double>(exam.ExtraHours) / need) * _model.PassPerLogHours);
                chance = odds / (One + odds);
            }
            var fail = One - chance;
            var (left, attempts, draw) = (fail, One, At(_luck, i));
            for (var k = 1; k < cap; k++)
            {
                attempts += Vector.ConditionalSelect(Vector.LessThan(draw, left), One, Zero);
                left *= fail;
            }
            var pass = Vector.ConditionalSelect(Vector.LessThan(draw, left), Zero, One);
            var study = spent / new Vector<double>(_model.HoursPerYear);
            var again = attempts - One;
            var retakeStudy = spent * (_model.RetakeHours / _model.HoursPerYear);
            var toPass = study + again * Vector.Max(retakeWait, retakeStudy);
            var firstFee = new Vector<double>(exam.Fee);
            if (exam.LaunchIn > 0)
            {
                firstFee = Vector.ConditionalSelect(Vector.LessThan(study, new(exam.LaunchIn)), new Vector<double>(exam.BetaFee), firstFee);
                toPass = Vector.ConditionalSelect(Vector.GreaterThan(again, Zero), Vector.Max(toPass, new(exam.LaunchIn)), toPass);
            }
            var late = Elementary.Exp(toPass * -interest);
            var retaken = again * spent * _model.RetakeHours;
            spent.CopyTo(columns.Spent, i);
            (spent + retaken).CopyTo(columns.Hours, i);
            (spent * Elementary.Exp(study * (-interest / 2)) + retaken * late).CopyTo(columns.DiscountedHours, i);
            firstFee.CopyTo(columns.FirstFee, i);
            (firstFee * Elementary.Exp(study * -interest)).CopyTo(columns.DiscountedFirstFee, i);
            (again * exam.Fee).CopyTo(columns.RetakeFees, i);
            (again * exam.Fee * late).CopyTo(columns.DiscountedRetakeFees, i);
            toPass.CopyTo(columns.ToPass, i);
            pass.CopyTo(columns.Pass, i);
            attempts.CopyTo(columns.Attempts, i);
        }
    }

    private void Value(OptionModel option)
    {
        foreach (var column in (double[][])[_npv, _gain, _discountedHours, _hours, _cash, _attempts, _time, _total]) Array.Clear(column);
        Array.Fill(_alive, 1);
        for (var k = 0; k < option.Steps.Length; k++)
            if (option.Steps[k] is { Exam: >= 0 } exam) Take(exam, _exams[exam.Exam], first: k == 0);
            else Build(option.Steps[k], first: k == 0);
        for (var i = 0; i < Block; i += Width) (At(_npv, i) + At(_gain, i) - At(_discountedHours, i) * _model.HourValue).CopyTo(_npv, i);
    }

    private void Take(StepModel step, ExamColumns exam, bool first)
    {
        var (interest, share, materials) = (_model.Interest, step.Discounted ? 1 - _model.VoucherDiscount : 1, new Vector<double>(_model.Materials));
        var (validity, ends) = (new Vector<double>(_model.Validity), !step.Renewable);
        var pays = step.Lift != default;
        for (var i = 0; i < Block; i += Width)
        {
            var (alive, time) = (At(_alive, i), At(_time, i));
            var here = first ? alive : alive * Elementary.Exp(time * -interest);
            (At(_npv, i) - here * (At(exam.DiscountedFirstFee, i) * share + At(exam.DiscountedRetakeFees, i) + materials)).CopyTo(_npv, i);
            (At(_discountedHours, i) + here * At(exam.DiscountedHours, i)).CopyTo(_discountedHours, i);
            (At(_hours, i) + alive * At(exam.Hours, i)).CopyTo(_hours, i);
            (At(_cash, i) + alive * (At(exam.FirstFee, i) * share + At(exam.RetakeFees, i) + materials)).CopyTo(_cash, i);
            (At(_attempts, i) + alive * At(exam.Attempts, i)).CopyTo(_attempts, i);
            time += alive * At(exam.ToPass, i);
            time.CopyTo(_time, i);
            alive *= At(exam.Pass, i);
            alive.CopyTo(_alive, i);
            if (!pays) continue;
            var start = time + At(_wait, i);
            var end = Vector.Min(new Vector<double>(_model.Horizon), start + At(_persistence, i));
            if (ends) end = Vector.Min(end, time + validity);
            Gain(i, step, alive, start, end);
            if (_model.Horizon <= _model.Validity || ends) continue;
            for (var renewal = time + validity; Vector.LessThanAny(renewal, end); renewal += validity)
            {
                var needed = Vector.ConditionalSelect(Vector.LessThan(renewal, end), alive, Zero);
                var then = needed * Elementary.Exp(renewal * -interest);
                var study = At(exam.Spent, i) * _model.RenewalHours;
                var fee = At(exam.FirstFee, i) * (1 - _model.VoucherDiscount);
                (At(_npv, i) - then * fee).CopyTo(_npv, i);
                (At(_discountedHours, i) + then * study).CopyTo(_discountedHours, i);
                (At(_hours, i) + needed * study).CopyTo(_hours, i);
                (At(_cash, i) + needed * fee).CopyTo(_cash, i);
            }
        }
    }

    private void Build(StepModel step, bool first)
    {
        var interest = _model.Interest;
        var pays = step.Lift != default;
        for (var i = 0; i < Block; i += Width)
        {
            var (alive, time) = (At(_alive, i), At(_time, i));
            var hours = At(_projectHours, i) * step.Projects + new Vector<double>(step.Added);
            var years = hours / new Vector<double>(_model.HoursPerYear);
            var middle = (first ? Zero : time) + years * 0.5;
            (At(_discountedHours, i) + alive * hours * Elementary.Exp(middle * -interest)).CopyTo(_discountedHours, i);
            (At(_hours, i) + alive * hours).CopyTo(_hours, i);
            time += alive * years;
            time.CopyTo(_time, i);
            if (!pays) continue;
            var start = time + At(_wait, i);
            Gain(i, step, alive, start, Vector.Min(new Vector<double>(_model.Horizon), start + At(_persistence, i)));
        }
    }

    /// <summary>The worth today of a lift from start to end, after tax: L (1 − τ) e^(−r start) (1 − e^(−(r + d)(end − start))) / (r + d).</summary>
    private void Gain(int i, StepModel step, Vector<double> alive, Vector<double> start, Vector<double> end)
    {
        var lift = At(_lift[0], i) * step.Lift.Role + At(_lift[1], i) * step.Lift.Experienced + At(_lift[2], i) * step.Lift.Cloud;
        (At(_total, i) + lift).CopyTo(_total, i);
        var length = Vector.Max(end - start, Zero);
        var force = _model.Interest + _model.Decay;
        var worth = force > 0 ? (One - Elementary.Exp(length * -force)) * (1 / force) : length;
        (At(_gain, i) + alive * lift * (1 - _model.TaxRate) * worth * Elementary.Exp(start * -_model.Interest)).CopyTo(_gain, i);
    }

    private void Uniform(Input input, ulong from, double[] column)
    {
        if (_held[(int)input] is { } held) Array.Fill(column, held);
        else _streams[(int)input].Fill(column, from);
    }

    private static void Normals(double[] uniform, double[] normal)
    {
        for (var i = 0; i < Block; i++) normal[i] = NormalQuantile.At(uniform[i]);
    }

    /// <summary>Fills a column from a spread; the percentiles of a lognormal are rare here and take the slow way.</summary>
    private static void Spread(Spread spread, double[] uniform, double[] column)
    {
        if (spread is { Shape: Shape.Quantiles, IsCertain: false })
        {
            var normals = new double[Block];
            Normals(uniform, normals);
            spread.Fill(uniform, normals, column);
        }
        else spread.Fill(uniform, [], column);
    }

    private static Vector<double> At(double[] column, int from) => new(column, from);
}
