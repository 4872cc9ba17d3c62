using System.CommandLine;
using System.Text;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Sets the value of one znode in a revision of its own.</summary>
internal sealed class SetCommand : PathCommand
{
    private readonly Argument<string?> _value = new("value") { Description = "The value; - reads it from the standard input, without the line end at its end.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<FileInfo?> _file = new("--file", "-f") { Description = "The file with the value, which is read exactly. It can be binary." };
    private readonly Option<string?> _root = RootOption.Create();
    private readonly ChangeOptions _change = new();

    public SetCommand(ToolShell shell)
        : base(shell, "set", "Sets the value of a znode, and creates it if it does not exist.", no: "the answer to the question is no")
    {
        Add(_value);
        Add(_file);
        Add(_root);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var data = await ReadValueAsync(context, target, cancellationToken);
        var (root, relative) = await RootOption.OpenAsync(context, target, context.Get(_root), cancellationToken);
        var plan = await root.PlanAsync(new DesiredState().Set(relative, data), cancellationToken: cancellationToken);
        return await new PlanApplication(context, target, root, _change).RunAsync(plan, $"Set {target.Path}", cancellationToken);
    }

    private async Task<byte[]> ReadValueAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var (value, file) = (context.GetOrDefault(_value), context.Get(_file));
        if (value is null == file is null)
        {
            throw ToolException.Usage("Give either a value or --file.");
        }

        return file is not null
            ? await File.ReadAllBytesAsync(file.FullName, cancellationToken)
            : Encoding.UTF8.GetBytes(value == "-" ? await ReadInputAsync(context, target, cancellationToken) : value!);
    }

    // Without the line end that echo, get and the user at a terminal add.
    private static async Task<string> ReadInputAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var text = context.ValuesOf(target).IsHidden(target.Path)
            ? await context.ReadSecretAsync($"the value of {target.Path}", isLine: false, cancellationToken)
            : await context.ReadInputAsync(cancellationToken);
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
