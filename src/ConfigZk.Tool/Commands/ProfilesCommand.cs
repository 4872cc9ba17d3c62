using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Commands;

/// <summary>Lists the profiles of the user.</summary>
internal sealed class ProfilesCommand(ToolShell shell) : ToolCommand(shell, "profiles", "Lists the profiles and their servers.", no: "never")
{
    protected override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Profiles;
        context.Results.Write(
            "profiles",
            () => new JsonObject { ["file"] = file.Path, ["profiles"] = new JsonArray([.. file.Profiles.Select(profile => (JsonNode)new JsonObject { ["name"] = profile.Key, ["connect"] = profile.Value.Connect })]) },
            writer =>
            {
                foreach (var (name, profile) in file.Profiles)
                {
                    writer.WriteLine($"{name}  {profile.Connect}");
                }

                if (file.Profiles.Count == 0)
                {
                    writer.WriteLine($"There are no profiles in {file.Path}");
                }
            });
        return Task.FromResult(ExitCode.Done);
    }
}
