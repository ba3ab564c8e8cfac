using Certus.Numerics;

namespace Certus.Practice;

/// <summary>Fills the places of a form's blueprint again with what measures best at the pass line.</summary>
/// <remarks>
/// The blueprint says how many questions of each kind a form has: of a domain and task, written or the first, second or third draw of a generator, alone or a case of so many. What the learner was shown
/// before stays, and so does what the bank has to spend now. Two sums are kept in bands, as nearly as the bank allows: the right answers expected at the pass line, lest a form that measures better is one that is harder to pass; and the
/// reading time. Without bands and enemies the best form is the best few of each kind; for the bands each unit of the two sums is given a price
/// (Lagrange multipliers; Everett, 1963), found by bisection, and exchanges of one question for another of its kind make good what is left. A share of the written questions is left out by the seed before, lest
/// the same few stand in every form; then as much chance is mixed into the questions' information as the form may lose of it. No arithmetic that a library or processor may round in its own way, and an order without ties: equal arguments give equal forms on every platform.
/// </remarks>
internal sealed class BlueprintSearch
{
    /// <summary>Half a question on a form of 65, in proportion to the root of its length, as the chance differences between forms are.</summary>
    private const double ExpectedTolerance = 0.06;

    /// <summary>Five per cent on a form of 65, likewise.</summary>
    private const double ReadingTolerance = 0.4;

    /// <summary>The most of a form's time that reading it once may take.</summary>
    private const double MostReading = 0.5;

    /// <summary>Where no more can be left out than this, nothing is.</summary>
    private const double LeastLeftOut = 0.05;

    private const int Rounds = 4, Doublings = 8, Halvings = 12, ChanceHalvings = 8, MostPasses = 50;
    private const double SameOff = 1e-9, SameValue = 1e-12;

    private readonly Block[] _blocks;
    private readonly Dictionary<(string?, string?, int, int), (int Cell, int Places)> _kinds;
    private readonly int[] _cell;               // per block, its kind
    private readonly int[][] _members, _enemies;
    private readonly int[] _places;             // per kind
    private readonly double[] _information, _chance, _values;
    private readonly double[][] _amounts;       // per band and block
    private readonly Band[] _bands;
    private readonly bool[] _start;
    private readonly bool _hasStart;            // whether none of it was left out
    private readonly int[] _order, _room;

    /// <param name="Chosen">Per block.</param>
    /// <param name="Meetings">Pairs of enemies among them.</param>
    /// <param name="Off">How far the sums lie outside their bands.</param>
    /// <param name="Value">The values added up.</param>
    private sealed record Choice(bool[] Chosen, int Meetings, double Off, double Value)
    {
        public bool KeepsAll => Meetings == 0 && Off < SameOff;

        public bool IsBetterThan(Choice? other) => other is null || IsBetter(Meetings, Off, Value, other.Meetings, other.Off, other.Value);
    }

    private static bool IsBetter(int meetings, double off, double value, int thanMeetings, double thanOff, double thanValue) =>
        meetings != thanMeetings ? meetings < thanMeetings : Math.Abs(off - thanOff) > SameOff ? off < thanOff : value > thanValue + SameValue;

    private static (string?, string?, int, int) Kind(Block block) => (block.DomainId, block.Task, block.Draw, block.Size);

