namespace ZooKeeper.Client.Watches;

/// <summary>
/// Tracks whether the connected server supports persistent watches. A server with WatchManagerOptimized rejects them and keeps the connection. A server before
/// 3.6 closes the connection. The client then does not ask on the next connection, but on the one after that, because the server may have been upgraded
/// (docs/protocol.md, "Servers without recursive watches"). Protected by the observers' gate.
/// </summary>
internal sealed class PersistentWatchSupport
{
    private readonly HashSet<string> _spared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accepting = new(StringComparer.Ordinal);
    private string _server = "";
    private bool _isOpen;

    /// <summary>Gets whether the server does not support persistent watches, so that everything uses one-shot watches.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Gets whether the server is known to support persistent watches, or not to support them.</summary>
    public bool IsKnown => IsRefused || _accepting.Contains(_server);

    public void OnConnected(string server)
    {
        _server = server;
        _isOpen = false;
        IsRefused = _spared.Remove(server);
    }

    public void OnAsked() => _isOpen = true;

    public void OnAccepted()
    {
        _isOpen = false;
        _silent.Remove(_server);
        _accepting.Add(_server);
    }

    public void OnRefused(ErrorCode error)
    {
        OnAccepted();
        _accepting.Remove(_server);
        IsRefused = true;
        if (error == ErrorCode.Unimplemented)
        {
            _spared.Add(_server);
        }
    }

    // The rejection of an unknown operation can get lost, because the server closes at once. Two lost connections are no accident.
    public void OnDisconnected()
    {
        if (_isOpen && !_silent.Add(_server))
        {
            OnRefused(ErrorCode.Unimplemented);
        }

        _isOpen = false;
    }
}
