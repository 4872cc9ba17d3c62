using System.Diagnostics;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Interop;

/// <summary>Apache Curator's x-discovery from the Debian package <c>libcurator-discovery-java</c>, in a JVM of its own.</summary>
internal sealed class CuratorProcess : IAsyncDisposable
{
    private static readonly JavaProgram Program = new(
        Path.Combine(AppContext.BaseDirectory, "Interop", "CuratorDiscovery.java"),
        "org.springframework.cloud.zookeeper.discovery.CuratorDiscovery",
        "/usr/share/java/curator-x-discovery.jar",
        "/usr/share/java/curator-recipes.jar",
        "/usr/share/java/slf4j-nop.jar");

    private readonly Process _process;
    private readonly Task<string> _errors;

    public CuratorProcess(params string[] arguments)
    {
        _process = Program.Start(arguments);
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Lets the process end when it is done, checks that it succeeded, and returns what it has printed.</summary>
    public async Task<string> EndAsync()
    {
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(SharedServer.Deadline);
        await _process.WaitForExitAsync().WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(0, _process.ExitCode, await _errors);
        return output.Trim();
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
}
