namespace ZooKeeper.Client.Session;

/// <summary>When a connection sends a ping, and when its server counts as silent.</summary>
internal readonly record struct PingSchedule(TimeSpan SessionTimeout)
{
    /// <summary>After this long without a request, a ping is due.</summary>
    public TimeSpan Interval => SessionTimeout / 3;

    /// <summary>After this long without an answer, the client gives up the server: a third of the timeout is left to find another.</summary>
    public TimeSpan Patience => 2 * SessionTimeout / 3;

    /// <summary>Gets when to look at the connection again.</summary>
    public TimeSpan Next(TimeSpan sinceSent, TimeSpan silence)
    {
        var (untilPing, untilSilent) = (Interval - sinceSent, Patience - silence);
        var next = untilPing < untilSilent ? untilPing : untilSilent;
        return next > Interval / 10 ? next : Interval / 10;
    }
}
