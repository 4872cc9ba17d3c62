using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests;

/// <summary>The shape of the public API, and the numbers of events.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class ApiTests
{
    private static readonly Assembly Ours = typeof(ZooKeeperConfigurationSource).Assembly;

    [TestMethod]
    public void PublicTypes_All_AreSealedOrStatic() =>
        Assert.IsEmpty(Ours.GetExportedTypes().Where(type => !type.IsSealed && !type.IsInterface && !type.IsEnum));

    [TestMethod]
    public void PublicTypes_Extensions_AreWhereTheirReceiverIs()
    {
        var extensions = Ours.GetExportedTypes().Where(type => type.IsDefined(typeof(ExtensionAttribute))).ToArray();

        Assert.IsNotEmpty(extensions);
        foreach (var type in extensions)
        {
            Assert.StartsWith("Microsoft.Extensions.", type.Namespace!);
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                // The framework's own extensions of OptionsBuilder are where services are added.
                var receiver = method.GetParameters()[0].ParameterType.Namespace;
                Assert.AreEqual(receiver == "Microsoft.Extensions.Options" ? "Microsoft.Extensions.DependencyInjection" : receiver, type.Namespace, method.Name);
            }
        }
    }

    [TestMethod]
    public void PublicTypes_Others_AreInRootNamespace() =>
        Assert.IsEmpty(Ours.GetExportedTypes()
            .Where(type => !type.IsDefined(typeof(ExtensionAttribute)) && type.Namespace != "Configuration.ZooKeeper"));

    [TestMethod]
    public void PublicTypes_Exceptions_CanBeCreatedByTestsOfUsers() =>
        Assert.IsEmpty(Ours.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Exception)) && type.GetConstructor([typeof(string)]) is null));

    [TestMethod]
    public void Events_Ids_AreUniqueAndNotTheClients()
    {
        var ours = EventIds(Ours);
        var theirs = EventIds(typeof(ZooKeeperClient).Assembly);

        Assert.IsNotEmpty(ours);
        Assert.IsNotEmpty(theirs);
        CollectionAssert.AllItemsAreUnique(ours);
        Assert.IsEmpty(ours.Intersect(theirs));
        Assert.IsEmpty(ours.Where(id => id is < 2000 or > 2999));
    }

    private static int[] EventIds(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           select message.EventId,
    ];
}
