using ConfigZk.Tool.Commands;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>The time limit of a command includes neither the user's thoughts nor an import, which would stay half done.</summary>
[TestClass]
public sealed class TimeLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();

    [TestMethod]
    public async Task Apply_AnsweredAfterTheLimit_IsDoneAndLimitedAgain()
    {
        using var limit = new TimeLimit(Limit, CancellationToken.None, _time);

        Assert.AreEqual(ExitCode.Done, await ApplyAsync(limit, new DesiredState().Set("A", "1"), new StringWriter()));

        _time.Advance(Limit - TimeSpan.FromSeconds(1));
        Assert.IsFalse(limit.Token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsTrue(limit.Token.IsCancellationRequested);
        Assert.IsTrue(limit.IsExceeded);
    }

    [TestMethod]
    public async Task Apply_SplitAndLongerThanTheLimit_IsDone()
    {
        using var limit = new TimeLimit(Limit, CancellationToken.None, _time);
        var desired = new DesiredState();
        for (var i = 0; i < 2_500; i++)
        {
            desired.Set($"K{i}", "1");
        }

        using var progress = new ProgressWriter(() => _time.Advance(Limit));

        Assert.AreEqual(ExitCode.Done, await ApplyAsync(limit, desired, progress));
        Assert.Contains("applications see as one", progress.ToString());
        Assert.IsGreaterThan(1, progress.Reports);
    }

    [TestMethod]
    [DataRow("set", "PATH/A", "-", "-y")]
    [DataRow("encrypt", "PATH/A", "--key", "2026")]
    [DataRow("apply", "PATH", "-f", "-", "--format", "json", "-y")]
    public async Task Run_InputThatComesAfterTheLimit_IsDone(params string[] args)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool { Time = _time };
        var keys = tool.WriteFile("keys", await tool.MustAsync("new-key", "2026"));
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "default": { "connect": "{{SharedServer.Dev}}", "keyFile": "{{keys}}" } }""");
        await tool.MustAsync("init", path);
        using var slow = new AskedReader(
            () =>
            {
                _time.Advance(TimeSpan.FromHours(1));
                return Task.CompletedTask;
            },
            "{}");
        tool.Input = slow;

        var run = await tool.RunAsync([.. args.Select(argument => argument.Replace("PATH", path, StringComparison.Ordinal))]);

        Assert.AreEqual(ExitCode.Done, run.Code, run.Out + run.Error);
    }

    [TestMethod]
    public async Task AclDigest_InputThatComesAfterTheLimit_IsDone()
    {
        using var slow = new AskedReader(
            () =>
            {
                _time.Advance(TimeSpan.FromHours(1));
                return Task.CompletedTask;
            });
        using var tool = new Tool { Time = _time, Input = slow };

        Assert.StartsWith("digest:ops:", await tool.MustAsync("acl", "digest", "ops"));
    }

    [TestMethod]
    public void Token_Interrupted_IsCancelledAlsoWhileTheTimeIsStopped()
    {
        using var interrupted = new CancellationTokenSource();
        using var limit = new TimeLimit(Limit, interrupted.Token, _time);
        limit.Suspend();

        interrupted.Cancel();

        Assert.IsTrue(limit.Token.IsCancellationRequested);
        Assert.IsFalse(limit.IsExceeded);
    }

    private async Task<ExitCode> ApplyAsync(TimeLimit limit, DesiredState desired, StringWriter error)
    {
        var slow = new AskedReader(() =>
        {
            _time.Advance(TimeSpan.FromHours(1));
            return Task.CompletedTask;
        });
        var shell = new ToolShell(new ToolConsole(slow, new StringWriter(), error) { IsInteractive = true }, _ => null);
        await using var context = new CommandContext(shell, ToolRoot.Create(shell).Parse([]), limit);
        var target = new Target(new Profile { Connect = SharedServer.Dev }, SharedServer.UniquePath());
        var root = await context.OpenAsync(target, limit.Token);
        var plan = await root.PlanAsync(desired, cancellationToken: limit.Token);
        return await new PlanApplication(context, target, root, new ChangeOptions()).RunAsync(plan, "Late", limit.Token);
    }

    private sealed class ProgressWriter(Action onReport) : StringWriter
    {
        public int Reports { get; private set; }

        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(" transactions", StringComparison.Ordinal) == true)
            {
                Reports++;
                onReport();
            }
        }
    }
}
