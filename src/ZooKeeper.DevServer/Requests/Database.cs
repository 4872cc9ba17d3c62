using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Sessions;
using ZooKeeper.DevServer.Tree;
using ZooKeeper.DevServer.Watches;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Contains the state of a server. Only the request loop uses it.</summary>
internal sealed class Database(ZooKeeperDevServerOptions options, ZooKeeperRelease release)
{
    public DataTree Tree { get; } = new();

    public SessionTracker Sessions { get; } = new(options.TimeProvider, options.TickTime);

    public ServerWatches Watches { get; private set; } = new(release);

    public bool AnswersEnvi => options.AnswersEnvi;

    public ZooKeeperRelease Release { get; private set; } = release;

    /// <summary>Begins a transaction. It uses a zxid even if it fails, as in Apache ZooKeeper.</summary>
    public Transaction Begin() => new(Tree, ++Tree.LastZxid, options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Opens a session, in its own transaction.</summary>
    public Session OpenSession(TimeSpan timeout)
    {
        Tree.LastZxid++;
        return Sessions.Open(timeout);
    }

    /// <summary>Ends a session, and deletes its ephemeral znodes in one transaction.</summary>
    public void CloseSession(Session session)
    {
        var transaction = Begin();
        foreach (var path in Tree.EphemeralsOf(session.Id).ToArray())
        {
            transaction.Delete(path);
        }

        Sessions.Close(session);
        Watches.Trigger(transaction);
    }

    /// <summary>Attaches a session to a connection, and closes its previous connection.</summary>
    public void Attach(Session session, ConnectedClient client)
    {
        Drop(session);
        session.Client = client;
        client.SessionId = session.Id;
        Sessions.Touch(session);
    }

    /// <summary>Detaches a connection. Its watches are removed, but its session stays.</summary>
    public void Detach(ConnectedClient client)
    {
        Watches.RemoveAll(client);
        if (Sessions.Find(client.SessionId) is { } session && session.Client == client)
        {
            session.Client = null;
        }

        client.SessionId = 0;
    }

    /// <summary>Closes the connection of a session, if it has one.</summary>
    public void Drop(Session session)
    {
        if (session.Client is { } client)
        {
            Detach(client);
            client.Abort();
        }
    }

    /// <summary>Expires sessions that were silent for their timeout.</summary>
    public void ExpireSessions()
    {
        foreach (var session in Sessions.Lapsed())
        {
            Expire(session);
        }
    }

    public void Expire(Session session)
    {
        CloseSession(session);
        Drop(session);
    }

    /// <summary>Closes all connections, and continues as the given release.</summary>
    public void Restart(ZooKeeperRelease release)
    {
        DropAll();
        Release = release;
        Watches = new ServerWatches(release);
        Sessions.TouchAll();
    }

    public void DropAll()
    {
        foreach (var session in Sessions.All)
        {
            Drop(session);
        }
    }

    /// <summary>Deletes containers that became empty, and childless znodes whose time to live has passed, each in its own transaction.</summary>
    public void DeletePerished()
    {
        foreach (var path in Tree.Perishable.ToArray())
        {
            var node = Tree.Find(path)!;
            if (node.Children.Count > 0)
            {
                continue;
            }

            // A container that never had a child stays.
            var age = options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds() - node.Mtime;
            if (node.IsContainer ? node.CreateCounter > 0 : age > node.Ttl)
            {
                var transaction = Begin();
                transaction.Delete(path);
                Watches.Trigger(transaction);
            }
        }
    }
}
