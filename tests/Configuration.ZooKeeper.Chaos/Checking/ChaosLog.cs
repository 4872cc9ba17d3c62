using System.Text.Json;
using System.Text.Json.Serialization;

namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>The log of a run: one line of JSON for each entry, in the order of observation.</summary>
/// <remarks>It is on disk and not in memory, so that it does not look like a leak.</remarks>
internal sealed class ChaosLog(string file) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly StreamWriter _writer = new(file);
    private readonly Lock _gate = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private bool _isClosed;

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_started);

    public static IEnumerable<LogEntry> Read(string file) => File.ReadLines(file).Select(line => JsonSerializer.Deserialize<LogEntry>(line, Json)!);

    public void Write(
        LogKind kind,
        string? who = null,
        int? state = null,
        long? zxid = null,
        string? digest = null,
        double? seconds = null,
        int? sockets = null,
        long? bytes = null,
        string? detail = null)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return; // a late entry after the disposal
            }

            _writer.WriteLine(JsonSerializer.Serialize(
                new LogEntry
                {
                    At = Math.Round(Elapsed.TotalSeconds, 3),
                    Kind = kind,
                    Who = who,
                    State = state,
                    Zxid = zxid,
                    Digest = digest,
                    Seconds = seconds,
                    Sockets = sockets,
                    Bytes = bytes,
                    Detail = detail,
                },
                Json));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _writer.Dispose();
        }
    }
}
