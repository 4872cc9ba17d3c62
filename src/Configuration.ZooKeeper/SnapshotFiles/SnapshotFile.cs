using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Stores the last good configuration of a source. Failures are logged, never thrown: an unusable file is ignored, and a failed write leaves the file
/// unchanged. At most one thread reads and at most one thread writes at a time.
/// </summary>
/// <remarks>
/// Several processes can share a file; the last write wins. The directory is not flushed: after a machine crash the previous content may be back.
/// </remarks>
/// <param name="path">The path of the file, which need not exist yet.</param>
/// <param name="origin">The origin of the source's keys.</param>
/// <param name="logger">A logger that does not throw, such as one of <see cref="Logging.HandedOverLogging"/>.</param>
/// <param name="time">The clock.</param>
internal sealed partial class SnapshotFile(string path, SnapshotOrigin origin, ILogger logger, TimeProvider time)
{
    // Resolve now: the application may change its current directory later.
    private readonly string _path = System.IO.Path.GetFullPath(path);
    private readonly HashSet<string> _reportedOnRead = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reportedOnWrite = new(StringComparer.Ordinal);
    private bool _hasTidied;

    public string Path => _path;

    /// <summary>Reads the configuration in the file. Returns null if there is no file or it is unusable.</summary>
    public SavedConfiguration? Read()
    {
        try
        {
            return Load() is { } content ? SnapshotDocument.Parse(content, origin) : null;
        }
        catch (Exception e)
        {
            if (ReasonOf(e) is var reason && _reportedOnRead.Add(reason))
            {
                LogNotUsed(logger, _path, reason);
            }

            return null;
        }
    }

    /// <summary>Replaces the content of the file, and blocks until it is on disk.</summary>
    public void Write(long zxid, IEnumerable<KeyValuePair<string, string?>> keys)
    {
        try
        {
            Tidy();
            if (FileProtection.ObjectionTo(_path) is { } objection)
            {
                throw new UnusableSnapshotException(objection);
            }

            FileReplacement.Write(_path, SnapshotDocument.Write(origin, zxid, time.GetUtcNow(), keys).Span);
        }
        catch (Exception e)
        {
            if (ReasonOf(e) is var reason && _reportedOnWrite.Add(reason))
            {
                LogNotWritten(logger, _path, reason);
            }

            return;
        }

        if (_reportedOnWrite.Count > 0)
        {
            _reportedOnWrite.Clear();
            LogWrittenAgain(logger, _path);
        }
    }

    /// <summary>Logs that the application stopped before the newest configuration was written.</summary>
    public void OnAbandoned() => LogAbandoned(logger, _path);

    // I/O messages name only the file. Other exceptions may quote its content.
    private static string ReasonOf(Exception e) =>
        e is UnusableSnapshotException or IOException or UnauthorizedAccessException ? e.Message.TrimEnd('.') : e.GetType().ToString();

    private static byte[] ReadAll(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        if (length > SnapshotDocument.MaxLength)
        {
            throw new UnusableSnapshotException($"it has {length:N0} bytes, more than the {SnapshotDocument.MaxLength:N0} that are read. Delete it");
        }

        var content = new byte[length];
        for (var position = 0; position < content.Length;)
        {
            var read = RandomAccess.Read(file, content.AsSpan(position), position);
            if (read == 0)
            {
                return content[..position];
            }

            position += read;
        }

        return content;
    }

    private byte[]? Load()
    {
        if (FileProtection.ObjectionTo(_path) is { } objection)
        {
            throw new UnusableSnapshotException(objection);
        }

        try
        {
            // On Windows an open file can be replaced only if its readers share delete access.
            using var file = File.OpenHandle(_path, share: FileShare.ReadWrite | FileShare.Delete);
            return FileProtection.ObjectionTo(file) is { } reason ? throw new UnusableSnapshotException(reason) : ReadAll(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Tidy()
    {
        if (!_hasTidied)
        {
            FileReplacement.DeleteAbandoned(_path, time.GetUtcNow());
            _hasTidied = true;
        }
    }

    [LoggerMessage(2100, LogLevel.Warning, "The snapshot file {File} is not used: {Reason}")]
    private static partial void LogNotUsed(ILogger logger, string file, string reason);

    [LoggerMessage(2101, LogLevel.Warning, "The snapshot file {File} could not be written and stays as it was: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, string file, string reason);

    [LoggerMessage(2102, LogLevel.Information, "The snapshot file {File} is written again")]
    private static partial void LogWrittenAgain(ILogger logger, string file);

    [LoggerMessage(2103, LogLevel.Warning, "The snapshot file {File} does not have the newest state: the application stopped before it was written")]
    private static partial void LogAbandoned(ILogger logger, string file);
}
