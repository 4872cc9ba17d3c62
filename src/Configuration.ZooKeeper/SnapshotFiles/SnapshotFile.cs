using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// The file with the last good configuration of a source. Nothing that happens to it is thrown: a file that cannot be used is as none, one that cannot be
/// written stays as it is, and both are reported. Read and write each belong to one thread at a time.
/// </summary>
/// <remarks>
/// Several processes may have the same file; the last write counts. The directory is not flushed: after a crash of the machine the state before may be back.
/// </remarks>
/// <param name="path">Where the file is, or is to be.</param>
/// <param name="origin">Where the source's keys come from.</param>
/// <param name="logger">One that does not throw, as those of <see cref="Logging.HandedOverLogging"/>.</param>
/// <param name="time">The clock.</param>
internal sealed partial class SnapshotFile(string path, SnapshotOrigin origin, ILogger logger, TimeProvider time)
{
    // Once and for all: the application may change its current directory.
    private readonly string _path = System.IO.Path.GetFullPath(path);
    private readonly HashSet<string> _reportedOnRead = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reportedOnWrite = new(StringComparer.Ordinal);
    private bool _hasTidied;

    public string Path => _path;

    /// <summary>The configuration in the file, or null if there is none or it is not to be used.</summary>
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

    /// <summary>Replaces the content of the file. Takes as long as the disk does.</summary>
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

    /// <summary>Reports that the newest state is not in the file, because the application could not wait for it.</summary>
    public void OnAbandoned() => LogAbandoned(logger, _path);

    // What the system says of a file names the file and nothing in it. Other exceptions may quote.
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
            // On Windows a file that is open can be replaced only if whoever has opened it agrees.
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
