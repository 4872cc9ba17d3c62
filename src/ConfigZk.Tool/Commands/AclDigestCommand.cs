using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Prints the id of a digest user, which entries of access control lists contain.</summary>
internal sealed class AclDigestCommand : ToolCommand
{
    private readonly Argument<string> _user = new("user") { Description = "The name of the user." };

    public AclDigestCommand(ToolShell shell)
        : base(shell, "digest", "Reads a password from the standard input, and prints the id of the user for ACLs.", no: "never") => Add(_user);

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var user = context.Get(_user);
        var password = (await context.ReadSecretAsync($"the password of {user}", isLine: true, cancellationToken)).TrimEnd('\r', '\n');
        if (password.Length == 0)
        {
            throw ToolException.Usage("The password is empty.", "Type it, or write it to the standard input. Other users of the machine can read arguments.");
        }

        var id = $"digest:{Acl.Digest(Permissions.None, user, password).Id}";
        context.Results.Write("digest", () => new JsonObject { ["id"] = id }, writer => writer.WriteLine(id));
        return ExitCode.Done;
    }
}
