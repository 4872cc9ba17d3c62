namespace ZooKeeper.Coordination.Chaos.Faults;

/// <summary>Draws faults at random, as from a bag that is refilled when it is empty, so that every kind occurs. The first ones are those that even a short run needs.</summary>
internal sealed class FaultBag(IReadOnlyList<Fault> first, IReadOnlyList<Fault> all, Random random)
{
    private readonly Queue<Fault> _bag = new([.. first, .. Shuffled(all.Except(first), random)]);

    public Fault Draw()
    {
        if (_bag.Count == 0)
        {
            foreach (var fault in Shuffled(all, random))
            {
                _bag.Enqueue(fault);
            }
        }

        return _bag.Dequeue();
    }

    private static Fault[] Shuffled(IEnumerable<Fault> faults, Random random)
    {
        var shuffled = faults.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
