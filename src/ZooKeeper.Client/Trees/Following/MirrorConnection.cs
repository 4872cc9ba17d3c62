using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>Follows a tree over one connection: sets the watches, verifies it, and reads what events mark. Everything runs under the observers' gate.</summary>
internal sealed class MirrorConnection : IFollower
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly MirroredTree _tree;
    private readonly Connection _connection;
    private readonly WatchRegistry _watches;
    private readonly Chroot _chroot;
    private readonly ILogger _logger;
    private readonly MirrorRejections _rejections;
    private readonly Func<string, Znode?> _find;
    private bool _isOver;

    public MirrorConnection(MirroredTree tree, Connection connection, WatchRegistry watches, Chroot chroot, ILogger logger)
    {
        (_tree, _connection, _watches, _chroot, _logger) = (tree, connection, watches, chroot, logger);
        (_find, _rejections) = (tree.Copy.Find, new MirrorRejections(connection.Time, logger));
        Following = watches.Persistent.IsRefused ? new OneShotFollowing(tree, this, watches.SetWatchesLimit) : new RecursiveFollowing(tree, this, watches);
    }

    /// <summary>How the mirror follows the server.</summary>
    public IFollowing Following { get; private set; }

    /// <summary>Whether events report every change.</summary>
    public bool IsFollowing => !_isOver && _tree.Verification.IsFollowing;

    /// <summary>Whether the tree is verified and nothing is to be read, so that an audit can read.</summary>
    public bool IsAuditable => IsFollowing && !_tree.Publication.IsStale && !_tree.Reads.IsPaused && _tree.Reads.IsIdle;

    public int MaxRequestLength => _connection.MaxRequestLength;

    public void Begin()
    {
        _tree.Reads.IsPaused = false; // the pause belonged to another connection
        if (_tree.Publication.Published is null)
        {
            _connection.Send(new Refresh(static _ => { }, static (_, _) => { })); // the first snapshot must be as fresh as the leader
        }

        foreach (var refresh in _tree.Publication.Refreshes)
        {
            _connection.Send(refresh);
        }

        Follow(Following);
    }

    /// <summary>Ends the use of the connection. Later replies do not change what users see.</summary>
    public void End()
    {
        _isOver = true;
        _tree.OnDisconnected();
    }

    /// <summary>Ends the connection. The mirror continues on the next one.</summary>
    public void Abandon(Exception cause) => _connection.Close(cause);

    /// <summary>Removes all watches of the mirror.</summary>
    public void RemoveWatches()
    {
        foreach (var path in _tree.Copy.Roots.Concat(Following.WatchedBelowRoots()))
        {
            _connection.Send(new RemoveWatches(path, path, _watches));
        }
    }

    public void Send(PendingRequest request) => _connection.Send(request);

    public void OnEvent(in WatchedEvent watchedEvent)
    {
        if (IsFollowing && _tree.Copy.Contains(watchedEvent.Path))
        {
            _tree.Publication.OnEvent();
            Following.OnEvent(watchedEvent.Type, watchedEvent.Path);
        }
    }

    /// <summary>Publishes at replies only: at an event, other events of the same transaction may be missing.</summary>
    public void OnReply(long zxid)
    {
        if (IsFollowing)
        {
            _tree.OnPoint(zxid, Following);
        }
    }

    public void SendReads()
    {
        if (!IsFollowing || _tree.Reads.IsPaused)
        {
            return;
        }

        foreach (var path in _tree.Reads.TakeBarriers(_find))
        {
            _connection.Send(new StatRead(path, _tree.OnBarrier));
        }

        if (!Following.PrepareRead())
        {
            return;
        }

        while (_tree.Reads.Take(_find, _tree.MostInFlight(Following), Following.MostPaths, _connection.MaxRequestLength) is { } operations)
        {
            var read = Following.CreateRead(operations);
            _tree.Reads.OnSent(read);
            read.SendTo(_connection);
        }

        while (_tree.Reads.Unverified.TakeToCompare() is { } path)
        {
            _connection.Send(new StatRead(path, (compared, error, stat) => _tree.OnCompared(compared, error, stat, Following)));
        }

        if (_tree.Publication.IsPointOwed && _tree.Reads.OpenCount == 0)
        {
            _tree.Publication.IsPointOwed = false;
            _connection.Send(new Ping());
        }
    }

    /// <summary>Sends a request again after a pause, because the server rejected it, for example to throttle.</summary>
    public void SendAgainLater(PendingRequest request, string? root, ErrorCode error)
    {
        var cause = ZooKeeperException.Of(error, $"{request.OpCode} of a mirror", root is null ? null : _chroot.ToUser(root), root);
        if (cause.IsTransient)
        {
            _rejections.Log(error);
        }
        else
        {
            Fail(cause);
        }

        RetryLater(() => _connection.Send(request));
    }

    public void OnWatchAnswered(PendingRequest request, string? root, ErrorCode error, long zxid)
    {
        if (error != ErrorCode.Unimplemented)
        {
            _connection.Release();
        }

        switch (error)
        {
            case var _ when _isOver:
                break;
            case ErrorCode.Ok:
                if (root is not null)
                {
                    _watches.Persistent.OnAccepted();
                }

                if (_tree.Verification.OnWatched(zxid))
                {
                    _tree.Verify(Following);
                }

                break;
            case ErrorCode.Unimplemented when root is not null:
                _watches.RefusePersistent(error);
                Reconnect("It has no recursive watches; the next connection does without them."); // the server closes the connection anyway
                break;
            case ErrorCode.MarshallingError when root is not null:
                _watches.RefusePersistent(error);
                if (Following is RecursiveFollowing)
                {
                    Follow(new OneShotFollowing(_tree, this, _watches.SetWatchesLimit));
                }

                break;
            default:
                SendAgainLater(request, root, error);
                break;
        }
    }

    public void OnReadRefused(ErrorCode error)
    {
        _rejections.Log(error);
        if (_isOver)
        {
            return;
        }

        if (Following.HasMultiRead && error is ErrorCode.Unimplemented or ErrorCode.MarshallingError)
        {
            // The server has recursive watches but no multiRead. Following by one-shot watches needs neither.
            _watches.Persistent.OnRefused(ErrorCode.Unimplemented);
            Reconnect("It has no multiRead; the next connection does without it.");
        }

        _tree.Reads.IsPaused = true;
        RetryLater(() => _tree.Reads.IsPaused = false);
    }

    public void Fail(ZooKeeperException error)
    {
        _connection.Release(); // requests of users do not depend on the mirror
        _tree.Publication.LastError = error;
        _rejections.Log(error);
    }

    private void Follow(IFollowing following)
    {
        Following = following;
        if (following is OneShotFollowing)
        {
            _logger.LogOneShots(_connection.Server);
        }
        else if (!_watches.Persistent.IsKnown)
        {
            _connection.Hold(); // requests of users: a server before 3.6 answers by closing the connection
        }

        var requests = following.CreateWatchRequests(_connection.MaxRequestLength);
        _tree.Verification.Await(requests.Count);
        foreach (var request in requests)
        {
            _connection.Send(request);
        }

        if (requests.Count == 0)
        {
            _tree.Verify(following);
            SendReads();
        }
    }

    private void RetryLater(Action action) => _ = _connection.RunLaterAsync(RetryDelay, () =>
    {
        if (!_isOver)
        {
            action();
            SendReads();
        }
    });

    private void Reconnect(string reason) => Abandon(new ReconnectAtOnceException(reason));
}
