using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.DevServer.Tests;

[TestClass]
public sealed class ApiShapeTests
{
    private const BindingFlags Everything =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    private static readonly Assembly DevServer = typeof(ZooKeeperDevServer).Assembly;

    private static readonly Type[] PublicTypes = DevServer.GetExportedTypes();

    [TestMethod]
    public void PublicTypes_AreTheseFive() => Assert.AreEqual(
        "DevServerSession, SessionReattachment, ZooKeeperDevServer, ZooKeeperDevServerOptions, ZooKeeperRelease",
        string.Join(", ", PublicTypes.Select(type => type.Name).Order(StringComparer.Ordinal)));

    [TestMethod]
    public void PublicTypes_AreSealedOrEnums_InTheRootNamespace()
    {
        Assert.IsEmpty(PublicTypes.Where(type => !type.IsSealed).ToArray());
        Assert.IsEmpty(PublicTypes.Where(type => type.Namespace != "ZooKeeper.DevServer").ToArray());
    }

    [TestMethod]
    public void PublicMembers_AreDocumented()
    {
        var documented = XDocument.Load(Path.ChangeExtension(DevServer.Location, ".xml"))
            .Descendants("member")
            .Where(member => member.Element("summary") is { } summary && summary.Value.Trim().Length > 0)
            .Select(member => member.Attribute("name")!.Value.Split('(')[0])
            .ToHashSet(StringComparer.Ordinal);
        foreach (var type in PublicTypes)
        {
            Assert.Contains($"T:{type.FullName}", documented);
            foreach (var member in Members(type))
            {
                Assert.Contains(member, documented);
            }
        }
    }

    [TestMethod]
    public void Options_DocumentTheirDefaults()
    {
        var withDefault = XDocument.Load(Path.ChangeExtension(DevServer.Location, ".xml"))
            .Descendants("member")
            .Where(member => member.Element("value") is not null)
            .Select(member => member.Attribute("name")!.Value)
            .ToArray();
        foreach (var option in typeof(ZooKeeperDevServerOptions).GetProperties())
        {
            Assert.Contains($"P:{typeof(ZooKeeperDevServerOptions).FullName}.{option.Name}", withDefault);
        }
    }

    [TestMethod]
    public void AsynchronousMethods_AreNamedSo()
    {
        var methods = PublicTypes.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType.IsAssignableTo(typeof(Task)) || method.ReturnType == typeof(ValueTask))
            .ToArray();
        Assert.IsGreaterThan(10, methods.Length);
        Assert.IsEmpty(methods.Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    public void LogMessages_HaveIdsOfTheirOwn_FromTheirHundred()
    {
        var ids = DevServer.GetTypes()
            .SelectMany(type => type.GetMethods(Everything))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .OfType<int>()
            .ToArray();
        Assert.IsGreaterThan(3, ids.Length);
        CollectionAssert.AllItemsAreUnique(ids);
        Assert.IsTrue(ids.All(id => id is >= 3000 and < 3100));
    }

    [TestMethod]
    public void Secrets_AreNotPublic() => Assert.IsEmpty(
        PublicTypes.SelectMany(type => type.GetProperties()).Where(property => property.Name.Contains("Password", StringComparison.Ordinal)).ToArray());

    [TestMethod]
    public void AsyncVoid_IsNowhere() => Assert.IsEmpty(DevServer.GetTypes()
        .SelectMany(type => type.GetMethods(Everything))
        .Where(method => method.ReturnType == typeof(void) && method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null)
        .ToArray());

    // A record's own methods are the compiler's.
    private static IEnumerable<string> Members(Type type)
    {
        var declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var isRecord = type.GetMethod("<Clone>$") is not null;
        return type.GetProperties(declared).Select(property => $"P:{type.FullName}.{property.Name}")
            .Concat(type.GetMethods(declared).Where(method => !method.IsSpecialName && !isRecord).Select(method => $"M:{type.FullName}.{method.Name}"))
            .Concat(type.GetFields(declared).Where(field => !field.IsSpecialName).Select(field => $"F:{type.FullName}.{field.Name}"));
    }
}
