using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>
/// One step of a script: a request of one of its sessions. A closeSession is followed by a new session. Without an operation the session comes back on a
/// new connection.
/// </summary>
/// <param name="Session">The number of the session.</param>
/// <param name="OpCode">The operation.</param>
/// <param name="Body">The body of the request, given the zxid at which the script began.</param>
internal sealed record Step(int Session, OpCode? OpCode, Func<long, IRecord>? Body = null);
