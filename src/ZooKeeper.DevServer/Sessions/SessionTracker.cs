using System.Security.Cryptography;

namespace ZooKeeper.DevServer.Sessions;

/// <summary>Tracks the live sessions and their deadlines. Sessions expire at ticks, so up to one tick late (docs/protocol.md, "Handshake").</summary>
internal sealed class SessionTracker(TimeProvider time, TimeSpan tick)
{
    private const int PasswordLength = 16;
    private const int ServerId = 1;

    private readonly long _start = time.GetTimestamp();
    private readonly Dictionary<long, Session> _sessions = [];

    // The first byte identifies the server. The rest differs between servers, and after each start.
    private long _lastId = ((long)ServerId << 56) | ((long)RandomNumberGenerator.GetInt32(int.MaxValue) << 24);

    public IReadOnlyCollection<Session> All => _sessions.Values;

    private TimeSpan Now => time.GetElapsedTime(_start);

    public Session Open(TimeSpan timeout)
    {
        var session = new Session(++_lastId, RandomNumberGenerator.GetBytes(PasswordLength)) { Timeout = timeout };
        _sessions.Add(session.Id, session);
        Touch(session);
        return session;
    }

    public Session? Find(long id) => _sessions.GetValueOrDefault(id);

    public void Touch(Session session) => session.Deadline = (Math.Floor((Now + session.Timeout) / tick) + 1) * tick;

    public void TouchAll()
    {
        foreach (var session in _sessions.Values)
        {
            Touch(session);
        }
    }

    public void Close(Session session) => _sessions.Remove(session.Id);

    public IReadOnlyList<Session> Lapsed()
    {
        var now = Now;
        return [.. _sessions.Values.Where(session => session.Deadline <= now)];
    }
}
