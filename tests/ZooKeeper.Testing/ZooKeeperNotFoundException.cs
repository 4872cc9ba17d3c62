namespace ZooKeeper.Testing;

/// <summary>Apache ZooKeeper or Java is not installed. The message says what to do.</summary>
public sealed class ZooKeeperNotFoundException : Exception
{
    internal ZooKeeperNotFoundException(string missing)
        : base($"""
            The tests run against Apache ZooKeeper, but {missing}.
            On Debian and Ubuntu: apt-get install --no-install-recommends libzookeeper-java openjdk-17-jre-headless.
            Elsewhere: unpack an Apache ZooKeeper release, set {ZooKeeperInstallation.ClassPathVariable} to its 'conf:lib/*',
            and have Java on the PATH or in JAVA_HOME.
            """)
    {
    }
}
