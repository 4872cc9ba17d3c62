using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Changes the access control lists of a subtree, in a revision of its own.</summary>
internal sealed class AclSetCommand : PathCommand
{
    private readonly Argument<string> _acl = new("acl") { Description = "The entries, such as world:anyone:r,digest:alice:hash=:cdrwa." };
    private readonly Option<bool> _recursive = new("--recursive", "-r") { Description = "Also changes the znodes below." };
    private readonly ChangeOptions _change = new();

    public AclSetCommand(ToolShell shell)
        : base(shell, "set", "Changes the access control list of a path, or of histories.", no: "it does not exist, or the answer is no")
    {
        Add(_acl);
        Add(_recursive);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var acl = AclText.Parse(context.Get(_acl));
        var control = target.Profile.ToRootOptions().ControlPath;
        if (target.Path == control)
        {
            return await SetHistoryAsync(context, target, acl, "all histories", cancellationToken);
        }

        if (ZnodePath.ParentOf(target.Path) == ZnodePath.Combine(control, "history"))
        {
            var client = await context.ConnectAsync(target, cancellationToken);
            await client.SyncAsync(cancellationToken);
            await client.GetAclAsync(target.Path, cancellationToken); // otherwise, a mistyped name would begin a history
            return await SetHistoryAsync(context, target, acl, "the history", cancellationToken);
        }

        var root = await context.OpenAsync(target, cancellationToken);
        var isRecursive = context.Get(_recursive);
        var unreadable = (await PresentPath.ReadAsync(root, target, cancellationToken)).UnreadablePaths.Where(path => isRecursive || ZnodePath.IsAtOrBelow(target.Path, path)).ToArray();
        var plan = await root.PlanAccessAsync(acl, isRecursive: isRecursive, cancellationToken: cancellationToken);
        if (plan.IsEmpty)
        {
            Write(context, plan, plan.Revision, null, writer => writer.WriteLine($"{plan.Root} at revision {plan.Revision}: nothing to change"));
            return UnreadableZnodes.End(context, found: 0, unreadable, "changed");
        }

        if (context.Results.IsForPeople)
        {
            AclText.Write(context.Console.Out, plan.Changes);
        }

        var question = $"Change {ChangeView.Count(plan.Changes.Count, "access control list")} as {Author.Current.User}?";
        if (!await Confirmation.AskAsync(context, target, question, context.Get(_change.Yes), context.Get(_change.Confirm), cancellationToken))
        {
            context.Results.Tell("Nothing was changed.");
            return ExitCode.No;
        }

        var applied = await ApplyAsync(context, root, plan, context.Get(_change.Message) ?? $"Set the ACL of {target.Path}", cancellationToken);
        Write(context, plan, applied.Number, applied, writer => writer.WriteLine($"Revision {applied.Number}, zxid 0x{applied.Zxid:x}"));
        return UnreadableZnodes.End(context, found: 0, unreadable, "changed");
    }

    // The change is not recorded: a user who loses the permission to read a history could not see the record.
    private async Task<ExitCode> SetHistoryAsync(CommandContext context, Target target, IReadOnlyList<Acl> acl, string what, CancellationToken cancellationToken)
    {
        var question = $"Give {what} at and below {target.Path} the list {string.Join(", ", acl.Select(AclText.Of))}?";
        if (!await Confirmation.AskAsync(context, target, question, context.Get(_change.Yes), context.Get(_change.Confirm), cancellationToken))
        {
            context.Results.Tell("Nothing was changed.");
            return ExitCode.No;
        }

        var count = await ManagedRoot.SetHistoryAccessAsync(await context.ConnectAsync(target, cancellationToken), acl, target.Path, cancellationToken);
        context.Results.Report(
            "history-access",
            () => new JsonObject { ["path"] = target.Path, ["acl"] = AclText.ToJson(acl), ["znodes"] = count },
            $"{ChangeView.Count(count, "znode")} at and below {target.Path} {(count == 1 ? "has" : "have")} the list.");
        return ExitCode.Done;
    }

    private static async Task<AppliedRevision> ApplyAsync(CommandContext context, ManagedRoot root, AccessPlan plan, string message, CancellationToken cancellationToken)
    {
        try
        {
            return await root.ApplyAccessAsync(plan, message, Author.Current, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            context.Results.Tell($"Interrupted. Lists that were changed before are recorded: see configzk history {root.Path}. Run the command again to change the others.");
            throw;
        }
    }

    private static void Write(CommandContext context, AccessPlan plan, int revision, AppliedRevision? applied, Action<TextWriter> writeLines) => context.Results.Write(
        "revision",
        () => new JsonObject
        {
            ["root"] = plan.Root,
            ["revision"] = revision,
            ["zxid"] = applied is null ? null : $"0x{applied.Zxid:x}",
            ["uid"] = applied?.Uid.ToString(),
            ["access"] = AclText.ToJson(plan.Changes),
        },
        writeLines);
}
