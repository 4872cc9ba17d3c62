using System.Runtime.ExceptionServices;
using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Access;

/// <summary>Writes access control lists, each only if it is still the one of the plan.</summary>
internal sealed class AccessWriter(ZooKeeperClient client, string root, ManagedRootOptions options)
{
    /// <summary>Writes one list. If the connection is lost, finds out whether the list was written, and repeats the write if it was not.</summary>
    /// <exception cref="RevisionConflictException">The znode or its list was changed since the plan was made.</exception>
    public async Task WriteAsync(AccessChange change, CancellationToken cancellationToken)
    {
        var path = RelativePath.Full(root, change.Path);
        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                await client.SetAclAsync(path, change.NewAcl, change.Aversion, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException or NoAuthException)
            {
                // An earlier attempt, whose reply was lost, may have written the list, and with it taken away the permission to write it again.
                if (isAgain && await IsWrittenAsync(change, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                if (e is NoAuthException)
                {
                    throw;
                }

                throw new RevisionConflictException(
                    ConflictReason.ZnodesMoved, $"Cannot set the access control list of '{path}': the znode or its list changed since the plan was made. Plan again.", [path], e);
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await WaitAsync(e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Returns whether a list of unknown outcome was written.</summary>
    public async Task<bool> IsWrittenAsync(AccessChange change, CancellationToken cancellationToken)
    {
        var path = RelativePath.Full(root, change.Path);
        while (true)
        {
            try
            {
                await client.SyncAsync(cancellationToken).ConfigureAwait(false);
                return await client.ExistsAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false) is { } stat
                    && stat.Aversion == change.Aversion + 1 && await IsAsPlannedAsync(path, change, cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await WaitAsync(e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // If the list is not readable or not comparable, the number of its changes must suffice.
    private async Task<bool> IsAsPlannedAsync(string path, AccessChange change, CancellationToken cancellationToken)
    {
        try
        {
            var acl = (await client.GetAclAsync(path, cancellationToken).ConfigureAwait(false)).Acl;
            return HiddenHashes.Contains(acl) || change.NewAcl.Any(entry => entry.Scheme == "auth") || !(change with { OldAcl = acl }).IsChange;
        }
        catch (NoNodeException)
        {
            return false;
        }
        catch (NoAuthException)
        {
            return true;
        }
    }

    private async Task WaitAsync(ZooKeeperException cause, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.OutcomeTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await client.RecoverAsync(cause, options.TimeProvider, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }
}
