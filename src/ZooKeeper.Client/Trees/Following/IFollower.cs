using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>Provides what an <see cref="IFollowing"/> needs from its connection.</summary>
internal interface IFollower
{
    /// <summary>Sends reads now, without waiting until all received frames are handled.</summary>
    void SendReads();

    /// <summary>Pauses reading, because the server rejected a read.</summary>
    void OnReadRefused(ErrorCode error);

    /// <summary>Handles the reply to a request for watches.</summary>
    /// <param name="request">The request, to send it again if it was rejected.</param>
    /// <param name="root">The root, if the request was for a recursive watch.</param>
    /// <param name="error">The error of the reply.</param>
    /// <param name="zxid">The zxid of the reply.</param>
    void OnWatchAnswered(PendingRequest request, string? root, ErrorCode error, long zxid);

    /// <summary>Reports a request for watches that cannot be sent.</summary>
    void Fail(ZooKeeperException error);
}
