using System.Runtime.CompilerServices;
using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Coordination.StatusBoards;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>
/// Synchronizes participants by their states: each posts its own, and waits for a condition over the states of all. A participant that fails leaves the board when its
/// session ends. All members are thread-safe.
/// </summary>
public sealed class ZooKeeperStatusBoard : IAsyncDisposable
{
    private readonly ZooKeeperClient _client;
    private readonly ZooKeeperGroup _group;
    private readonly Decisions _decisions;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _posting = new(1);
    private readonly CancellationTokenSource _disposing = new();
    private GroupMembership? _membership;

    /// <summary>Creates a board. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the board. If it does not exist, the first participant creates it.</param>
    /// <param name="id">The id of this participant, which no other one may have.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path, the id or an option is invalid.</exception>
    public ZooKeeperStatusBoard(ZooKeeperClient client, string path, string id, GroupOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Path = ZnodePath.Parse(path).Value;
        Id = id;
        _client = client;
        _group = new ZooKeeperGroup(client, ZnodePath.Combine(Path, "participants"), options);
        options ??= new GroupOptions();
        _time = options.TimeProvider;
        _decisions = new Decisions(client, ZnodePath.Combine(Path, "decisions"), options);
    }

    /// <summary>Gets the path of the board.</summary>
    public string Path { get; }

    /// <summary>Gets the id of this participant.</summary>
    public string Id { get; }

    /// <summary>Posts the state of this participant. Returns when the server has stored it. If the session is lost, it is posted again.</summary>
    /// <param name="state">The state.</param>
    /// <param name="cancellationToken">Cancels the wait. The state can still be posted.</param>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    /// <exception cref="ObjectDisposedException">The board or the client was disposed.</exception>
    public async Task PostAsync(string state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        var data = Encoding.UTF8.GetBytes(state);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        try
        {
            await PostAsync(data, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(ZooKeeperStatusBoard));
        }
    }

    /// <summary>Waits until a condition holds for the states of all participants in one view.</summary>
    /// <remarks>
    /// The first view is at least as new as the call, so it has what this participant has posted before. Another participant may see later views in which the condition no
    /// longer holds. If all must act on the same view, let them agree with <see cref="DecideAsync"/>. While the client lacks the permission to read, the condition is not
    /// checked.
    /// </remarks>
    /// <param name="condition">The condition.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The view for which the condition held.</returns>
    /// <exception cref="NoAuthException">The identities of the connection lack the permission to read the board.</exception>
    /// <exception cref="ObjectDisposedException">The board or the client was disposed.</exception>
    public async Task<StatusView> WhenAsync(Func<StatusView, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var first = await _group.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (!first.IsReadable)
        {
            await DemandReadableAsync(cancellationToken).ConfigureAwait(false);
        }

        await foreach (var view in ObserveAsync(cancellationToken).ConfigureAwait(false))
        {
            // A condition on all participants would hold in a view without any.
            if (view.IsReadable && condition(view))
            {
                return view;
            }
        }

        throw new ObjectDisposedException(nameof(ZooKeeperStatusBoard));
    }

    /// <summary>Follows the states. The first element is the current view. Views in between can be skipped.</summary>
    /// <param name="cancellationToken">Ends the sequence with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ObjectDisposedException">The board or the client was disposed.</exception>
    public async IAsyncEnumerable<StatusView> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var view in _group.ObserveAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new StatusView(view);
        }
    }

    /// <summary>Answers a question, unless another participant has done so. The first answer stays, even after all participants have left.</summary>
    /// <remarks>Each question needs a name of its own, such as <c>round-7</c>. Delete answers that are no longer needed: they are below <c>decisions</c>.</remarks>
    /// <param name="question">The name of the question, which is a valid name of a znode.</param>
    /// <param name="answer">The answer of this participant.</param>
    /// <param name="cancellationToken">Cancels the wait. The answer can still be stored.</param>
    /// <returns>The answer that counts, the same for all participants.</returns>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    public Task<StatusDecision> DecideAsync(string question, string answer, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(question);
        ArgumentNullException.ThrowIfNull(answer);
        if (question.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The question '{question}' has a '/' in it. A question is the name of one znode.", nameof(question));
        }

        return _decisions.DecideAsync(question, answer, cancellationToken);
    }

    /// <summary>
    /// Removes this participant from the board, ends its pending posts, and stops following the board. Waits for the server for about a second; without an
    /// answer, the client continues in the background until the znode is deleted or the session has ended.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync().ConfigureAwait(false);
        await _posting.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_membership is { } membership)
            {
                await membership.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _posting.Release();
        }

        await _group.DisposeAsync().ConfigureAwait(false);
    }

    // Throws, unless the permission was just given, or the participants are gone.
    private Task<bool> DemandReadableAsync(CancellationToken cancellationToken) => Retry.UntilAnsweredAsync(
        async () =>
        {
            try
            {
                _ = await _client.GetChildrenAsync(_group.Path, cancellationToken: cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (NoNodeException)
            {
                return false;
            }
        },
        _time,
        cancellationToken);

    private async Task PostAsync(byte[] data, CancellationToken cancellationToken)
    {
        await _posting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_membership is { } membership)
            {
                await membership.SetDataAsync(data, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _membership = await _group.JoinAsync(Id, data, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _posting.Release();
        }
    }
}
