namespace ZooKeeper.Client.Session;

/// <summary>The connection was given up for a reason that the next one does not have: that is made without a pause.</summary>
internal sealed class ReconnectAtOnceException(string reason) : Exception(reason);
