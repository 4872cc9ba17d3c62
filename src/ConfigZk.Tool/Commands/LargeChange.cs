using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Applies a plan in several transactions, and says how to go on if they stop halfway.</summary>
internal sealed class LargeChange(CommandContext context, ManagedRoot root)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Shows the progress after each transaction.</summary>
    public IProgress<ImportStatus> Progress { get; } = new ProgressLine(context.Console);

    public async Task<AppliedRevision> ImportAsync(Plan plan, string message, CancellationToken cancellationToken)
    {
        context.TimeLimit.Suspend(); // an interrupted import blocks the path until it is resumed or aborted
        try
        {
            return await root.ImportAsync(plan, message, Author.Current, new ImportOptions { Progress = Progress }, cancellationToken);
        }
        catch
        {
            await TellHowToGoOnAsync(plan);
            throw;
        }
    }

    private async Task TellHowToGoOnAsync(Plan plan)
    {
        var ways = $"finish it with configzk import {root.Path} --resume, or undo it with --abort.";
        using var limit = new CancellationTokenSource(Patience, context.Shell.Time);
        try
        {
            if ((await root.ReadImportAsync(limit.Token))?.Uid == plan.Uid)
            {
                context.Results.Tell($"The import has stopped halfway, and blocks the path: {ways}");
            }
        }
        catch (Exception e) when (e is OperationCanceledException || Failure.Of(e) is not null)
        {
            context.Results.Tell($"If the import has started, {ways}");
        }
    }

    // In order, and on this thread: Progress<T> would post to the thread pool.
    private sealed class ProgressLine(ToolConsole console) : IProgress<ImportStatus>
    {
        public void Report(ImportStatus value)
        {
            if (console.IsInteractive)
            {
                console.Error.Write($"\r{value.Done} of {value.Batches} transactions{(value.Done == value.Batches ? "\n" : "")}");
            }
        }
    }
}
