using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WebApp.Tests;

/// <summary>The sample shop as a process of its own.</summary>
internal sealed partial class ShopProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private static readonly string[] InheritedVariables = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "DOTNET_TieredPGO", "DOTNET_EnableWriteXorExecute"];

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DirectoryInfo? _folder;
    private readonly Process _process;

    private ShopProcess(DirectoryInfo? folder, ProcessStartInfo startInfo)
    {
        _folder = folder;
        _process = new Process { StartInfo = startInfo, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => OnOutput(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("The shop has ended before it listened."));
    }

    /// <summary>Whether the process that was started still runs: it is never another one.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>The folder that the shop runs in, of one that has a folder of its own.</summary>
    public string Folder => _folder?.FullName ?? throw new InvalidOperationException("The shop runs in its sources.");

    /// <summary>All that the process has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>What sends the shop requests; its base address is where the shop listens.</summary>
    public HttpClient Http { get; } = new();

    /// <summary>
    /// Starts the shop in an empty folder and without this process's environment, and waits until it listens, on a port of its own choice.
    /// </summary>
    public static Task<ShopProcess> StartAsync(string? connectionString, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("shop-");
        return StartAsync(new ShopProcess(folder, StartInfo(folder, connectionString, arguments)), StartTimeout);
    }

    /// <summary>Builds and starts the shop from its sources, as the README says, and waits until it listens.</summary>
    public static Task<ShopProcess> RunAsync(DirectoryInfo sources, string? connectionString) =>
        StartAsync(new ShopProcess(folder: null, SourceCopy.RunInfo(sources, connectionString)), BuildTimeout);

    public async Task<JsonElement> GetAsync(string path) =>
        JsonDocument.Parse(await Http.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;

    /// <summary>Asks the process to end, as a container platform does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(StopTimeout);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder?.Delete(recursive: true);
    }

    private static async Task<ShopProcess> StartAsync(ShopProcess shop, TimeSpan timeout)
    {
        try
        {
            shop.Begin();
            shop.Http.BaseAddress = await shop._listening.Task.WaitAsync(timeout);
            return shop;
        }
        catch (Exception e)
        {
            await shop.DisposeAsync();
            throw new InvalidOperationException($"The shop did not start: {e.Message}{Environment.NewLine}{shop.Output}", e);
        }
    }

    private void Begin()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    private void OnOutput(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line is not null && Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["url"].Value));
        }
    }

    private static ProcessStartInfo StartInfo(DirectoryInfo folder, string? connectionString, IEnumerable<string> arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var application = Path.Combine(AppContext.BaseDirectory, "WebApp.dll");
        var start = new ProcessStartInfo(dotnet, [application, "--urls", "http://127.0.0.1:0", .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in InheritedVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        start.Environment["Logging__LogLevel__Default"] = "Information"; // the address is a line of the log
        if (connectionString is not null)
        {
            start.Environment["ConnectionStrings__ZooKeeper"] = connectionString;
        }

        return start;
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+:\d+)")]
    private static partial Regex Listening();
}
