namespace Configuration.ZooKeeper.Revisions.States;

/// <summary>Compares the data of znodes. Null and empty differ.</summary>
internal static class ZnodeBytes
{
    public static bool AreEqual(ReadOnlyMemory<byte>? x, ReadOnlyMemory<byte>? y) => (x, y) switch
    {
        (null, null) => true,
        ({ } left, { } right) => left.Span.SequenceEqual(right.Span),
        _ => false,
    };

    // A null array converts implicitly to empty memory, so no conversion may be implicit.
    public static ReadOnlyMemory<byte>? ToMemory(byte[]? data) => data is null ? null : (ReadOnlyMemory<byte>?)data.AsMemory();

    public static byte[]? ToArray(ReadOnlyMemory<byte>? data) => data?.ToArray();
}
