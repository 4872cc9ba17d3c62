using System.CommandLine;

namespace ConfigZk.Tool.Commands;

/// <summary>The options of every command that changes something.</summary>
internal sealed class ChangeOptions
{
    public Option<string?> Message { get; } = new("--message", "-m") { Description = "The reason for the change. It is kept in the history.", HelpName = "why" };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Skips the confirmation. Has no other effect." };

    public Option<string?> Confirm { get; } = new("--confirm") { Description = "The protected path that you mean to change.", HelpName = "path" };

    public void AddTo(Command command)
    {
        command.Add(Message);
        command.Add(Yes);
        command.Add(Confirm);
    }
}
