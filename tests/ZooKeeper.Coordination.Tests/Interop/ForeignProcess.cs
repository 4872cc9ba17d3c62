using System.Diagnostics;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Interop;

/// <summary>A contender in another language, in a process of its own.</summary>
internal sealed class ForeignProcess : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3"; // the one that Debian's packages are for
    private static readonly string[] CuratorJars = ["/usr/share/java/curator-recipes.jar", "/usr/share/java/slf4j-nop.jar"];

    private readonly Process _process;
    private readonly Task<string> _errors;

    private ForeignProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts kazoo from the Debian package <c>python3-kazoo</c>.</summary>
    public static ForeignProcess Kazoo(params string[] arguments) => Kazoo("kazoo_lock.py", arguments);

    /// <summary>Starts a consumer of a queue in the same way.</summary>
    public static ForeignProcess KazooQueue(params string[] arguments) => Kazoo("kazoo_queue.py", arguments);

    /// <summary>Starts Apache Curator from the Debian package <c>libcurator-recipes-java</c>, with a Java that can compile.</summary>
    public static ForeignProcess Curator(params string[] arguments) => Curator("CuratorContender", arguments);

    /// <summary>Starts a member of a group in the same way.</summary>
    public static ForeignProcess CuratorMember(params string[] arguments) => Curator("CuratorMember", arguments);

    /// <summary>Starts a process that waits at a barrier in the same way.</summary>
    public static ForeignProcess CuratorBarrier(params string[] arguments) => Curator("CuratorBarrier", arguments);

    /// <summary>Starts a process that counts in the same way.</summary>
    public static ForeignProcess CuratorCounter(params string[] arguments) => Curator("CuratorCounter", arguments);

    /// <summary>Starts a producer or consumer of a queue in the same way.</summary>
    public static ForeignProcess CuratorQueue(params string[] arguments) => Curator("CuratorQueue", arguments);

    /// <summary>Lets the process end when it is done, and checks that it succeeded.</summary>
    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(0, _process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static ForeignProcess Curator(string program, string[] arguments) => new(new JavaProgram(FileOf(program + ".java"), program, CuratorJars).Start(arguments));

    private static ForeignProcess Kazoo(string file, string[] arguments) =>
        new(Process.Start(new ProcessStartInfo(Python, [FileOf(file), .. arguments]) { RedirectStandardInput = true, RedirectStandardError = true })!);

    private static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, "Interop", name);
}
