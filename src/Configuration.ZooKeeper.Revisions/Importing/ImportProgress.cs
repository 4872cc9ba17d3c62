using System.Text.Json;
using Configuration.ZooKeeper.Revisions.Records;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>
/// The progress of an import: the data of its fence, and, without the zxids, of its markers. Providers show who imports and how far the import is.
/// </summary>
internal sealed record ImportProgress
{
    public required Guid Uid { get; init; }

    public required string By { get; init; }

    public required int Done { get; init; }

    public required int Batches { get; init; }

    public bool IsAborting { get; init; }

    /// <summary>The zxids of the batches that are done. That of the last one may be missing: it is the mzxid of the fence.</summary>
    public IReadOnlyList<long> Zxids { get; init; } = [];

    public ImportStatus ToStatus() => new(Uid, By, Done, Batches, IsAborting);

    public ImportProgress WithLastZxid(long zxid) => Done > Zxids.Count ? this with { Zxids = [.. Zxids, zxid] } : this;

    public byte[] WriteMarker() => (this with { Zxids = [] }).Write();

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ImportJson.Context.ImportProgress);

    public static ImportProgress Read(ReadOnlyMemory<byte> data, string path) =>
        RecordCodec.Read(path, () => JsonSerializer.Deserialize(data.Span, ImportJson.Context.ImportProgress));
}