    private BlueprintSearch(List<Block> movable, IReadOnlyList<Block> pool, Func<Block, ItemWorth> worthOf, Band expected, Band reading, SeededRandom random)
    {
        var kinds = _kinds = movable.GroupBy(Kind).Select((kind, i) => (kind.Key, i, Places: kind.Count())).ToDictionary(kind => kind.Key, kind => (Cell: kind.i, kind.Places));
        _blocks = [.. pool.Where(block => kinds.ContainsKey(Kind(block)))];
        _cell = [.. _blocks.Select(block => kinds[Kind(block)].Cell)];
        _places = [.. kinds.Values.OrderBy(kind => kind.Cell).Select(kind => kind.Places)];
        _members = [.. _places.Select((_, cell) => Enumerable.Range(0, _blocks.Length).Where(i => _cell[i] == cell).ToArray())];
        var at = _blocks.Index().Where(entry => entry.Item.Draw == 0).ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        _enemies = [.. _blocks.Select(block => block.Enemies.Where(at.ContainsKey).Select(id => at[id]).Order().ToArray())];
        var worth = _blocks.Select(worthOf).ToList();
        _information = [.. worth.Select(of => of.Information)];
        _amounts = [[.. worth.Select(of => of.Expected)], [.. _blocks.Select(block => block.ReadingTime.TotalSeconds)]];
        _bands = [expected, reading];
        var scale = _information.DefaultIfEmpty(0).Max();
        // Standard Gumbel numbers: added to information they draw with odds that are exponential in it, the most even draw of forms that measure so well on average (Gumbel, 1954).
        _chance = [.. _blocks.Select(_ => -scale * Elementary.Log(-Elementary.Log(((random.Next() >> 12) + 0.5) * (1.0 / (1UL << 52)))))];
        _values = new double[_blocks.Length];
        var start = movable.ToHashSet();
        _start = [.. _blocks.Select(start.Contains)];
        _hasStart = _start.Count(at => at) == movable.Count;
        _order = [.. Enumerable.Range(0, _blocks.Length)];
        _room = new int[_places.Length];
    }

    /// <summary>For each block of a form that is to make room the one that takes its place.</summary>
    /// <param name="pool">Where from.</param>
    /// <param name="taken">The form so far, without enemies.</param>
    /// <param name="objective">What is measured best.</param>
    /// <param name="minutes">The time; null without a clock.</param>
    /// <param name="seed">Decides what is left out.</param>
    /// <param name="random">Decides what chance may.</param>
    public static IReadOnlyDictionary<Block, Block> Replacements(Candidates pool, IReadOnlyList<Taken> taken, FormObjective objective, int? minutes, ulong seed, SeededRandom random)
    {
        ItemWorth Worth(Block block)
        {
            var parts = block.Parts.Select(part => objective.WorthOf(part.Item.Question)).ToList();
            return new(parts.Sum(part => part.Information), parts.Sum(part => part.Expected));
        }

        // A domain's questions as they usually are, as many as the form has of it: forms of one blueprint are equally hard and equally long.
        double expected = 0, seconds = 0;
        foreach (var domain in taken)
        {
            if (domain.Size == 0) continue;
            var usual = pool.Usual(domain.Blocks.First().DomainId).ToList();
            var share = (double)domain.Size / usual.Sum(block => block.Size);
            expected += share * usual.Sum(block => Worth(block).Expected);
            seconds += share * usual.Sum(block => block.ReadingTime.TotalSeconds);
        }
        var stays = taken.SelectMany(domain => domain.Blocks).Where(block => !block.Fresh || pool.IsPressing(block)).ToList();
        var movable = taken.SelectMany(domain => domain.Blocks).Except(stays).ToList();
        var (places, kept, read) = (taken.Sum(domain => domain.Size), stays.Sum(block => Worth(block).Expected), stays.Sum(block => block.ReadingTime.TotalSeconds));
        var (spread, slack) = (ExpectedTolerance * Math.Sqrt(places), Math.Max(1, ReadingTolerance * seconds / Math.Sqrt(places)));
        var most = Math.Min(seconds + slack, minutes is { } clock ? MostReading * clock * 60 : double.PositiveInfinity);
        List<Block> free = [.. pool.Unseen.Except(stays).Where(block => !block.Meets(stays))];
        for (var share = objective.LeaveOut; ; share = share > LeastLeftOut ? share / 2 : 0)
        {
            var search = new BlueprintSearch(
                movable, share > 0 ? Kept(free, movable, share, seed) : free, Worth, new(expected - spread - kept, expected + spread - kept, spread), new(Math.Min(seconds - slack, most) - read, most - read, slack), random);
            // What is left out may cost information, but no rule.
            if (search.Run(objective.GiveUp) is var best && (best.KeepsAll || share == 0)) return search.Exchanged(movable, best.Chosen);
        }
    }

