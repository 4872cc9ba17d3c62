namespace ZooKeeper.Client.Session;

/// <summary>Decides when a connection sends a ping, and when its server counts as silent.</summary>
internal readonly record struct PingSchedule(TimeSpan SessionTimeout)
{
    /// <summary>Gets how long after the last request a ping is due.</summary>
    public TimeSpan Interval => SessionTimeout / 3;

    /// <summary>Gets how long a server may be silent. A third of the session timeout is left to find another server.</summary>
    public TimeSpan Patience => 2 * SessionTimeout / 3;

    /// <summary>Gets the shortest time between two checks.</summary>
    public TimeSpan Shortest => Interval / 10;

    /// <summary>Gets how long to wait until the next check.</summary>
    public TimeSpan Next(TimeSpan sinceSent, TimeSpan silence)
    {
        var (untilPing, untilSilent) = (Interval - sinceSent, Patience - silence);
        var next = untilPing < untilSilent ? untilPing : untilSilent;
        return next > Shortest ? next : Shortest;
    }
}
