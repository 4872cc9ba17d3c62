using System.Globalization;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>
/// Everything that sessions see while a script runs, in a form that is the same on every server that does the same: zxids count from the script's
/// beginning, sessions have numbers, lists without an order are sorted, times are left out.
/// </summary>
internal sealed class Transcript(ConformanceServer server, int sessions)
{
    private readonly WireSession[] _sessions = new WireSession[sessions];
    private readonly Dictionary<long, string> _names = new() { [0] = "-" };
    private readonly List<string> _lines = [];
    private long _start;

    public static async Task<IReadOnlyList<string>> OfAsync(ConformanceServer server, int sessions, IEnumerable<Step> steps)
    {
        var transcript = new Transcript(server, sessions);
        for (var i = 0; i < sessions; i++)
        {
            await transcript.OpenAsync(i);
        }

        transcript._start = (await transcript._sessions[0].PingAsync()).Zxid;
        foreach (var step in steps)
        {
            await transcript.DoAsync(step);
        }

        foreach (var session in transcript._sessions)
        {
            (await session.CloseAsync()).Ok();
            await session.DisposeAsync();
        }

        return transcript._lines;
    }

    private async Task OpenAsync(int number, WireSession? previous = null)
    {
        var request = new ConnectRequest(0, 0, 20_000, previous?.Id ?? 0, previous?.Password ?? new byte[16], ReadOnly: false);
        _sessions[number] = await WireSession.OpenAsync(server.Port, request);
        _names[_sessions[number].Id] = $"s{number}";
    }

    private async Task DoAsync(Step step)
    {
        var session = _sessions[step.Session];
        var line = $"{_lines.Count}: s{step.Session} {step.OpCode}";
        if (step.OpCode is not { } opCode)
        {
            await OpenAsync(step.Session, previous: session);
            await session.DisposeAsync();
        }
        else
        {
            var body = step.Body!(_start);
            var reply = await session.RequestAsync(opCode, body);
            var zxid = reply.Zxid > 0 ? reply.Zxid - _start : reply.Zxid;
            line += $" {Show(body)} -> {zxid} {reply.Error} {(reply.Error == ErrorCode.Ok ? Show(opCode, reply) : "")}{Show(opCode, reply.Events)}";
            if (opCode == OpCode.CloseSession)
            {
                await session.ClosedAsync();
                await session.DisposeAsync();
                await OpenAsync(step.Session);
            }
        }

        for (var i = 0; i < _sessions.Length; i++)
        {
            line += $" | s{i}{Show(step.OpCode, await _sessions[i].EventsAsync())}";
        }

        _lines.Add(line);
    }

    // The ephemerals of a session are deleted in no order.
    private string Show(OpCode? cause, IReadOnlyList<WireEvent> events)
    {
        var shown = events.Select(e => $" [{e.Type} {e.Path} {(e.Zxid > 0 ? e.Zxid - _start : e.Zxid)}]");
        return string.Concat(cause == OpCode.CloseSession ? shown.Order(StringComparer.Ordinal) : shown);
    }

    private string Show(OpCode opCode, WireReply reply) => opCode switch
    {
        OpCode.Create => Show(reply.As<PathReply>()),
        OpCode.Create2 or OpCode.CreateTtl => Show(reply.As<CreateReply>()),
        OpCode.SetData or OpCode.SetAcl or OpCode.Exists => Show(reply.As<StatReply>()),
        OpCode.GetData => Show(reply.As<GetDataReply>()),
        OpCode.GetChildren or OpCode.GetEphemerals => Show(reply.As<NamesReply>()),
        OpCode.GetChildren2 => Show(reply.As<GetChildren2Reply>()),
        OpCode.GetAcl => Show(reply.As<GetAclReply>()),
        OpCode.Multi or OpCode.MultiRead => Show(reply.As<MultiReply>()),
        OpCode.GetAllChildrenNumber or OpCode.AddWatch => Show(reply.As<IntReply>()),
        OpCode.WhoAmI => string.Join(',', reply.As<WhoAmIReply>().Identities.Select(record => $"{record.Identity}").Order(StringComparer.Ordinal)),
        _ => Convert.ToHexString(reply.Body),
    };

    private string Show(IRecord record) => record switch
    {
        CreateReply reply => $"{reply.Path} {Show(reply.Stat.Stat)}",
        StatReply reply => Show(reply.Stat.Stat),
        GetDataReply reply => $"{Show(reply.Data)} {Show(reply.Stat.Stat)}",
        NamesReply reply => Show(reply.Names),
        GetChildren2Reply reply => $"{Show(reply.Names)} {Show(reply.Stat.Stat)}",
        GetAclReply reply => $"{string.Join(',', reply.Acl.Select(entry => $"{entry.Acl}").Order(StringComparer.Ordinal))} {Show(reply.Stat.Stat)}",
        MultiReply reply => string.Join(", ", reply.Results.Select(result => $"{result.Type} {Show(result.Result)}")),
        MultiRequest request => string.Join(", ", request.Operations.Select(operation => $"{operation.Type} {Show(operation.Request)}")),
        CreateRequest request => $"{request.Path} {Show(request.Data)} {request.Mode} {string.Join(',', request.Acl.Select(entry => entry.Acl))}",
        SetWatchesRequest => "",
        _ => $"{record}",
    };

    private static string Show(byte[]? data) => data?.Length.ToString(CultureInfo.InvariantCulture) ?? "null";

    private static string Show(string[] names) => string.Join(',', names.Order(StringComparer.Ordinal));

    private string Show(Stat stat) =>
        $"{stat.Czxid - _start}/{stat.Mzxid - _start}/{stat.Pzxid - _start} v{stat.Version}/{stat.Cversion}/{stat.Aversion} "
        + $"{_names[stat.EphemeralOwner]} {stat.DataLength}/{stat.NumChildren}";
}
