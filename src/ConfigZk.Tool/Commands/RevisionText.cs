using System.Globalization;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Describes revisions.</summary>
internal static class RevisionText
{
    /// <summary>Returns who made a revision. Identities that the server has verified come first; the rest is claimed.</summary>
    public static string AuthorOf(Revision revision)
    {
        var claimed = $"{revision.ClaimedAuthor.User ?? "?"}@{revision.ClaimedAuthor.Host ?? "?"}";
        return ValueView.Escape(revision.ProvenIdentities is { Count: > 0 } proven ? $"{string.Join(", ", proven)} ({claimed})" : claimed);
    }

    public static string TimeOf(Revision revision) => revision.Time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string KindOf(Revision revision) => revision.Kind == RevisionKind.Apply
        ? ""
        : $"{revision.Kind.ToString().ToLowerInvariant()}{(revision.Of is { } of ? $" {(revision.Kind == RevisionKind.Rollback ? "to" : "of")} {of}" : "")}";

    /// <summary>Writes that a plan is empty.</summary>
    public static void WriteUnchanged(CommandContext context, Plan plan) => context.Results.Write(
        "revision",
        () => new JsonObject { ["root"] = plan.Root, ["revision"] = plan.Revision, ["changes"] = new JsonArray() },
        writer => writer.WriteLine($"{plan.Root} at revision {plan.Revision}: nothing to change"));

    /// <summary>Writes the revision that a command has made.</summary>
    public static void Write(CommandContext context, ManagedRoot root, AppliedRevision applied) => context.Results.Write(
        "revision",
        () => new JsonObject { ["root"] = root.Path, ["revision"] = applied.Number, ["zxid"] = $"0x{applied.Zxid:x}", ["uid"] = applied.Uid.ToString() },
        writer => writer.WriteLine($"Revision {applied.Number}, zxid 0x{applied.Zxid:x}"));

    public static JsonObject ToJson(Revision revision) => new()
    {
        ["revision"] = revision.Number,
        ["zxid"] = $"0x{revision.Zxid:x}",
        ["uid"] = revision.Uid.ToString(),
        ["kind"] = revision.Kind.ToString(),
        ["of"] = revision.Of,
        ["time"] = revision.Time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        ["message"] = revision.Message,
        ["claimedUser"] = revision.ClaimedAuthor.User,
        ["claimedHost"] = revision.ClaimedAuthor.Host,
        ["provenIdentities"] = revision.ProvenIdentities is null ? null : new JsonArray([.. revision.ProvenIdentities.Select(identity => (JsonNode)identity)]),
        ["changeCount"] = revision.ChangeCount,
    };
}
