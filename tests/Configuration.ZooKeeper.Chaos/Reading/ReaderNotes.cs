using System.Globalization;
using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Writing;

namespace Configuration.ZooKeeper.Chaos.Reading;

/// <summary>Logs what one reader sees, each state once.</summary>
internal sealed class ReaderNotes(string who, LogKind kind, NumberedState state, ChaosLog log)
{
    private string? _lastDigest;
    private int _number = -1;

    /// <summary>The number of the state that was seen last.</summary>
    public int Number => Volatile.Read(ref _number);

    public void See(AllKeys keys)
    {
        var digest = NumberedState.DigestOf(keys);
        if (digest == _lastDigest)
        {
            return;
        }

        _lastDigest = digest;
        int? number = keys.TryGetValue(NumberedState.Number, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n : null;
        log.Write(kind, who, number, digest: digest, detail: number is { } shown && digest == state.DigestOf(shown) ? null : Differences(keys, number));
        foreach (var key in state.LastingKeys.Where(key => !keys.ContainsKey(key)))
        {
            log.Write(LogKind.KeyMissing, who, number, detail: key);
        }

        Volatile.Write(ref _number, number ?? -1);
    }

    private string Differences(AllKeys keys, int? number)
    {
        var expected = number is { } n ? state.Keys(n) : [];
        return string.Join("; ", expected.Keys.Union(keys.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => expected.GetValueOrDefault(key) != keys.GetValueOrDefault(key))
            .Select(key => $"{key} is {keys.GetValueOrDefault(key) ?? "missing"} and not {expected.GetValueOrDefault(key) ?? "missing"}"));
    }
}
