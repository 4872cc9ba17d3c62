using System.Text;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using ZooKeeper.Client;

namespace WebApp.Live;

/// <summary>A znode as the operator's panel shows it.</summary>
/// <param name="Path">The path below the path of the shop.</param>
/// <param name="Value">The value if it is text and not too long, or the mask of a secret.</param>
/// <param name="Kind">The kind of value.</param>
/// <param name="Length">The length of the value in bytes, or 0 for a secret.</param>
/// <param name="Version">The number of changes of the data.</param>
/// <param name="Changed">The time of the last change of the data, by the clock of the server.</param>
internal sealed record ZnodeView(string Path, string? Value, ZnodeView.ValueKind Kind, int Length, int Version, DateTimeOffset Changed)
{
    // Longer values do not fit into a line of the editor, and the page is sent again after every change.
    private const int MostShown = 4_096;

    public static ZnodeView Of(Znode znode, string path, SecretKeys secrets)
    {
        var (kind, value) = ValueOf(znode, path, secrets);
        var length = kind == ValueKind.Secret ? 0 : znode.Stat.DataLength;
        return new ZnodeView(path, value, kind, length, znode.Stat.Version, znode.Stat.Mtime);
    }

    private static (ValueKind Kind, string? Value) ValueOf(Znode znode, string path, SecretKeys secrets) => znode switch
    {
        { IsReadable: false } => (ValueKind.Unreadable, null),
        { Data: null } or { Data.IsEmpty: true, ChildCount: > 0 } => (ValueKind.None, null),
        { Data: { } data } when secrets.Cover(path, data) => (ValueKind.Secret, SecretKeys.Mask),
        { Data: { } data } when !Utf8.IsValid(data.Span) => (ValueKind.Binary, null),
        { Data.Length: > MostShown } => (ValueKind.Long, null),
        { Data: { } data } => (ValueKind.Text, Encoding.UTF8.GetString(data.Span)),
    };

    [JsonConverter(typeof(JsonStringEnumConverter<ValueKind>))]
    internal enum ValueKind
    {
        Text,
        None,
        Secret,
        Binary,
        Long,
        Unreadable,
    }
}
