namespace ZooKeeper.Testing;

/// <summary>The temporary folder of one server: its data, its zoo.cfg and its log.</summary>
internal sealed class ServerFolder
{
    private const int TailLength = 100;

    private readonly string _path = Directory.CreateTempSubdirectory("zookeeper-").FullName;

    public string Data => Path.Combine(_path, "data");

    public string CurrentEpoch => Path.Combine(Data, "version-2", "currentEpoch");

    public string Configuration => Path.Combine(_path, "zoo.cfg");

    public string Log => Path.Combine(_path, "server.log");

    public string KeyStore => Path.Combine(_path, "keys.p12");

    public string TrustStore => Path.Combine(_path, "authorities.pem");

    public string LogTail
    {
        get
        {
            if (!File.Exists(Log))
            {
                return "";
            }

            using var reader = new StreamReader(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return string.Join(Environment.NewLine, reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(TailLength));
        }
    }

    public void Wipe() => Directory.Delete(Data, recursive: true);

    public void Delete()
    {
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path, recursive: true);
        }
    }
}
