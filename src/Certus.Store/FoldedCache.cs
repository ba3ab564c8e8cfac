namespace Certus.Store;

/// <summary>The sittings folded last. An entry may be behind the log; whoever takes it reads on from its sequence.</summary>
internal sealed class FoldedCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Learner, Guid), LinkedListNode<((Learner, Guid) Key, Folded Folded)>> _entries = [];
    private readonly LinkedList<((Learner, Guid) Key, Folded Folded)> _latest = [];

    public Folded? Find(Learner learner, Guid sitting)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue((learner, sitting), out var node)) return null;
            _latest.Remove(node);
            _latest.AddFirst(node);
            return node.Value.Folded;
        }
    }

    /// <summary>Keeps a state, unless a later one is there.</summary>
    public void Offer(Learner learner, Guid sitting, Folded folded)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue((learner, sitting), out var node))
            {
                if (node.Value.Folded.Sequence < folded.Sequence) node.Value = ((learner, sitting), folded);
                return;
            }
            _entries.Add((learner, sitting), _latest.AddFirst(((learner, sitting), folded)));
            if (_entries.Count <= capacity) return;
            _entries.Remove(_latest.Last!.Value.Key);
            _latest.RemoveLast();
        }
    }
}
