namespace ZooKeeper.Coordination.Presences;

/// <summary>The data that a presence is to have, and a task that completes when it has been written.</summary>
internal sealed class PresenceData(byte[]? bytes)
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[]? Bytes => bytes;

    /// <summary>Gets a task that completes when the znode has this data, or later data has replaced it. It fails if neither can happen.</summary>
    public Task Written => _written.Task;

    public void OnWritten() => _written.TrySetResult();

    public void OnFailed(Exception error)
    {
        _written.TrySetException(error);
        _ = _written.Task.Exception; // nobody may wait for it
    }
}
