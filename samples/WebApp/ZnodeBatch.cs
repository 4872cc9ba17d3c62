using System.Text;
using System.Text.Json;
using WebApp.Live;

namespace WebApp;

/// <summary>Several changes in one transaction: <c>[{ "path": "Shop/Title", "value": "Night shop" }, { "path": "Shop/Banner", "value": null }]</c>.</summary>
internal static class ZnodeBatch
{
    private const int Most = 1_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>Reads the changes, or returns the error.</summary>
    public static async Task<(IReadOnlyList<ZnodeEdit> Edits, IResult? Refusal)> ReadAsync(HttpRequest request, string root, CancellationToken cancellationToken)
    {
        var (body, refusal) = await ZnodeValue.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return ([], refusal);
        }

        try
        {
            var items = JsonSerializer.Deserialize<Item?[]>(body, Json) ?? [];
            var edits = items.Select(item => ToEdit(item, root)).ToArray();
            return (edits, WhyNot(edits) is { } reason ? BadRequest(reason) : null);
        }
        catch (JsonException e)
        {
            // Without its message, which can quote a value.
            return ([], BadRequest($"The body is not a list of changes, at line {e.LineNumber + 1}: [{{ \"path\": \"Shop/Title\", \"value\": \"…\" }}, …]; null deletes."));
        }
        catch (ArgumentException e)
        {
            return ([], BadRequest(e.Message));
        }
    }

    // The serializer accepts null as an item.
    private static ZnodeEdit ToEdit(Item? item, string root) => ZnodeAddress.TryFind(root, item?.Path, out var znode, out var error)
        ? new ZnodeEdit(znode, item!.Value is null ? null : Encoding.UTF8.GetBytes(item.Value), item.Version)
        : throw new ArgumentException(error);

    private static string? WhyNot(ZnodeEdit[] edits) => edits switch
    {
        [] or { Length: > Most } => $"One transaction can have 1 to {Most} changes.",
        _ when edits.Any(edit => SecretKeys.IsMask(edit.Value)) => SecretKeys.MaskRefusal,
        _ when Overlap(edits) is { } path => $"{path} occurs in several changes, or is below a znode that is deleted.",
        _ => null,
    };

    private static string? Overlap(ZnodeEdit[] edits)
    {
        var paths = edits.Select(edit => edit.Path).ToArray();
        var deleted = edits.Where(edit => edit.Value is null).Select(edit => edit.Path + "/").ToArray();
        return paths.GroupBy(path => path).FirstOrDefault(same => same.Count() > 1)?.Key
            ?? Array.Find(paths, path => Array.Exists(deleted, above => path.StartsWith(above, StringComparison.Ordinal)));
    }

    private static IResult BadRequest(string reason) => PlainText.Of(StatusCodes.Status400BadRequest, reason);

    private sealed record Item(string Path, string? Value, int Version = -1);
}
