using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Prints a value in encrypted form. It is valid only for the znode, and the key of the document, that it was encrypted for.</summary>
internal sealed class EncryptCommand : PathCommand
{
    private readonly Option<string> _key = new("--key") { Description = "The id of the key that encrypts it.", HelpName = "id", Required = true };
    private readonly Option<string?> _in = new("--in") { Description = "The key inside the document, if the znode is one, such as Db:Password.", HelpName = "key" };
    private readonly Option<string?> _root = RootOption.Create();

    public EncryptCommand(ToolShell shell)
        : base(shell, "encrypt", "Reads a value from the standard input, and prints it encrypted for one znode.", no: "never", "The znode that the value is for, such as /config/shop/Db/Password.")
    {
        Add(_key);
        Add(_in);
        Add(_root);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var (root, relative) = await RootOption.OpenAsync(context, target, context.Get(_root), cancellationToken);
        var path = root.Scope.Length == 0 ? relative : relative.Length == 0 ? root.Scope : ZnodePath.Combine("/" + root.Scope, relative)[1..];
        var value = (await context.ReadSecretAsync($"the value of {target.Path}", isLine: false, cancellationToken)).TrimEnd('\r', '\n');
        if (value.Length == 0)
        {
            throw ToolException.Usage("The value is empty.", "Type it, or write it to the standard input. Anyone on the machine could read an argument.");
        }

        var encrypted = target.Profile.ToCipher().Encrypt(value, context.Get(_key)!, root.Id, path, context.Get(_in) ?? "");
        context.Results.Write("secret", () => new JsonObject { ["value"] = encrypted }, writer => writer.WriteLine(encrypted));
        return ExitCode.Done;
    }
}
