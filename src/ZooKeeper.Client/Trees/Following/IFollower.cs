using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>What a way of following asks of the connection that it is used on.</summary>
internal interface IFollower
{
    /// <summary>Sends reads now instead of after all frames that have arrived.</summary>
    void SendReads();

    /// <summary>The server refused a read: the next one waits.</summary>
    void OnReadRefused(ErrorCode error);

    /// <summary>A request for watches is answered.</summary>
    /// <param name="request">The request, to be sent again if it was refused.</param>
    /// <param name="root">The root, if the request was for a recursive watch.</param>
    /// <param name="error">The server's answer.</param>
    /// <param name="zxid">The zxid of the reply.</param>
    void OnWatchAnswered(PendingRequest request, string? root, ErrorCode error, long zxid);

    /// <summary>A request for watches cannot be sent at all.</summary>
    void Fail(ZooKeeperException error);
}
