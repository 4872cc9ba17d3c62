using System.Text.Json;
using Configuration.ZooKeeper.Revisions.Records;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>
/// The data of the marker: the progress of the import. The version of the marker is the fence. Providers show who imports and how far the import is.
/// </summary>
internal sealed record ImportProgress
{
    public required Guid Uid { get; init; }

    public required string By { get; init; }

    public required int Done { get; init; }

    public required int Batches { get; init; }

    public bool IsAborting { get; init; }

    /// <summary>The zxids of the batches before the last one that is done. That of the last one is the mzxid of the marker.</summary>
    public IReadOnlyList<long> Zxids { get; init; } = [];

    public ImportStatus ToStatus() => new(Uid, By, Done, Batches, IsAborting);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ImportJson.Context.ImportProgress);

    public static ImportProgress Read(ReadOnlyMemory<byte> data, string path) =>
        RecordCodec.Read(path, () => JsonSerializer.Deserialize(data.Span, ImportJson.Context.ImportProgress));
}
