using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ConfigZk.Tool.Commands;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool;

/// <summary>Contains all commands of <c>configzk</c>.</summary>
internal static class ToolRoot
{
    /// <summary>Parses and runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="shell">Where the command reads and writes.</param>
    /// <param name="cancellationToken">Interrupts the command, as Ctrl+C does.</param>
    /// <returns>The exit code: see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, ToolShell shell, CancellationToken cancellationToken)
    {
        var console = shell.Console;
        var parsed = Create(shell).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // a value such as @alice names no file
        var results = new Results(console, GlobalOptions.FormatOf(parsed));
        if (parsed.Errors.Count > 0 && !results.IsForPeople)
        {
            results.WriteFailure(new Failure(
                ExitCode.Usage, nameof(ExitCode.Usage), string.Join('\n', parsed.Errors.Select(error => error.Message)), Hint: "See configzk --help."));
            return (int)ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // see Interruption
        };
        if (parsed.Action is ParseErrorAction error)
        {
            // The help would push the message out of sight. It is useful only if a command is missing.
            error.ShowHelp = parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command is not ToolCommand;
        }

        try
        {
            var code = await parsed.InvokeAsync(configuration, cancellationToken);
            return parsed.Errors.Count > 0 ? (int)ExitCode.Usage : code;
        }
        catch (Exception e)
        {
            // Without its message, which can contain a value.
            results.WriteFailure(new Failure(ExitCode.Defect, nameof(ExitCode.Defect), $"this is a defect of configzk; please report it: {e.GetType()}\n{e.StackTrace}"));
            return (int)ExitCode.Defect;
        }
    }

    public static RootCommand Create(ToolShell shell)
    {
        var root = new RootCommand("Changes configuration in Apache ZooKeeper like infrastructure as code.")
        {
            new GetCommand(shell),
            new SetCommand(shell),
            new DeleteCommand(shell),
            new ListCommand(shell),
            new TreeCommand(shell),
            new SearchCommand(shell),
            new EditCommand(shell),
            new PlanCommand(shell),
            new ApplyCommand(shell),
            new ValidateCommand(shell),
            new DiffCommand(shell),
            new HistoryCommand(shell),
            new ShowCommand(shell),
            new RollbackCommand(shell),
            new RevertCommand(shell),
            new DriftCommand(shell),
            new AdoptCommand(shell),
            new BlameCommand(shell),
            new InitCommand(shell),
            new EncryptCommand(shell),
            new RotateCommand(shell),
            new NewKeyCommand(shell),
            new ExportCommand(shell),
            new ImportCommand(shell),
            new BackupCommand(shell),
            new RestoreCommand(shell),
            new VerifyCommand(shell),
            new AclCommand(shell),
            new CompactCommand(shell),
            new WatchCommand(shell),
            new DoctorCommand(shell),
            new ProfilesCommand(shell),
            new CompletionCommand(shell),
            new DevCommand(shell),
        };
        GlobalOptions.AddTo(root);
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpAction { MaxWidth = shell.Console.Width };
        }

        return root;
    }
}
