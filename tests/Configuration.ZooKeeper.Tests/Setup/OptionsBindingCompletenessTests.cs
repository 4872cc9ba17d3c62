using System.Reflection;
using Configuration.ZooKeeper.Setup;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests.Setup;

/// <summary>Every option can be bound, or is a delegate or service. A new option without its line in <see cref="OptionsBinding"/> fails here.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class OptionsBindingCompletenessTests
{
    private static readonly string[] OnlyInCode =
    [
        "Documents", "SelectDocument", "MapKey", "SecretKey", "OnLoadException", "Connection:LoggerFactory", "Connection:TimeProvider",
        "Connection:DigestIdentitiesProvider", "Connection:Sasl:CredentialsProvider",
        "Connection:Tls:CaCertificates", "Connection:Tls:ClientCertificateProvider",
    ];

    public static IEnumerable<object[]> Options =>
        OptionsOf(typeof(ZooKeeperConfigurationOptions), "").Select(option => new object[] { option.Name, option.Property });

    [TestMethod]
    [DynamicData(nameof(Options))]
    public void Bind_EachOption_SetsItOrIsForCode(string name, PropertyInfo property)
    {
        if (OnlyInCode.Contains(name))
        {
            Assert.Contains("can only be set in code", Assert.ThrowsExactly<ArgumentException>(() => Bind((name, "x"))).Message);
            return;
        }

        var options = Bind(SampleOf(name, property.PropertyType));

        Assert.AreNotEqual(Value(new ZooKeeperConfigurationOptions(), name), Value(options, name), $"{name} was not set.");
    }

    [TestMethod]
    public void Bind_OptionsForCode_Exist() => CollectionAssert.IsSubsetOf(OnlyInCode, Options.Select(option => option[0]).ToArray());

    private static IEnumerable<(string Name, PropertyInfo Property)> OptionsOf(Type type, string prefix) =>
        type.GetProperties().SelectMany(property => IsOptions(property.PropertyType)
            ? OptionsOf(property.PropertyType, $"{prefix}{property.Name}:")
            : [($"{prefix}{property.Name}", property)]);

    private static bool IsOptions(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal);

    // Every kind of option has a value that is nobody's default.
    private static (string Key, string Value)[] SampleOf(string name, Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => [(name, "sample")],
        var t when t == typeof(int) => [(name, "4321")],
        var t when t == typeof(TimeSpan) => [(name, "00:43:21")],
        var t when t == typeof(bool) => [(name, Value(new ZooKeeperConfigurationOptions(), name) == "True" ? "false" : "true")],
        var t when t == typeof(IList<string>) => [($"{name}:0", "sample")],
        var t when t == typeof(IList<DigestIdentity>) => [($"{name}:0:User", "sample"), ($"{name}:0:Password", "sample")],
        { IsEnum: true } t => [(name, Enum.GetNames(t).First(value => value != Value(new ZooKeeperConfigurationOptions(), name)))],
        var t => throw new AssertFailedException($"{name} is a {t}: bind it, with a sample here, or name it as an option for code."),
    };

    private static string? Value(object options, string name)
    {
        object? value = options;
        foreach (var part in name.Split(':'))
        {
            value = value?.GetType().GetProperty(part)!.GetValue(value);
        }

        return value is System.Collections.ICollection list ? string.Join(", ", list.Cast<object>()) : value?.ToString();
    }

    private static ZooKeeperConfigurationOptions Bind(params (string Key, string Value)[] keys)
    {
        var options = new ZooKeeperConfigurationOptions();
        var values = keys.Select(key => KeyValuePair.Create($"ZooKeeper:{key.Key}", (string?)key.Value));
        OptionsBinding.Bind(new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("ZooKeeper"), options);
        return options;
    }
}
