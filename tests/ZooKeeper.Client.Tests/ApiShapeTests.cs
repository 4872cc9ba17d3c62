using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Tests;

[TestClass]
public sealed class ApiShapeTests
{
    private static readonly Assembly Client = typeof(ZooKeeperClient).Assembly;

    private static readonly Type[] PublicTypes = Client.GetExportedTypes();

    [TestMethod]
    public void PublicClasses_AreSealedOrStatic_ExceptTheBaseOfTheExceptions()
    {
        var open = PublicTypes.Where(type => type.IsClass && !type.IsSealed && type != typeof(ZooKeeperException) && !IsClosed(type));
        Assert.IsEmpty(open.ToArray());
        Assert.IsFalse(PublicTypes.Any(type => type.IsInterface), "an interface that no user implements");
    }

    // Nobody else can derive from it.
    private static bool IsClosed(Type type) => type.IsAbstract
        && type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).All(constructor => constructor.IsFamilyAndAssembly);

    [TestMethod]
    public void PublicTypes_AreInTheRootNamespace() =>
        Assert.IsEmpty(PublicTypes.Where(type => type.Namespace != "ZooKeeper.Client").ToArray());

    [TestMethod]
    public void Exceptions_DeriveFromOne_AndCanBeConstructedByTestsOfUsers()
    {
        var exceptions = PublicTypes.Where(type => type.IsAssignableTo(typeof(Exception))).ToArray();
        Assert.IsGreaterThan(5, exceptions.Length);
        Assert.IsTrue(Array.TrueForAll(exceptions, type => type.IsAssignableTo(typeof(ZooKeeperException))));
        foreach (var type in exceptions)
        {
            var constructor = type.GetConstructors().Single();
            var arguments = constructor.GetParameters().Select(object? (parameter) => parameter.Name switch
            {
                "message" => "It failed.",
                "path" => "/a",
                "innerException" => new IOException(),
                _ => ErrorCode.AuthFailed,
            });
            var exception = (ZooKeeperException)constructor.Invoke([.. arguments]);
            Assert.AreEqual("It failed.", exception.Message);
            Assert.AreEqual("/a", exception.Path);
            Assert.IsInstanceOfType<IOException>(exception.InnerException);
        }
    }

    [TestMethod]
    public void AsynchronousMethods_TakeACancellationTokenAsLastParameter()
    {
        var methods = PublicTypes
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType.IsAssignableTo(typeof(Task)) || method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal))
            .Where(method => method.Name != nameof(IAsyncDisposable.DisposeAsync))
            .ToArray();
        Assert.IsGreaterThan(15, methods.Length);
        foreach (var method in methods)
        {
            Assert.EndsWith("Async", method.Name);
            var last = method.GetParameters().LastOrDefault();
            Assert.AreEqual(typeof(CancellationToken), last?.ParameterType, $"the last parameter of {method.DeclaringType!.Name}.{method.Name}");
            Assert.IsTrue(last!.HasDefaultValue, $"{method.DeclaringType!.Name}.{method.Name} can be called without a token");
        }
    }

    [TestMethod]
    public void LogMessages_HaveUniqueIds()
    {
        var messages = Client.GetTypes()
            .SelectMany(type => type.GetMethods(
                BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => (method.Name, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(message => message.Attribute is not null)
            .ToArray();
        Assert.IsGreaterThan(5, messages.Length);
        CollectionAssert.AllItemsAreUnique(messages.Select(message => message.Attribute!.EventId).ToArray());
    }

    [TestMethod]
    public void Secrets_AreNotPublic()
    {
        var members = PublicTypes.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static));
        var passwords = members.Where(property => property.Name.Contains("Password", StringComparison.Ordinal));
        CollectionAssert.AreEquivalent(
            new[] { nameof(ZooKeeperTlsOptions.ClientCertificatePassword), nameof(ZooKeeperSaslOptions.Password) },
            passwords.Select(property => property.Name).ToArray(),
            "options, which are bound from configuration");
    }

    [TestMethod]
    public void AsyncVoid_IsNowhere() => Assert.IsEmpty(Client.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(method => method.ReturnType == typeof(void) && method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null)
        .ToArray());
}
