using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Invocation;

/// <summary>Asks before a change. The option <c>--yes</c> only skips the question. A protected path also needs <c>--confirm</c> with that path.</summary>
internal static class Confirmation
{
    /// <summary>Asks the question, unless <paramref name="isYes"/> answers it. It names the servers: a user with several ensembles can take one for another.</summary>
    /// <returns>Whether to go on.</returns>
    public static async Task<bool> AskAsync(
        CommandContext context, Target target, string question, bool isYes, string? confirmed, CancellationToken cancellationToken)
    {
        var protectedPath = target.Profile.Protected.FirstOrDefault(path => ZnodePath.IsAtOrBelow(target.Path, path) || ZnodePath.IsAtOrBelow(path, target.Path));
        if (protectedPath is not null && confirmed != protectedPath)
        {
            throw ToolException.Usage($"'{protectedPath}' is protected.", $"Add --confirm {protectedPath} to change it.");
        }

        if (isYes)
        {
            return true;
        }

        if (!context.Console.IsInteractive)
        {
            throw ToolException.Usage("Nobody can answer the question, because this is not a terminal.", "Add --yes.");
        }

        context.TimeLimit.Suspend(); // the user may take all the time to read
        await context.Console.Error.WriteAsync($"{question.TrimEnd('?')} on {ValueView.Escape(target.Profile.Connect)}? [y/N] ".AsMemory(), cancellationToken);
        var answer = await context.Console.ReadLineAsync(cancellationToken);
        context.TimeLimit.Restart();
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
