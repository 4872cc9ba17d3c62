using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Connecting;

/// <summary>A user, and where the password is. It is in a file or an environment variable, never in the profile or the arguments.</summary>
internal sealed record UserProfile
{
    public string User { get; set; } = "";

    public string? PasswordFile { get; set; }

    public string? PasswordVariable { get; set; }

    /// <summary>Returns the user of <c>CONFIGZK_USER</c>, or null. The password is in <c>CONFIGZK_PASSWORD</c>, or in the file that <c>CONFIGZK_PASSWORD_FILE</c> names.</summary>
    public static UserProfile? OfEnvironment(ToolShell shell) => shell.Variable("CONFIGZK_USER") is not { } user
        ? null
        : shell.Variable("CONFIGZK_PASSWORD_FILE") is { } file
            ? new UserProfile { User = user, PasswordFile = file }
            : new UserProfile { User = user, PasswordVariable = "CONFIGZK_PASSWORD" };

    public string ReadPassword(ToolShell shell)
    {
        if (PasswordFile is not null)
        {
            return File.ReadAllText(PasswordFile).TrimEnd('\r', '\n');
        }

        return PasswordVariable is null
            ? throw ToolException.Usage($"The password of '{User}' is missing.", "Set passwordFile or passwordVariable in the profile.")
            : shell.Variable(PasswordVariable) ?? throw ToolException.Usage($"The password of '{User}' is missing: the environment variable {PasswordVariable} is not set.");
    }
}
