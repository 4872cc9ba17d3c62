namespace ZooKeeper.Client.Protocol;

/// <summary>
/// Represents the body of setWatches and setWatches2, which set watches again on a new connection. The server reports what changed after
/// <see cref="RelativeZxid"/> (docs/protocol.md, "Watches after a reconnect").
/// </summary>
internal sealed record SetWatchesRequest(
    long RelativeZxid,
    IReadOnlyList<string> DataWatches,
    IReadOnlyList<string> ExistWatches,
    IReadOnlyList<string> ChildWatches,
    IReadOnlyList<string> PersistentWatches,
    IReadOnlyList<string> PersistentRecursiveWatches) : IRecord<SetWatchesRequest>
{
    /// <summary>Gets the operation. Only the persistent lists need setWatches2, which servers support since 3.6.</summary>
    public OpCode OpCode => PersistentWatches.Count + PersistentRecursiveWatches.Count > 0 ? OpCode.SetWatches2 : OpCode.SetWatches;

    public static SetWatchesRequest Read(ref JuteReader reader)
    {
        var relativeZxid = reader.ReadLong();
        var (data, exist, child) = (reader.ReadStrings(), reader.ReadStrings(), reader.ReadStrings());
        return reader.Remaining == 0
            ? new SetWatchesRequest(relativeZxid, data, exist, child, [], [])
            : new SetWatchesRequest(relativeZxid, data, exist, child, reader.ReadStrings(), reader.ReadStrings());
    }

    public void Write(JuteWriter writer)
    {
        writer.WriteLong(RelativeZxid);
        writer.WriteStrings(DataWatches);
        writer.WriteStrings(ExistWatches);
        writer.WriteStrings(ChildWatches);
        if (OpCode == OpCode.SetWatches2)
        {
            writer.WriteStrings(PersistentWatches);
            writer.WriteStrings(PersistentRecursiveWatches);
        }
    }
}