    /// <summary>What is left of written questions without those that the seed leaves out, of each kind as many as have places at least.</summary>
    /// <remarks>Each question has a place on a circle, by its id, and goes round it by the golden section from seed to seed: of consecutive seeds the same share leaves it out, as nearly as can be (Weyl's sequence).</remarks>
    private static List<Block> Kept(List<Block> free, List<Block> start, double share, ulong seed)
    {
        var (turn, least) = (unchecked(seed * SeededRandom.Step), (ulong)(share * ulong.MaxValue));
        var places = start.CountBy(Kind).ToDictionary();
        ulong PlaceOf(Block block) => unchecked(new SeededRandom(0, block.Id).Next() + turn);
        return
        [
            .. free.Select(block => (Block: block, Place: block.Draw > 0 ? ulong.MaxValue : PlaceOf(block))).GroupBy(entry => Kind(entry.Block))
                .SelectMany(kind => kind.OrderByDescending(entry => entry.Place).Where((entry, i) => i < places.GetValueOrDefault(kind.Key) || entry.Place >= least)).Select(entry => entry.Block),
        ];
    }

    private Dictionary<Block, Block> Exchanged(List<Block> movable, bool[] chosen)
    {
        var entering = _members.Select(members => new Queue<Block>(members.Where(i => chosen[i] && !_start[i]).Select(i => _blocks[i]))).ToArray();
        var at = _blocks.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return movable.Where(block => !at.TryGetValue(block, out var i) || !chosen[i]).ToDictionary(block => block, block => entering[_kinds[Kind(block)].Cell].Dequeue());
    }

    private Choice Run(double giveUp)
    {
        var best = Solve(0);
        var (floor, kept) = (Information(best.Chosen) * (1 - giveUp), best);
        // As much chance as the form may cost: all of it if possible, else between what was possible and what was not.
        for (double low = 0, high = 2, halving = 0; giveUp > 0 && halving <= ChanceHalvings; halving++)
        {
            var share = (low + high) / 2;
            var tried = Solve(share);
            if (Information(tried.Chosen) < floor || tried.Meetings > best.Meetings || tried.Off > best.Off + SameOff) high = share;
            else
            {
                kept = tried;
                if (share == 1) break;
                low = share;
            }
        }
        return kept;
    }

    /// <summary>The best form found, where a question's value is its information but for a share of chance.</summary>
    private Choice Solve(double chance)
    {
        for (var i = 0; i < _values.Length; i++) _values[i] = (1 - chance) * _information[i] + chance * _chance[i];
        var best = Exchange(Priced());
        if (best.KeepsAll || !_hasStart) return best;
        // From where the blueprint was filled first there is always a way without enemies.
        var other = Exchange(Judge((bool[])_start.Clone()));
        return other.IsBetterThan(best) ? other : best;
    }

    /// <summary>The best form by prices on the sums that are to lie in bands.</summary>
    private Choice Priced()
    {
        var prices = new double[_bands.Length];
        Choice? best = null;
        var unit = _values.Length == 0 ? 0 : _values.Max();

        Choice Try(int band, double price)
        {
            prices[band] = price;
            var choice = Judge(Greedy(prices));
            if (choice.IsBetterThan(best)) best = choice;
            return choice;
        }

        for (var round = 0; round < Rounds; round++)
        {
            var before = best;
            for (var band = 0; band < _bands.Length; band++)
            {
                var off = Off(Try(band, 0).Chosen, band);
                if (off == 0) continue;
                var (sign, low, high) = (off > 0 ? 1 : -1, 0.0, unit / _bands[band].Unit);
                for (var i = 0; i < Doublings && sign * Off(Try(band, sign * high).Chosen, band) > 0; i++) (low, high) = (high, high * 2);
                for (var i = 0; i < Halvings; i++)
                {
                    var middle = (low + high) / 2;
                    if (sign * Off(Try(band, sign * middle).Chosen, band) > 0) low = middle;
                    else high = middle;
                }
                Try(band, sign * high);
            }
            if (best!.KeepsAll || ReferenceEquals(best, before)) break;
        }
        return best!;
    }

