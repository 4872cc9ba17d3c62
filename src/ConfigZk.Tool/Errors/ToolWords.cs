namespace ConfigZk.Tool.Errors;

/// <summary>Replaces the names of the library's members in messages by what users of the tool know.</summary>
internal static class ToolWords
{
    private static readonly (string Library, string Tool)[] Words =
    [
        ("allow it with AllowDeletingAll", "allow it with --allow-deleting-all"),
        ("Set ManagedRootOptions.Acl, or connect with", "Connect with"),
        ("Set ManagedRootOptions.ControlAcl, or connect with", "Connect with"),
        ("and ControlPath '", "and the control path '"),
        ("set ControlPath to", "set controlPath in the profile to"),
    ];

    public static string Of(string message)
    {
        foreach (var (library, tool) in Words)
        {
            message = message.Replace(library, tool, StringComparison.Ordinal);
        }

        return message;
    }
}
