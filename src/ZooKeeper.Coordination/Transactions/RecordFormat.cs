using System.Text;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>
/// How a transaction is stored. The data of its znode is the state in the first line, and the names of the participants in the others. Votes and acknowledgements are its
/// children. A record is undecided exactly while its version is 0.
/// </summary>
internal static class RecordFormat
{
    public const int Undecided = 0;
    public const int Decided = 1;

    private const string Vote = "vote-";
    private const string Acknowledgement = "done-";
    private const char Separator = '\n';

    public static byte[] Encode(TransactionState state, IEnumerable<string> participants) =>
        Encoding.ASCII.GetBytes(string.Join(Separator, [NameOf(state), .. participants]));

    public static TransactionRecord Decode(string path, ZnodeData znode, IReadOnlyList<string> children)
    {
        var lines = Encoding.UTF8.GetString(znode.Data ?? []).Split(Separator);
        var state = (lines[0], znode.Stat.Version) switch
        {
            ("open", Undecided) => TransactionState.Open,
            ("committed", Decided) => TransactionState.Committed,
            ("aborted", Decided) => TransactionState.Aborted,
            _ => TransactionState.Damaged,
        };
        return new TransactionRecord(TransactionId.Parse(ZnodePath.NameOf(path)), state, lines[1..], Suffixes(Vote), Suffixes(Acknowledgement), znode.Stat.Ctime);

        string[] Suffixes(string prefix) => [.. children.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])];
    }

    public static string VoteOf(string record, string participant) => ZnodePath.Combine(record, Vote + participant);

    public static string AcknowledgementOf(string record, string participant) => ZnodePath.Combine(record, Acknowledgement + participant);

    private static string NameOf(TransactionState state) => state switch
    {
        TransactionState.Open => "open",
        TransactionState.Committed => "committed",
        _ => "aborted",
    };
}
