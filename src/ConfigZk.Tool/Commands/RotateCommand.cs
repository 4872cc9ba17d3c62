using System.CommandLine;
using System.Text;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Encrypts all encrypted values below a path again with another key, in one revision.</summary>
internal sealed class RotateCommand : PathCommand
{
    private readonly Option<string> _key = new("--key") { Description = "The id of the new key.", HelpName = "id", Required = true };
    private readonly ChangeOptions _change = new();

    public RotateCommand(ToolShell shell)
        : base(shell, "rotate", "Encrypts all encrypted values below a path again with another key.", no: "a value cannot be decrypted, or the answer is no")
    {
        Add(_key);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var key = context.Get(_key)!;
        var cipher = target.Profile.ToCipher();
        var root = await context.OpenAsync(target, cancellationToken);
        var read = (await root.ReadAsync(cancellationToken)).Tree;
        var tree = read.Below(root.Scope);
        if (tree.UnreadablePaths is [var unreadable, ..])
        {
            throw new UnreadableException(unreadable, $"'{unreadable}' is not readable, so its values would keep the old key. Use credentials that can read everything.");
        }

        var desired = new DesiredState();
        foreach (var (path, znode) in tree.Znodes)
        {
            if (znode.Data is { } data && ValueView.Text(data) is { } text && cipher.RotateAll(text, key) is var rotated && rotated != text)
            {
                desired.Set(path, Encoding.UTF8.GetBytes(rotated));
            }
        }

        var plan = await root.PlanAsync(desired, cancellationToken: cancellationToken);
        plan.EnsureMadeFrom(read);
        return await new PlanApplication(context, target, root, _change).RunAsync(plan, $"Rotate to key {key}", cancellationToken);
    }
}
