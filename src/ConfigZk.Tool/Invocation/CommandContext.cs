using System.CommandLine;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Invocation;

/// <summary>What one run of a command uses: its options, its connections and its output.</summary>
internal sealed class CommandContext : IAsyncDisposable
{
    private readonly ParseResult _parsed;
    private readonly Stack<IAsyncDisposable> _open = new();
    private readonly Dictionary<Profile, ZooKeeperClient> _clients = [];
    private ProfileFile? _profiles;

    public CommandContext(ToolShell shell, ParseResult parsed, TimeLimit timeLimit)
    {
        (Shell, _parsed, TimeLimit) = (shell, parsed, timeLimit);
        Results = new Results(shell.Console, parsed.GetValue(GlobalOptions.Output));
    }

    public ToolShell Shell { get; }

    public ToolConsole Console => Shell.Console;

    public Results Results { get; }

    public TimeSpan Timeout => TimeSpan.FromSeconds(_parsed.GetValue(GlobalOptions.Timeout));

    public TimeLimit TimeLimit { get; }

    public bool IsRevealing => _parsed.GetValue(GlobalOptions.Reveal);

    public ProfileFile Profiles => _profiles ??= ProfileFile.Load(Shell);

    /// <summary>The profile that is named, or the default one, for commands without a path. Null if there is none.</summary>
    public Profile? Profile => _parsed.GetValue(GlobalOptions.Profile) is { } name ? Profiles.Find(name) : Profiles.FindDefault();

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => _parsed.GetRequiredValue(argument);

    public T? GetOrDefault<T>(Argument<T> argument) => _parsed.GetValue(argument);

    /// <summary>Resolves a path as users write it, such as <c>/config/shop</c> or <c>prod:/config/shop</c>.</summary>
    public Target Resolve(string text) => Target.Parse(text, Profiles, _parsed.GetValue(GlobalOptions.Connect), _parsed.GetValue(GlobalOptions.Profile), Shell);

    /// <summary>Connects to the servers of a target. Each profile has one client.</summary>
    public async Task<ZooKeeperClient> ConnectAsync(Target target, CancellationToken cancellationToken)
    {
        if (!_clients.TryGetValue(target.Profile, out var client))
        {
            client = await ZooKeeperClient.ConnectAsync(target.Profile.ToClientOptions(Shell), cancellationToken);
            _clients.Add(target.Profile, client);
            _open.Push(client);
        }

        return client;
    }

    public async Task<ManagedRoot> OpenAsync(Target target, CancellationToken cancellationToken)
    {
        var client = await ConnectAsync(target, cancellationToken);
        var root = await ManagedRoot.OpenAsync(client, target.Path, target.Profile.ToRootOptions(), cancellationToken);
        _open.Push(root);
        return root;
    }

    /// <summary>Reads the standard input to its end. <c>--timeout</c> does not include the time: a user types it, or a slow program writes it.</summary>
    public async Task<string> ReadInputAsync(CancellationToken cancellationToken)
    {
        if (Console.IsInteractive)
        {
            Results.Tell($"Reading the terminal. End the text with {(OperatingSystem.IsWindows() ? "Ctrl+Z and Enter" : "Ctrl+D, twice if necessary")}.");
        }

        TimeLimit.Suspend();
        var text = await Console.ReadToEndAsync(cancellationToken);
        TimeLimit.Restart();
        return text;
    }

    /// <summary>Reads a secret: from a terminal without showing it, or the standard input to its end.</summary>
    /// <param name="what">What to type, such as <c>the password of ops</c>.</param>
    /// <param name="isLine">Whether Enter ends it. Otherwise, it can have several lines.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<string> ReadSecretAsync(string what, bool isLine, CancellationToken cancellationToken)
    {
        if (Console.Keyboard is not { } keyboard)
        {
            return await ReadInputAsync(cancellationToken);
        }

        keyboard.Hide();
        Results.Tell($"Type {what}, and then {(isLine ? "Enter" : OperatingSystem.IsWindows() ? "Ctrl+Z" : "Ctrl+D")}. It is not shown.");
        TimeLimit.Suspend();
        var text = await ToolConsole.ReadHiddenAsync(keyboard, isLine, cancellationToken);
        TimeLimit.Restart();
        return text;
    }

    /// <summary>How values of a profile are shown.</summary>
    public ValueView ValuesOf(Target target) => new(target.Profile.Secrets, IsRevealing);

    public async ValueTask DisposeAsync()
    {
        while (_open.TryPop(out var open))
        {
            await open.DisposeAsync();
        }
    }
}
