using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Opens the configuration in the user's editor, and applies what was changed.</summary>
internal sealed class EditCommand : PathCommand
{
    private readonly Option<StateFormat> _format = new("--format") { CustomParser = ParsedValue.Choice<StateFormat>, Description = "The format in the editor.", DefaultValueFactory = _ => StateFormat.Yaml };
    private readonly ChangeOptions _change = new();

    public EditCommand(ToolShell shell)
        : base(shell, "edit", "Opens the configuration below a path in $VISUAL or $EDITOR, and applies the changes.", no: "the file is invalid, or the answer is no")
    {
        Add(_format);
        _change.AddTo(this);
    }

    protected override bool IsEndless => true;

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var editor = context.Shell.Variable("VISUAL") ?? context.Shell.Variable("EDITOR")
            ?? throw ToolException.Usage("No editor is configured.", "Set the environment variable EDITOR.");
        var format = context.Get(_format);
        var root = await context.OpenAsync(target, cancellationToken);
        var read = (await root.ReadAsync(cancellationToken)).Tree;
        var folder = Directory.CreateTempSubdirectory("configzk-"); // only the user can read it
        var file = Path.Combine(folder.FullName, $"edit.{format.ToString().ToLowerInvariant()}");
        byte[]? original = null;
        var code = ExitCode.No;
        try
        {
            await StateFile.SaveAsync(read.Below(root.Scope), file, format, cancellationToken);
            original = await File.ReadAllBytesAsync(file, cancellationToken);
            await OpenAsync(context.Shell.Interruption, editor, file, cancellationToken);
            var desired = await StateFile.LoadAsync(file, format, cancellationToken);
            var plan = await root.PlanAsync(desired, new PlanOptions { Prune = true }, cancellationToken);
            plan.EnsureMadeFrom(read);
            code = await new PlanApplication(context, target, root, _change).RunAsync(plan, $"Edit {target.Path}", cancellationToken);
            return code;
        }
        finally
        {
            if (code != ExitCode.Done && original is not null && File.Exists(file)
                && !(await File.ReadAllBytesAsync(file, CancellationToken.None)).SequenceEqual(original))
            {
                context.Results.Tell($"Your text was not applied. It is in '{file}', with all values: delete the file when you no longer need it.");
            }
            else
            {
                folder.Delete(recursive: true);
            }
        }
    }

    // An editor is a command line, such as "code --wait", whose program can be in quotation marks. In a terminal, it has its own meaning for Ctrl+C, which the
    // whole group of processes receives.
    private static async Task OpenAsync(Interruption? interruption, string editor, string file, CancellationToken cancellationToken)
    {
        string[] words = [.. CommandLineParser.SplitCommandLine(editor)];
        interruption?.IsCtrlCIgnored = true;
        try
        {
            using var process = Start(words, file) ?? throw ToolException.Usage($"Cannot start the editor '{editor}'.", "Set the environment variable EDITOR to a program.");
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new ToolException(ExitCode.No, $"The editor '{editor}' ended with {process.ExitCode}. Nothing was changed.");
            }
        }
        finally
        {
            interruption?.IsCtrlCIgnored = false;
        }
    }

    private static Process? Start(string[] words, string file)
    {
        try
        {
            return words.Length == 0 ? null : Process.Start(new ProcessStartInfo(words[0], [.. words[1..], file]));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // there is no such program
        }
    }
}
