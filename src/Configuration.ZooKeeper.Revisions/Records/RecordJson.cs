using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Configuration.ZooKeeper.Revisions.Records;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Head))]
[JsonSerializable(typeof(RootRegistration))]
[JsonSerializable(typeof(RevisionRecord))]
[JsonSerializable(typeof(StateImage))]
[JsonSerializable(typeof(ChangeSet))]
internal sealed partial class RecordJson : JsonSerializerContext
{
    private static RecordJson? s_context;

    /// <summary>The context, which does not escape text for HTML.</summary>
    /// <remarks>Created lazily, not in an initializer: the generated part of the class must be initialized first.</remarks>
    public static RecordJson Context => s_context ??= new RecordJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
