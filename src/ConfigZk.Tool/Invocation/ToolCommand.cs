using System.CommandLine;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Invocation;

/// <summary>A command of the tool. Its exceptions become messages and exit codes.</summary>
internal abstract class ToolCommand : Command
{
    /// <param name="shell">The console and the environment variables.</param>
    /// <param name="name">The name.</param>
    /// <param name="description">What it does, in one sentence.</param>
    /// <param name="no">When it exits with <see cref="ExitCode.No"/>.</param>
    protected ToolCommand(ToolShell shell, string name, string description, string no)
        : base(name, description)
    {
        No = no;
        SetAction(async (parsed, interrupted) => (int)await ExecuteAsync(shell, parsed, interrupted));
    }

    /// <summary>When the command exits with <see cref="ExitCode.No"/>, for its documentation.</summary>
    public string No { get; }

    /// <summary>Whether the command runs until it is interrupted, so that <c>--timeout</c> does not apply.</summary>
    protected virtual bool IsEndless => false;

    protected abstract Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken);

    private async Task<ExitCode> ExecuteAsync(ToolShell shell, ParseResult parsed, CancellationToken interrupted)
    {
        using var limit = new TimeLimit(IsEndless ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(parsed.GetValue(GlobalOptions.Timeout)), interrupted, shell.Time);
        var context = new CommandContext(shell, parsed, limit);
        await using (context)
        {
            try
            {
                return await RunAsync(context, limit.Token);
            }
            catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
            catch (OperationCanceledException) when (limit.IsExceeded)
            {
                context.Results.WriteFailure(new Failure(
                    ExitCode.TimedOut, "TimedOut", $"The command did not finish within {context.Timeout.TotalSeconds:0} seconds.", Hint: "Raise --timeout, or see configzk doctor."));
                return ExitCode.TimedOut;
            }
            catch (Exception e) when (Failure.Of(e) is { } failure)
            {
                context.Results.WriteFailure(failure);
                return failure.ExitCode;
            }
        }
    }
}