    /// <summary>The best of each kind after prices; what meets an enemy that was better only where nothing else is left.</summary>
    private bool[] Greedy(double[] prices)
    {
        var keys = new double[_values.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = _values[i] - prices[0] * _amounts[0][i] - prices[1] * _amounts[1][i];
        Array.Sort(_order, (one, other) => keys[one] > keys[other] ? -1 : keys[one] < keys[other] ? 1 : one.CompareTo(other));
        var chosen = new bool[keys.Length];
        _places.CopyTo(_room, 0);
        for (var meeting = 0; meeting < 2; meeting++)
            foreach (var i in _order)
            {
                if (chosen[i] || _room[_cell[i]] == 0 || meeting == 0 && MeetsChosen(i, chosen)) continue;
                chosen[i] = true;
                _room[_cell[i]]--;
            }
        return chosen;
    }

    private bool MeetsChosen(int i, bool[] chosen)
    {
        foreach (var enemy in _enemies[i])
            if (chosen[enemy]) return true;
        return false;
    }

    /// <summary>Makes a form better one exchange at a time, until none does.</summary>
    private Choice Exchange(Choice from)
    {
        var chosen = (bool[])from.Chosen.Clone();
        for (var (pass, moved) = (0, true); moved && pass < MostPasses; pass++)
        {
            moved = false;
            var now = Judge(chosen);
            var sums = _amounts.Select((_, band) => Sum(chosen, band)).ToArray();
            for (var leaves = 0; leaves < chosen.Length; leaves++)
            {
                if (!chosen[leaves]) continue;
                var (meetings, least, most, enters) = (now.Meetings, now.Off, now.Value, -1);
                foreach (var other in _members[_cell[leaves]])
                {
                    if (chosen[other]) continue;
                    var (pairs, outside, value) = (now.Meetings + MeetingsMore(chosen, leaves, other), Outside(sums, leaves, other), now.Value - _values[leaves] + _values[other]);
                    if (IsBetter(pairs, outside, value, meetings, least, most)) (meetings, least, most, enters) = (pairs, outside, value, other);
                }
                if (enters < 0) continue;
                (chosen[leaves], chosen[enters], moved) = (false, true, true);
                now = Judge(chosen);
                for (var band = 0; band < sums.Length; band++) sums[band] = Sum(chosen, band);
            }
        }
        return Judge(chosen);
    }

    private double Outside(double[] sums, int leaves, int enters)
    {
        double outside = 0;
        for (var band = 0; band < sums.Length; band++) outside += Math.Abs(_bands[band].Off(sums[band] - _amounts[band][leaves] + _amounts[band][enters]));
        return outside;
    }

    private int MeetingsMore(bool[] chosen, int leaves, int enters)
    {
        var pairs = 0;
        foreach (var enemy in _enemies[leaves])
            if (chosen[enemy]) pairs--;
        foreach (var enemy in _enemies[enters])
            if (chosen[enemy] && enemy != leaves) pairs++;
        return pairs;
    }

    private Choice Judge(bool[] chosen)
    {
        var (meetings, off, value) = (0, 0.0, 0.0);
        for (var band = 0; band < _bands.Length; band++) off += Math.Abs(Off(chosen, band));
        for (var i = 0; i < chosen.Length; i++)
        {
            if (!chosen[i]) continue;
            value += _values[i];
            foreach (var enemy in _enemies[i])
                if (enemy < i && chosen[enemy]) meetings++;
        }
        return new(chosen, meetings, off, value);
    }

    private double Off(bool[] chosen, int band) => _bands[band].Off(Sum(chosen, band));

    private double Sum(bool[] chosen, int band)
    {
        double sum = 0;
        for (var i = 0; i < chosen.Length; i++)
            if (chosen[i]) sum += _amounts[band][i];
        return sum;
    }

    private double Information(bool[] chosen)
    {
        double sum = 0;
        for (var i = 0; i < chosen.Length; i++)
            if (chosen[i]) sum += _information[i];
        return sum;
    }
}
