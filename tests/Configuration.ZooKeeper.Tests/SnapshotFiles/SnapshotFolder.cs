using System.Security.Cryptography;
using System.Text;
using Configuration.ZooKeeper.SnapshotFiles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>A directory of a test's own with a snapshot file in it, and what is logged about it.</summary>
internal sealed class SnapshotFolder : IDisposable
{
    public const int NotUsed = 2100;
    public const int NotWritten = 2101;
    public const int WrittenAgain = 2102;
    public const int Abandoned = 2103;

    public static readonly SnapshotOrigin Origin = new(["/config/common", "/config/shop"], null);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("snapshot-");

    public string Path => _directory.FullName;

    public string File => System.IO.Path.Combine(Path, "shop.json");

    public FakeTimeProvider Time { get; } = new();

    public RecordingLogging Log { get; } = new();

    public IEnumerable<string> FileNames => _directory.EnumerateFileSystemInfos().Select(file => file.Name);

    /// <summary>A snapshot file as another process would have it.</summary>
    public SnapshotFile Open(SnapshotOrigin? origin = null, string? file = null) => new(file ?? File, origin ?? Origin, Log.CreateLogger("test"), Time);

    public void Write(long zxid, params (string Key, string? Value)[] keys) => Open().Write(zxid, Keys(keys));

    /// <summary>Writes content as a snapshot has it, with a checksum that fits.</summary>
    public void WriteSigned(string body) => System.IO.File.WriteAllText(File, Signed(body));

    /// <summary>Reads the file, which is not used, and says why. One warning names the file.</summary>
    public string WhyNotUsed(SnapshotOrigin? origin = null)
    {
        Assert.IsNull(Open(origin).Read());
        var line = Log.Of(NotUsed).Last();
        Assert.AreEqual(LogLevel.Warning, line.Level);
        Assert.StartsWith($"Cannot use the snapshot file {File}: ", line.Text);
        return line.Text;
    }

    public void Dispose() => _directory.Delete(recursive: true);

    public static IEnumerable<KeyValuePair<string, string?>> Keys(params (string Key, string? Value)[] keys) =>
        [.. keys.Select(key => KeyValuePair.Create(key.Key, key.Value))];

    private static string Signed(string body) =>
        $"{body},\n  \"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\"\n}}\n";
}
