namespace ZooKeeper.Client.Watches;

/// <summary>
/// Limits the size of setWatches requests. A server whose <c>jute.maxbuffer</c> is lower closes the connection without a reason, so the limit is halved each
/// time a connection ends before it has answered one. Protected by the observers' gate.
/// </summary>
internal sealed class SetWatchesLimit
{
    // ZOOKEEPER-706: one request with all paths can exceed the server's limit.
    private const int Largest = 128 * 1024;
    private const int Least = 1024;

    private int _unanswered;

    /// <summary>Gets how many bytes the paths of one request may have.</summary>
    public int Bytes { get; private set; } = Largest;

    public void OnSent() => _unanswered++;

    public void OnAnswered() => _unanswered--;

    public void OnDisconnected()
    {
        if (_unanswered > 0)
        {
            Bytes = Math.Max(Bytes / 2, Least);
        }

        _unanswered = 0;
    }
}
