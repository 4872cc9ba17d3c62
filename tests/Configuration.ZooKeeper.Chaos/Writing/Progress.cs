namespace Configuration.ZooKeeper.Chaos.Writing;

/// <summary>Tracks the newest state that a writer has tried to write, and the newest one known to be written.</summary>
internal sealed class Progress
{
    private readonly Lock _gate = new();
    private int _begun;
    private int _committed;

    public int Begun
    {
        get
        {
            lock (_gate)
            {
                return _begun;
            }
        }
    }

    public int Committed
    {
        get
        {
            lock (_gate)
            {
                return _committed;
            }
        }
    }

    public void Begin(int n)
    {
        lock (_gate)
        {
            _begun = Math.Max(_begun, n);
        }
    }

    public void Commit(int n)
    {
        lock (_gate)
        {
            _committed = Math.Max(_committed, n);
        }
    }
}
