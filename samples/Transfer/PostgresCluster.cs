using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Transfer;

/// <summary>A PostgreSQL server of Debian or Ubuntu in a temporary folder, on a free port of 127.0.0.1. It ends with this process. For samples and tests: it does not flush to disk.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string User = "postgres";

    // Starting takes a second or two, and far longer on a busy machine.
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    // The server stops when the input of the shell ends, however this process has ended.
    private const string Guard = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        server=$!
        { cat <&3 >/dev/null; kill -INT $server; } &
        guard=$!
        wait $server
        kill $guard 2>/dev/null
        """;

    private readonly string _folder;
    private readonly int _port;
    private readonly Process _shell;
    private readonly Task<string> _errors;

    private PostgresCluster(string folder, int port, Process shell)
    {
        (_folder, _port, _shell) = (folder, port, shell);
        _errors = shell.StandardError.ReadToEndAsync(); // a full pipe would block the server
    }

    /// <summary>The folder with the programs of the newest release that is installed, or null.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(release => Path.Combine(release, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .OrderBy(bin => bin.Length).ThenBy(bin => bin, StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>Starts a server with databases that are empty.</summary>
    public static async Task<PostgresCluster> StartAsync(params string[] databases)
    {
        var programs = Programs ?? throw new InvalidOperationException("PostgreSQL is not installed: /usr/lib/postgresql has no release with an initdb.");
        var folder = Path.Combine(Path.GetTempPath(), $"transfer-{Guid.NewGuid():N}");
        using var initdb = Start([.. AsUser, Path.Combine(programs, "initdb"), "--no-sync", "--auth=trust", $"--username={User}", "--encoding=UTF8", "--locale=C", folder]);
        var errors = initdb.StandardError.ReadToEndAsync();
        await initdb.StandardOutput.ReadToEndAsync();
        await initdb.WaitForExitAsync();
        if (initdb.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb failed: {await errors}");
        }

        var port = FreePort();
        string[] settings = ["listen_addresses=127.0.0.1", $"port={port}", "unix_socket_directories=", "max_prepared_transactions=64", "fsync=off", "shared_buffers=16MB"];
        var shell = Start(["/bin/sh", "-c", Guard, "sh", .. AsUser, Path.Combine(programs, "postgres"), "-D", folder, .. settings.SelectMany(setting => new[] { "-c", setting })]);
        var cluster = new PostgresCluster(folder, port, shell);
        await cluster.CreateAsync(databases);
        return cluster;
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username={User};Database={database};Timeout=30;Maximum Pool Size=20";

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> AsUser => Environment.UserName == "root" ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", "--"] : [];

    private static Process Start(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    })!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [SuppressMessage("Security", "CA2100", Justification = "CREATE DATABASE has no parameters.")]
    private async Task CreateAsync(string[] databases)
    {
        await using var source = NpgsqlDataSource.Create($"{ConnectionString("postgres")};Pooling=false");
        foreach (var database in databases)
        {
            await using var connection = await ConnectAsync(source);
            await using var command = connection.CreateCommand();
            command.CommandText = $"CREATE DATABASE {database}";
            await command.ExecuteNonQueryAsync();
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(NpgsqlDataSource source)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await source.OpenConnectionAsync();
            }
            catch (NpgsqlException e) when (_shell.HasExited)
            {
                throw new InvalidOperationException($"PostgreSQL has ended: {await _errors}", e);
            }
            catch (NpgsqlException) when (TimeProvider.System.GetElapsedTime(started) < StartTime)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System); // it starts
            }
        }
    }
}
