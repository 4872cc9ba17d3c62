using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Commands;

/// <summary>Prints the script that completes command lines in a shell. It asks the tool itself through the suggest directive.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private readonly Argument<string> _shell = new("shell") { Description = "bash, zsh, fish or pwsh.", HelpName = "shell" };

    public CompletionCommand(ToolShell shell)
        : base(shell, "completion", "Prints the completion script of a shell: source <(configzk completion bash)", no: "never")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Add(_shell);
    }

    protected override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (shell, script) = (context.Get(_shell), ScriptOf(context.Get(_shell)));
        context.Results.Write("completion", () => new JsonObject { ["shell"] = shell, ["script"] = script }, writer => writer.WriteLine(script));
        return Task.FromResult(ExitCode.Done);
    }

    private static string ScriptOf(string shell) => shell switch
    {
        "bash" => """
            _configzk() {
              local IFS=$'\n'
              COMPREPLY=($(configzk "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
            }
            complete -o default -F _configzk configzk
            """,
        "zsh" => """
            #compdef configzk
            _configzk() {
              local completions=("${(@f)$(configzk "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
              compadd -a completions
            }
            compdef _configzk configzk
            """,
        "fish" => """
            complete -c configzk -f -a '(configzk "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
            """,
        _ => """
            Register-ArgumentCompleter -Native -CommandName configzk -ScriptBlock {
              param($word, $line, $position)
              configzk "[suggest:$position]" "$line" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };
}
