namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>What one reader sees, one after another: whole states, and never an older one than before.</summary>
internal sealed class StateSequence(NumberedState state)
{
    private int _newest = -1;

    public int Count { get; private set; }

    public int Distinct { get; private set; }

    public Exception? Failure { get; private set; }

    public int See(AllKeys keys)
    {
        try
        {
            var n = state.Check(keys);
            Assert.IsGreaterThanOrEqualTo(_newest, n, "went back");
            Count++;
            Distinct += n > _newest ? 1 : 0;
            _newest = n;
        }
        catch (Exception e)
        {
            Failure ??= e;
        }

        return _newest;
    }
}
