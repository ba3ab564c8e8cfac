namespace Certus.Measure.Calibration;

/// <summary>What of the answers can be calibrated: which items take part, as what, and from where.</summary>
internal sealed class Plan
{
    private readonly Responses _responses;
    private readonly CalibrationOptions _options;
    private readonly double[][] _counts;
    private readonly int[] _personsOf;

    public Plan(Responses responses, CalibrationOptions options)
    {
        (_responses, _options) = (responses, options);
        _counts = [.. responses.Categories.Select(categories => new double[Math.Max(2, categories)])];
        _personsOf = new int[responses.Groups.Count];
        var empty = 0;
        for (var person = 0; person < responses.Persons; person++)
        {
            var answers = responses.Row(person);
            var any = false;
            for (var i = 0; i < answers.Length; i++)
                if (answers[i] is >= 0 and var k)
                {
                    _counts[i][k]++;
                    any = true;
                }
            if (any) _personsOf[responses.GroupOf(person)]++;
            else empty++;
        }
        Persons = responses.Persons - empty;
        if (empty > 0) Warnings.Add(new(WarningKind.EmptyPersons, null, $"{empty} of {responses.Persons} persons answered nothing and count for nothing."));
        foreach (var name in options.Fixed.Keys.Where(name => !responses.Items.Contains(name)).Order(StringComparer.Ordinal))
            Warnings.Add(new(WarningKind.AbsentItem, name, $"The answers have no item '{name}', for which parameters were given."));
        for (var i = 0; i < responses.Items.Count && Refusal is null; i++) Take(i);
        var anyFixed = Items.Any(item => item.Kernel is FixedKernel);
        Population = new([.. responses.Groups.Select((_, g) => (g > 0 || anyFixed, g > 0 || anyFixed || options.Family == ItemFamily.Rasch))]);
        if (Refusal is null) Judge(anyFixed);
    }

    /// <summary>Why it can't be done.</summary>
    public string? Refusal { get; private set; }

    public List<CalibrationWarning> Warnings { get; } = [];

    public List<(int Column, Kernel Kernel)> Items { get; } = [];

    public PopulationKernel Population { get; }

    /// <summary>How many persons answered something.</summary>
    public int Persons { get; }

    public int PersonsOf(int group) => _personsOf[group];

    public int Answers(int column) => (int)_counts[column].Sum();

    /// <summary>Where to start.</summary>
    public double[] Start(int parameters)
    {
        var start = new double[parameters];
        var means = Means();
        foreach (var (column, kernel) in Items)
            if (kernel is not FixedKernel)
                FreeItem.Start(_options.Family, _counts[column].AsSpan(0, kernel.Categories), means[column], Prior(column), start.AsSpan(kernel.First, kernel.Parameters));
        return start;
    }

    private CalibrationPrior Prior(int column)
    {
        var prior = _options.Priors.GetValueOrDefault(_responses.Items[column]) ?? CalibrationPrior.None;
        return prior with { LogitLowerAsymptote = prior.LogitLowerAsymptote ?? _options.Guessing };
    }

    private void Take(int column)
    {
        var (name, seen) = (_responses.Items[column], _responses.Categories[column]);
        if (_options.Fixed.TryGetValue(name, out var model))
        {
            if (seen > model.Categories) Refusal = $"The item '{name}' was answered with the category {seen - 1}, and its given parameters know only {model.Categories} categories.";
            else if (seen > 0) Items.Add((column, new FixedKernel(model)));
            else Warnings.Add(new(WarningKind.UnansweredItem, name, $"Nobody answered the item '{name}'."));
            return;
        }
        var dichotomous = _options.Family is ItemFamily.Rasch or ItemFamily.TwoParameter or ItemFamily.ThreeParameter;
        if (dichotomous && seen > 2)
        {
            Refusal = $"The item '{name}' was answered with the category {seen - 1}; this model is for right (1) and wrong (0).";
            return;
        }
        var believed = dichotomous && Prior(column).Difficulty is not null;
        var used = _counts[column].Count(count => count > 0);
        if (seen == 0) Warnings.Add(new(WarningKind.UnansweredItem, name, believed ? $"Nobody answered the item '{name}': its parameters are what was believed." : $"Nobody answered the item '{name}'; it is left out."));
        else if (used == 1 && !believed) Warnings.Add(new(WarningKind.ConstantItem, name, $"Everybody answered the item '{name}' with {seen - 1}; it is left out."));
        else if (!dichotomous && used < seen)
            Warnings.Add(new(WarningKind.UnusedCategory, name, $"Nobody answered the item '{name}' with {Array.IndexOf(_counts[column], 0)}, though somebody did with {seen - 1}; it is left out. Number the categories that occur from 0."));
        else Items.Add((column, FreeItem.Kernel(_options.Family, dichotomous ? 2 : seen, Prior(column))));
        if (seen == 0 && believed) Items.Add((column, FreeItem.Kernel(_options.Family, 2, Prior(column))));
    }

