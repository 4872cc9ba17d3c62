using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>
/// Steps at random, the same ones for the same seed: few paths and few identities, so that they meet often. Two operations are for 3.9 only: before,
/// checkWatches also finds the watches of others, and whether exists needs a permission depends on the patches.
/// </summary>
internal sealed class RandomScript(int seed, string root, int sessions, ServerVersion version)
{
    private static readonly string[] Names = ["a", "b", "a/a", "a/b", "b/a", "a/a/a", "missing/a", "", "a/", "\u0001"];
    private static readonly CreateMode[] Modes =
        [CreateMode.Persistent, CreateMode.Persistent, CreateMode.Persistent, CreateMode.Ephemeral, CreateMode.PersistentSequential, CreateMode.EphemeralSequential];

    private readonly Random _random = new(seed);
    private readonly bool _is39 = version.Number.Minor >= 9;

    public Step Next()
    {
        var session = _random.Next(sessions);
        Step step = _random.Next(100) switch
        {
            < 18 => Of(OpCode.Create, Create()),
            < 24 => Of(OpCode.Create2, Create()),
            < 26 => Of(OpCode.CreateTtl, new CreateTtlRequest(Path(), Data(), NewAcl(), CreateMode.PersistentWithTtl, 3_600_000)),
            < 34 => Of(OpCode.Delete, Versioned()),
            < 44 => Of(OpCode.SetData, new SetDataRequest(Path(), Data(), Version())),
            < 48 => Of(OpCode.SetAcl, new SetAclRequest(Path(), NewAcl(), Version())),
            < 50 => Of(OpCode.GetAcl, new PathRequest(Path())),
            < 54 when _is39 => Of(OpCode.Exists, Read()),
            < 58 => Of(OpCode.GetData, Read()),
            < 61 => Of(OpCode.GetChildren, Read()),
            < 64 => Of(OpCode.GetChildren2, Read()),
            < 70 => Of(OpCode.AddWatch, new AddWatchRequest(Path(), (WatchMode)_random.Next(2))),
            < 75 => Of(OpCode.RemoveWatches, new RemoveWatchesRequest(Path(), (WatcherType)_random.Next(1, 6))),
            < 77 when _is39 => Of(OpCode.CheckWatches, new RemoveWatchesRequest(Path(), (WatcherType)_random.Next(1, 6))),
            < 79 => SetWatches(),
            < 88 => Of(OpCode.Multi, new MultiRequest([.. Several(Write)])),
            < 91 => Of(
                OpCode.MultiRead, new MultiRequest([.. Several(() => new MultiOperation(_random.Next(2) == 0 ? OpCode.GetData : OpCode.GetChildren, Read()))])),
            < 93 => Of(OpCode.GetEphemerals, new PathRequest(Path())),
            < 94 => Of(OpCode.GetAllChildrenNumber, new PathRequest(Path())),
            < 95 when version.HasWhoAmI => Of(OpCode.WhoAmI, default(Nothing)),
            < 97 => Of(OpCode.Auth, new AuthPacket(0, "digest", Encoding.UTF8.GetBytes(User() + ":secret"))),
            < 98 => Of(OpCode.CloseSession, default(Nothing)),
            _ => new Step(session, null),
        };
        return step with { Session = session };
    }

    private static Step Of(OpCode opCode, IRecord body) => new(0, opCode, _ => body);

    private Step SetWatches()
    {
        var (since, lists) = (_random.Next(400), Enumerable.Range(0, 5).Select(_ => Several(Path).ToArray()).ToArray());
        var (persistent, recursive) = _random.Next(2) == 0 ? (lists[3], lists[4]) : ([], []);
        var opCode = persistent.Length + recursive.Length > 0 ? OpCode.SetWatches2 : OpCode.SetWatches;
        return new Step(0, opCode, start => new SetWatchesRequest(start + since, lists[0], lists[1], lists[2], persistent, recursive));
    }

    private MultiOperation Write() => _random.Next(6) switch
    {
        0 or 1 => new MultiOperation(OpCode.Create, Create()),
        2 => new MultiOperation(OpCode.Delete, Versioned()),
        3 => new MultiOperation(OpCode.Check, Versioned()),
        _ => new MultiOperation(OpCode.SetData, new SetDataRequest(Path(), Data(), Version())),
    };

    private IEnumerable<T> Several<T>(Func<T> next) => Enumerable.Range(0, _random.Next(4)).Select(_ => next());

    private CreateRequest Create() => new(Path(), Data(), NewAcl(), Modes[_random.Next(Modes.Length)]);

    private VersionedRequest Versioned() => new(Path(), Version());

    private ReadRequest Read() => new(Path(), Watch: _random.Next(2) == 0);

    private string Path() => Names[_random.Next(Names.Length)] is { Length: > 0 } name ? $"{root}/{name}" : root;

    private byte[]? Data() => _random.Next(4) switch { 0 => null, 1 => [], var length => new byte[length] };

    private int Version() => _random.Next(3) == 0 ? _random.Next(3) : -1;

    private string User() => _random.Next(2) == 0 ? "ann" : "bob";

    private AclRecord[] NewAcl() => AclRecord.Wrap(_random.Next(12) switch
    {
        0 => [Acl.Digest(Permissions.All, User(), "secret")],
        1 => Acl.ReadOnly,
        2 => [new Acl((Permissions)_random.Next(32), "world", "anyone"), Acl.Digest(Permissions.All, User(), "secret")],
        3 => Acl.Creator,
        4 => [],
        _ => Acl.Open,
    });
}
