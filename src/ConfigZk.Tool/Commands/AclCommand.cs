using System.CommandLine;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Commands;

/// <summary>Groups the commands about access control lists.</summary>
internal sealed class AclCommand : Command
{
    public AclCommand(ToolShell shell)
        : base("acl", "Shows, changes and checks access control lists.")
    {
        Add(new AclGetCommand(shell));
        Add(new AclSetCommand(shell));
        Add(new AclCheckCommand(shell));
        Add(new AclDigestCommand(shell));
    }
}
