using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;
using YamlDotNet.RepresentationModel;

namespace ConfigZk.Tool.Tests;

/// <summary>Runs command lines as a user does, with a console of its own and a folder for files.</summary>
internal sealed class Tool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("configzk-tests-");
    private readonly Dictionary<string, string> _variables = [];

    public Tool(string? connect = null)
    {
        _variables["CONFIGZK_PROFILES"] = WriteFile("profiles.json", "{}");
        if (connect is not null)
        {
            _variables["CONFIGZK_CONNECT"] = connect;
        }
    }

    /// <summary>What the user answers. Null means that nobody is there.</summary>
    public string? Answers { get; set; }

    /// <summary>Where answers come from instead of <see cref="Answers"/>.</summary>
    public TextReader? Input { get; set; }

    /// <summary>What the user types where the terminal does not show it: Enter is a line feed, and Backspace is \b. Null if there is no terminal.</summary>
    public string? Keys { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool HasColour { get; init; }

    public int Width { get; init; } = int.MaxValue;

    public string this[string variable]
    {
        set => _variables[variable] = value;
    }

    public string FileNamed(string name) => Path.Combine(_folder.FullName, name);

    public string WriteFile(string name, string content)
    {
        File.WriteAllText(FileNamed(name), content);
        return FileNamed(name);
    }

    public async Task<ToolRun> RunAsync(params string[] args)
    {
        var (input, output, error) = (Input ?? new StringReader(Answers ?? ""), new StringWriter(), new StringWriter());
        var console = new ToolConsole(input, output, error) { IsInteractive = (Input ?? (object?)Answers) is not null, Keyboard = Keys is null ? null : Typing(Keys), HasColour = HasColour, Width = Width };
        var code = await ToolRoot.RunAsync(args, new ToolShell(console, _variables.GetValueOrDefault) { Time = Time }, CancellationToken.None);
        return new ToolRun((ExitCode)code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>Runs a command that the test interrupts, as Ctrl+C does.</summary>
    public Task<int> RunAsync(TextWriter output, CancellationToken interrupted, params string[] args) => ToolRoot.RunAsync(
        args, new ToolShell(new ToolConsole(Input ?? TextReader.Null, output, TextWriter.Null) { IsInteractive = Input is not null }, _variables.GetValueOrDefault) { Time = Time }, interrupted);

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<string> MustAsync(params string[] args)
    {
        var run = await RunAsync(args);
        Assert.AreEqual(ExitCode.Done, run.Code, $"configzk {string.Join(' ', args)}\n{run.Out}{run.Error}");
        return run.Out;
    }

    private static Keyboard Typing(string keys)
    {
        var (rest, isHidden) = (new Queue<char>(keys), false);
        return new Keyboard(
            () => isHidden = true,
            () => !isHidden ? throw new InvalidOperationException("The terminal shows the key.")
                : rest.TryDequeue(out var c) ? new ConsoleKeyInfo(c, c switch { '\n' => ConsoleKey.Enter, '\b' => ConsoleKey.Backspace, _ => ConsoleKey.None }, false, false, false)
                : throw new InvalidOperationException("The user has typed everything."));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

internal sealed record ToolRun(ExitCode Code, string Out, string Error)
{
    /// <summary>The one document of the standard output.</summary>
    public JsonNode Json => JsonNode.Parse(Out)!;

    /// <summary>The documents of the standard output.</summary>
    public IReadOnlyList<YamlNode> Yaml
    {
        get
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(Out));
            return [.. stream.Documents.Select(document => document.RootNode)];
        }
    }
}
