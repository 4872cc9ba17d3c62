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

    /// <summary>The context that writes text as it is: the readers are JSON parsers, not browsers.</summary>
    /// <remarks>Not an initializer: the other part of the class initializes what this needs.</remarks>
    public static RecordJson Context => s_context ??= new RecordJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
