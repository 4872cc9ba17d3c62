using System.Globalization;
using System.Text;
using Configuration.ZooKeeper.Revisions.Formats;

namespace Configuration.ZooKeeper.Revisions.History;

/// <summary>Writes states as commits of a stream for <c>git fast-import</c>. Each commit contains only the files that differ from the one before.</summary>
internal sealed class GitStream(Stream output, string branch)
{
    private const string UnknownName = "unknown";

    private Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);
    private bool _isBegun;

    public Task BeginAsync(CancellationToken cancellationToken) => WriteAsync("feature done\n", cancellationToken);

    /// <summary>Sets the state that the next commit is compared with, and that the branch already contains.</summary>
    public void ContinueFrom(TreeState state) => _files = FilesOf(state);

    /// <param name="state">The state as of the revision.</param>
    /// <param name="message">The message of the commit.</param>
    /// <param name="author">Who made it.</param>
    /// <param name="time">When.</param>
    /// <param name="isOnTop">Whether the branch has commits from before this stream.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task CommitAsync(TreeState state, string message, Author author, DateTimeOffset time, bool isOnTop, CancellationToken cancellationToken)
    {
        var who = $"{NameOf(author.User)} <{NameOf(author.User)}@{NameOf(author.Host)}> {time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)} +0000";
        var text = Encoding.UTF8.GetBytes(message);
        await WriteAsync($"commit refs/heads/{branch}\nauthor {who}\ncommitter {who}\ndata {text.Length}\n", cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        await WriteAsync(isOnTop && !_isBegun ? $"\nfrom refs/heads/{branch}^0\n" : "\n", cancellationToken).ConfigureAwait(false);
        _isBegun = true;
        var files = FilesOf(state);
        foreach (var name in _files.Keys.Where(name => !files.ContainsKey(name)))
        {
            await WriteAsync($"D {Quoted(name)}\n", cancellationToken).ConfigureAwait(false);
        }

        foreach (var (name, data) in files.Where(file => !_files.TryGetValue(file.Key, out var before) || !before.Span.SequenceEqual(file.Value.Span)))
        {
            await WriteAsync($"M 100644 inline {Quoted(name)}\ndata {data.Length}\n", cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(data, cancellationToken).ConfigureAwait(false);
            await WriteAsync("\n", cancellationToken).ConfigureAwait(false);
        }

        _files = files;
    }

    /// <summary>Marks the stream as complete. Otherwise, git imports nothing.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => WriteAsync("done\n", cancellationToken);

    private Task WriteAsync(string text, CancellationToken cancellationToken) => output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask();

    private static Dictionary<string, ReadOnlyMemory<byte>> FilesOf(TreeState state) =>
        FolderFormat.Files(SectionNode.Of(state)).ToDictionary(file => file.Name, file => file.Data, StringComparer.Ordinal);

    private static string Quoted(string name) => $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static string NameOf(string? name)
    {
        var allowed = string.Concat((name ?? "").Where(c => c is not ('<' or '>' or '\n' or '\0'))).Trim();
        return allowed.Length == 0 ? UnknownName : allowed;
    }
}
