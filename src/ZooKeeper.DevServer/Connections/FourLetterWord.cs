using System.Buffers.Binary;
using System.Text;
using ZooKeeper.DevServer.Requests;

namespace ZooKeeper.DevServer.Connections;

/// <summary>Answers the four-letter words that tools of operators send instead of a handshake.</summary>
internal static class FourLetterWord
{
    private static readonly string[] Words =
        ["conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "hash", "isro", "lead", "mntr", "ruok", "srst", "srvr", "stat", "stmk", "wchc", "wchp", "wchs"];

    /// <summary>Gets the word whose letters arrived in place of the length of a frame, or null.</summary>
    public static string? Find(int length)
    {
        var letters = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(letters, length);
        var word = Encoding.Latin1.GetString(letters);
        return Words.Contains(word, StringComparer.Ordinal) ? word : null;
    }

    public static string Answer(string word, Database database) => word switch
    {
        "ruok" => "imok",
        "isro" => "rw",
        "srvr" => $"""
            Zookeeper version: {Version(database.Release)}, in-process development server
            Connections: {database.Sessions.All.Count(session => session.Client is not null)}
            Outstanding: 0
            Zxid: 0x{database.Tree.LastZxid:x}
            Mode: standalone
            Node count: {database.Tree.Count}

            """,
        "envi" when database.AnswersEnvi => $"""
            Environment:
            zookeeper.version={Version(database.Release)}, in-process development server
            host.name={Environment.MachineName}
            os.name={Environment.OSVersion.Platform}

            """,
        _ => $"{word} is not executed because it is not in the whitelist.\n",
    };

    private static string Version(ZooKeeperRelease release) => release switch
    {
        ZooKeeperRelease.V35 => "3.5.10",
        ZooKeeperRelease.V38 => "3.8.5",
        _ => "3.9.4",
    };
}
