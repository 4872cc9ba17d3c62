namespace Configuration.ZooKeeper.Reloading;

internal sealed partial class Publisher
{
    private readonly Lock _deciding = new();

    /// <summary>Whether the caller runs inside a decision.</summary>
    public bool IsDecidingOnThisThread => _deciding.IsHeldByCurrentThread;

    /// <summary>Runs a decision exclusively: no other decision of this source runs at the same time.</summary>
    /// <returns>False if another decision is still running after the given time. Only application code, such as a validation, takes that long.</returns>
    public bool TryDecide(TimeSpan timeout, Action decide)
    {
        if (!_deciding.TryEnter(timeout))
        {
            return false;
        }

        try
        {
            decide();
            return true;
        }
        finally
        {
            _deciding.Exit();
        }
    }
}