    private void Judge(bool anyFixed)
    {
        if (Items.Count == 0 || Persons == 0)
        {
            Refusal = Warnings.Count > 0 ? $"No item is left to calibrate: {Warnings[^1].Text}" : "There are no answers to calibrate from.";
            return;
        }
        for (var g = 0; g < _personsOf.Length; g++)
            if (_personsOf[g] == 0) Refusal = $"Nobody of the group '{_responses.Groups[g]}' answered anything.";
        if (!anyFixed && Refusal is null && Unlinked() is { } group)
            Refusal = $"The group '{group}' has no item in common with the first one, directly or through others, so their abilities can't be compared.";
        var parameters = Items.Sum(item => item.Kernel.Parameters) + Population.Parameters;
        if (Persons < parameters) Warnings.Add(new(WarningKind.FewPersons, null, $"{Persons} persons are fewer than the {parameters} parameters: the estimates say little."));
    }

    /// <summary>A group that shares no item with the first, even through others.</summary>
    private string? Unlinked()
    {
        var groups = _responses.Groups.Count;
        if (groups == 1) return null;
        var answered = new bool[groups, _responses.Items.Count];
        for (var person = 0; person < _responses.Persons; person++)
        {
            var answers = _responses.Row(person);
            foreach (var (column, _) in Items) answered[_responses.GroupOf(person), column] |= answers[column] >= 0;
        }
        var reached = new bool[groups];
        var known = new bool[_responses.Items.Count];
        Queue<int> next = new([0]);
        reached[0] = true;
        while (next.TryDequeue(out var g))
            for (var i = 0; i < known.Length; i++)
            {
                if (!answered[g, i] || known[i]) continue;
                known[i] = true;
                for (var other = 0; other < groups; other++)
                    if (answered[other, i] && !reached[other])
                    {
                        reached[other] = true;
                        next.Enqueue(other);
                    }
            }
        return Array.IndexOf(reached, false) is >= 0 and var lost ? _responses.Groups[lost] : null;
    }

    /// <summary>Of each item and category, the mean standardized share of the total among those who answered it; only the nominal model starts from it.</summary>
    private double[][] Means()
    {
        double[][] means = [.. _counts.Select(counts => new double[counts.Length])];
        if (_options.Family != ItemFamily.Nominal) return means;
        var totals = new double[_responses.Persons];
        for (var person = 0; person < totals.Length; person++)
        {
            var answers = _responses.Row(person);
            double sum = 0, most = 0;
            for (var i = 0; i < answers.Length; i++)
                if (answers[i] >= 0) (sum, most) = (sum + answers[i], most + Math.Max(1, _responses.Categories[i] - 1));
            totals[person] = most > 0 ? sum / most : double.NaN;
        }
        var (mean, spread) = (totals.Where(double.IsFinite).Average(), 0.0);
        foreach (var total in totals)
            if (double.IsFinite(total)) spread += (total - mean) * (total - mean);
        spread = Math.Sqrt(spread / Math.Max(1, Persons - 1));
        for (var person = 0; person < totals.Length; person++)
        {
            var answers = _responses.Row(person);
            for (var i = 0; i < answers.Length; i++)
                if (answers[i] is >= 0 and var k) means[i][k] += spread > 0 ? (totals[person] - mean) / spread / _counts[i][k] : 0;
        }
        return means;
    }
}
