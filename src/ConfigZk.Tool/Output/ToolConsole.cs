namespace ConfigZk.Tool.Output;

/// <summary>Where a command reads and writes. Results go to the standard output, everything else to the standard error.</summary>
internal sealed record ToolConsole(TextReader In, TextWriter Out, TextWriter Error)
{
    private const string Reset = "\u001b[0m";

    /// <summary>Whether somebody can answer a question.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The keys that somebody types, which the terminal does not show. Null if there is no terminal.</summary>
    public Keyboard? Keyboard { get; init; }

    /// <summary>Whether results go to a terminal.</summary>
    public bool IsTerminal { get; init; }

    public bool HasColour { get; init; }

    /// <summary>Is cancelled if nobody reads the results any more.</summary>
    public CancellationToken OutputClosed { get; init; }

    /// <summary>The columns of the terminal. Output to a file or a pipe is not cut.</summary>
    public int Width { get; init; } = int.MaxValue;

    public static ToolConsole OfProcess()
    {
        var closed = new CancellationTokenSource();
        return new(Console.In, OutputPipe.OfProcess(closed.Cancel) ?? Console.Out, Console.Error)
        {
            IsInteractive = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            Keyboard = Console.IsInputRedirected ? null : Keyboard.OfProcess(),
            IsTerminal = !Console.IsOutputRedirected,
            HasColour = !Console.IsOutputRedirected
                && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                && Environment.GetEnvironmentVariable("TERM") is not "dumb",
            OutputClosed = closed.Token,
            Width = Console.IsOutputRedirected || Console.WindowWidth < 20 ? int.MaxValue : Console.WindowWidth,
        };
    }

    /// <summary>Reads a line, or returns null at the end of the input.</summary>
    public Task<string?> ReadLineAsync(CancellationToken cancellationToken) => InterruptibleAsync(() => In.ReadLineAsync(cancellationToken).AsTask(), cancellationToken);

    /// <summary>Reads a text that is not shown: a line, or everything up to the end of the input.</summary>
    public static Task<string> ReadHiddenAsync(Keyboard keyboard, bool isLine, CancellationToken cancellationToken) =>
        InterruptibleAsync(() => Task.FromResult(keyboard.Read(isLine)), cancellationToken);

    public Task<string> ReadToEndAsync(CancellationToken cancellationToken) => InterruptibleAsync(() => In.ReadToEndAsync(cancellationToken), cancellationToken);

    /// <summary>Shortens a line to the width of the terminal.</summary>
    public string Cut(string line) => line.Length <= Width ? line : $"{line[..(Width - 1)]}…";

    public string Paint(string text, Colour colour) => HasColour ? $"\u001b[{(int)colour}m{text}{Reset}" : text;

    // The input of the process blocks the thread that reads it, and ignores the token.
    private static Task<T> InterruptibleAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken) =>
        Task.Run(read, cancellationToken).WaitAsync(cancellationToken);
}
