namespace ZooKeeper.Client.Watches;

/// <summary>
/// Whether the server of the present connection takes persistent watches. One with WatchManagerOptimized says no, and the connection goes on. One before
/// 3.6 closes the connection; so on the next one it is spared the question, and on the one after that asked again, as it may have been upgraded
/// (docs/protocol.md, "Servers without recursive watches"). Protected by the observers' gate.
/// </summary>
internal sealed class PersistentWatchSupport
{
    private readonly HashSet<string> _spared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private string _server = "";
    private bool _isOpen;

    /// <summary>Whether the server has none, so that everything is watched by one-shots.</summary>
    public bool IsRefused { get; private set; }

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
    }

    public void OnRefused(ErrorCode error)
    {
        OnAccepted();
        IsRefused = true;
        if (error == ErrorCode.Unimplemented)
        {
            _spared.Add(_server);
        }
    }

    // The refusal of an unknown operation can get lost, because the server closes at once. Twice is no accident.
    public void OnDisconnected()
    {
        if (_isOpen && !_silent.Add(_server))
        {
            OnRefused(ErrorCode.Unimplemented);
        }

        _isOpen = false;
    }
}
