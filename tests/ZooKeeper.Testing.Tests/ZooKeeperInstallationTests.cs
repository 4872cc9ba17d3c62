namespace ZooKeeper.Testing.Tests;

[TestClass]
public sealed class ZooKeeperInstallationTests
{
    private static readonly Dictionary<string, string> PathOnly = new() { ["PATH"] = "/usr/bin:/bin" };

    [TestMethod]
    public void Find_NothingInstalled_SaysWhatToDo()
    {
        var e = Assert.ThrowsExactly<ZooKeeperNotFoundException>(() => Find(PathOnly, path => path == "/usr/bin/java"));

        Assert.Contains("/usr/share/java/zookeeper.jar", e.Message);
        Assert.Contains("apt-get install", e.Message);
        Assert.Contains("ZOOKEEPER_CLASSPATH", e.Message);
    }

    [TestMethod]
    public void Find_NoJava_SaysSo()
    {
        var e = Assert.ThrowsExactly<ZooKeeperNotFoundException>(
            () => Find(PathOnly, path => path.StartsWith("/usr/share/java/", StringComparison.Ordinal)));

        Assert.Contains("no java", e.Message);
    }

    [TestMethod]
    public void Find_DebianPackages_TakesTheirJars()
    {
        var installation = Find(PathOnly, _ => true);

        Assert.AreEqual("/usr/bin/java", installation.Java);
        Assert.Contains("/usr/share/java/zookeeper.jar", installation.ClassPath);
    }

    [TestMethod]
    public void Find_ClassPathVariable_Wins()
    {
        var variables = new Dictionary<string, string>(PathOnly) { ["ZOOKEEPER_CLASSPATH"] = "/opt/zookeeper/lib/*", ["JAVA_HOME"] = "/opt/java" };

        var installation = Find(variables, _ => true);

        Assert.AreEqual("/opt/zookeeper/lib/*", installation.ClassPath);
        Assert.AreEqual("/opt/java/bin/java", installation.Java);
    }

    [TestMethod]
    public void Find_ClassPathVariableNamesMissingJar_NamesIt()
    {
        var variables = new Dictionary<string, string>(PathOnly) { ["ZOOKEEPER_CLASSPATH"] = "/opt/a.jar:/opt/b.jar" };

        var e = Assert.ThrowsExactly<ZooKeeperNotFoundException>(() => Find(variables, path => path is "/usr/bin/java" or "/opt/a.jar"));

        Assert.Contains("/opt/b.jar", e.Message);
    }

    private static ZooKeeperInstallation Find(Dictionary<string, string> variables, Func<string, bool> exists) =>
        ZooKeeperInstallation.Find(name => variables.GetValueOrDefault(name), exists);
}
