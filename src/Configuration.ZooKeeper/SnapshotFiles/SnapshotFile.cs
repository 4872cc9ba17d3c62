using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Reads and writes the file with the last good configuration of a source. Never throws: a file that cannot be used is ignored, a file that cannot be written
/// stays as it is, and both are logged. At most one thread reads and one thread writes at a time.
/// </summary>
/// <remarks>
/// Several processes can share a file; the last write wins. The directory is not flushed, so the previous content can be back after a crash of the machine.
/// </remarks>
/// <param name="path">The path of the file.</param>
/// <param name="origin">The source that the file belongs to.</param>
/// <param name="logger">A logger that never throws.</param>
/// <param name="time">The clock.</param>
internal sealed partial class SnapshotFile(string path, SnapshotOrigin origin, ILogger logger, TimeProvider time)
{
    // Resolved once: the application may change its current directory.
    private readonly string _path = System.IO.Path.GetFullPath(path);
    private readonly HashSet<string> _reportedOnRead = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reportedOnWrite = new(StringComparer.Ordinal);
    private bool _isTidy;

    public string Path => _path;

    /// <summary>Returns the configuration in the file, or null if there is no file or it cannot be used.</summary>
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

    /// <summary>Replaces the content of the file. Blocks until the disk has it.</summary>
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

    /// <summary>Logs that the newest configuration is not in the file, because the application stopped before it was written.</summary>
    public void OnAbandoned() => LogAbandoned(logger, _path);

    // Messages of the file system do not quote the content. Other messages may.
    private static string ReasonOf(Exception e) =>
        e is UnusableSnapshotException or IOException or UnauthorizedAccessException ? e.Message.TrimEnd('.') : e.GetType().ToString();

    private static byte[] ReadAll(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        if (length > SnapshotDocument.MaxLength)
        {
            throw new UnusableSnapshotException($"it has {length:N0} bytes; a snapshot file can have at most {SnapshotDocument.MaxLength:N0}. Delete it");
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
            // On Windows, an open file can only be replaced if it was opened with these flags.
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
        if (!_isTidy)
        {
            FileReplacement.DeleteAbandoned(_path, time.GetUtcNow());
            _isTidy = true;
        }
    }

    [LoggerMessage(2100, LogLevel.Warning, "Cannot use the snapshot file {File}: {Reason}")]
    private static partial void LogNotUsed(ILogger logger, string file, string reason);

    [LoggerMessage(2101, LogLevel.Warning, "Cannot write the snapshot file {File}, its previous content stays: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, string file, string reason);

    [LoggerMessage(2102, LogLevel.Information, "The snapshot file {File} can be written again")]
    private static partial void LogWrittenAgain(ILogger logger, string file);

    [LoggerMessage(2103, LogLevel.Warning, "The snapshot file {File} does not contain the newest configuration: the application stopped before it was written")]
    private static partial void LogAbandoned(ILogger logger, string file);
}
