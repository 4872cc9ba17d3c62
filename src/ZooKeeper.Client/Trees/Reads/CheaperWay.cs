namespace ZooKeeper.Client.Trees;

/// <summary>
/// Chooses the cheaper way to verify a tree: reading its znodes again, or comparing their Stats. It measures the pace of reading during the load, and compares
/// unless reading is clearly faster. It switches to the other way when that turns out to be clearly faster (docs/decisions/0006).
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="verifiesByReading">Replaces the decision by measurement, in consistency tests.</param>
internal sealed class CheaperWay(TimeProvider time, Func<bool>? verifiesByReading = null)
{
    /// <summary>The number of comparisons in flight.</summary>
    public const int Comparisons = 256;

    // The replies of a smaller tree show the round trips, not the pace.
    private const long LeastMeasured = 1024 * 1024;

    // Applies without a measurement. A server can handle a thousand mirrors that read this much at once.
    private const long LargestReadAgain = 4 * 1024 * 1024;

    // A smaller difference can be chance.
    private const double Clearly = 1.3;

    // Apply until comparing is measured: no server answers one connection faster, and the replies take their share of the link.
    private const double LeastSecondsPerRequest = 20e-6;
    private const int StatReplyLength = 88;

    private readonly Pace _reading = new(time, LeastMeasured);
    private readonly Pace _comparing = new(time, Comparisons);
    private double _meanLength;

    /// <summary>Whether to read the next znodes instead of comparing their Stats.</summary>
    public bool IsReading { get; private set; } = true;

    private double? SecondsToRead => _reading.SecondsPerUnit * _meanLength;

    private double? SecondsToCompare => _comparing.SecondsPerUnit ?? LeastSecondsPerRequest + (StatReplyLength * _reading.SecondsPerUnit);

    /// <summary>Begins a load. Everything is read.</summary>
    public void Load()
    {
        IsReading = true;
        _reading.Begin();
    }

    /// <summary>Begins a verification, and chooses the way.</summary>
    /// <param name="znodes">The number of znodes to verify.</param>
    /// <param name="length">The length in bytes of the replies if all znodes are read.</param>
    /// <param name="hasMultiRead">Whether one request can read several znodes.</param>
    public void Verify(int znodes, long length, bool hasMultiRead)
    {
        if (!hasMultiRead)
        {
            _reading.Forget(); // it was measured with multiRead
        }

        _meanLength = (double)length / znodes;
        _reading.Begin();
        _comparing.Forget(); // the server can be another one, or busier
        IsReading = Choose(SecondsToRead is { } read ? read * Clearly < SecondsToCompare : length <= LargestReadAgain);
    }

    /// <summary>Begins a verification by comparing.</summary>
    public void Compare()
    {
        _comparing.Forget();
        IsReading = Choose(isReadingCheaper: false);
    }

    /// <summary>Notes that znodes were read.</summary>
    /// <param name="length">The length of the reply in bytes.</param>
    public void OnRead(long length)
    {
        if (IsReading)
        {
            _reading.OnReply(length);
            var isComparingCheaper = SecondsToCompare * Clearly < SecondsToRead;
            IsReading = Choose(!isComparingCheaper);
            if (!IsReading)
            {
                _comparing.Begin();
            }
        }
    }

    /// <summary>Notes that the Stat of a znode was compared.</summary>
    public void OnCompared()
    {
        if (!IsReading)
        {
            _comparing.OnReply(1);
            IsReading = Choose(SecondsToRead * Clearly < SecondsToCompare);
            if (IsReading)
            {
                _reading.Begin();
            }
        }
    }

    private bool Choose(bool isReadingCheaper) => verifiesByReading?.Invoke() ?? isReadingCheaper;
}
