namespace ZooKeeper.Testing;

/// <summary>The users of a server with SASL by DIGEST-MD5. The server reads the file when it starts.</summary>
public sealed class JaasFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jaas-").FullName;

    public JaasFile(params (string Name, string Password)[] users) => Write(users);

    private string Name => Path.Combine(_folder, "jaas.conf");

    public void Write(params (string Name, string Password)[] users) => File.WriteAllText(
        Name,
        "Server { org.apache.zookeeper.server.auth.DigestLoginModule required "
        + $"{string.Join(' ', users.Select(user => $"user_{user.Name}=\"{user.Password}\""))}; }};");

    public Task<ZooKeeperServer> StartServerAsync(CancellationToken cancellationToken, ServerTls? tls = null, params string[] javaArguments) =>
        ZooKeeperServer.StartAsync(
            new ZooKeeperServerOptions
            {
                Tls = tls,
                JavaArguments = [$"-Djava.security.auth.login.config={Name}", "-Dfile.encoding=UTF-8", .. javaArguments],
                ExtraConfiguration = new Dictionary<string, string> { ["authProvider.sasl"] = "org.apache.zookeeper.server.auth.SASLAuthenticationProvider" },
            },
            cancellationToken);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
