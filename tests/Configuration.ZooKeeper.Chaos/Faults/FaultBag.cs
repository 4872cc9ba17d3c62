namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>
/// Draws faults at random, as from a bag that is refilled when it is empty, so that every kind occurs with any seed. It starts with those that even a
/// short run needs.
/// </summary>
internal sealed class FaultBag(IReadOnlyList<Fault> first, IReadOnlyList<Fault> all, Random random)
{
    private readonly Queue<Fault> _first = new(Shuffled(first, random));
    private readonly List<Fault> _bag = [.. Shuffled(all, random).Except(first)];

    /// <returns>One of the first faults, whatever the time; then the next fault that fits into the remaining time, or null if none does.</returns>
    public Fault? Draw(TimeSpan time)
    {
        if (_first.TryDequeue(out var fault))
        {
            return fault;
        }

        if (_bag.Count == 0)
        {
            _bag.AddRange(Shuffled(all, random));
        }

        var index = _bag.FindIndex(one => one.AtMost <= time);
        if (index < 0)
        {
            return all.Where(one => one.AtMost <= time).MinBy(_ => random.Next());
        }

        fault = _bag[index];
        _bag.RemoveAt(index);
        return fault;
    }

    private static Fault[] Shuffled(IEnumerable<Fault> faults, Random random)
    {
        var shuffled = faults.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
