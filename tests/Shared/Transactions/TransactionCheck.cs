using ZooKeeper.Coordination;

namespace ZooKeeper.Testing;

/// <summary>What must hold after a run and a recovery: each transaction is committed in all participants or in none, as its coordinator was told, and nothing is undecided.</summary>
internal static class TransactionCheck
{
    /// <param name="participants">The participants. All of them take part in each transaction.</param>
    /// <param name="told">Which outcome coordinators were told.</param>
    /// <returns>What does not hold.</returns>
    public static IReadOnlyList<string> Violations(IReadOnlyList<FileParticipant> participants, IReadOnlyDictionary<TransactionId, bool> told)
    {
        var committed = participants.ToDictionary(participant => participant.Name, participant => participant.AllCommitted.ToHashSet());
        return
        [
            .. participants.SelectMany(participant => participant.AllPrepared.Select(id => $"{id} is undecided in {participant.Name}")),
            .. committed.Values.SelectMany(ids => ids).Distinct().SelectMany(id => participants.Where(participant => !committed[participant.Name].Contains(id))
                .Select(participant => $"{id} is committed, but not in {participant.Name}")),
            .. told.SelectMany(pair => participants.Where(participant => committed[participant.Name].Contains(pair.Key) != pair.Value)
                .Select(participant => $"{pair.Key} was reported as {(pair.Value ? "committed" : "aborted")}, and is not so in {participant.Name}")),
        ];
    }
}
