using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Commands;

/// <summary>Prints the access control lists of a subtree.</summary>
internal sealed class AclGetCommand : ToolCommand
{
    private readonly Argument<string> _path = PathArgument.Create();

    public AclGetCommand(ToolShell shell)
        : base(shell, "get", "Prints the access control lists below a path.", no: "never") => Add(_path);

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.Resolve(context.Get(_path));
        var root = await context.OpenAsync(target, cancellationToken);
        var lists = await root.ReadAccessAsync(cancellationToken: cancellationToken);
        var width = lists.Select(list => ChangeView.KeyOf(list.Path).Length).DefaultIfEmpty().Max();
        context.Results.Write(
            "acl",
            () => new JsonObject
            {
                ["root"] = root.Path,
                ["znodes"] = new JsonArray([.. lists.Select(list => (JsonNode)new JsonObject
                {
                    ["path"] = list.Path,
                    ["acl"] = new JsonArray([.. list.Acl.Select(entry => (JsonNode)AclText.Of(entry))]),
                    ["isMasked"] = list.IsMasked,
                })]),
            },
            writer =>
            {
                foreach (var list in lists)
                {
                    writer.WriteLine($"{ChangeView.KeyOf(list.Path).PadRight(width)}  {string.Join(", ", list.Acl.Select(AclText.Of))}");
                }
            });
        return ExitCode.Done;
    }
}
