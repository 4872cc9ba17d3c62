namespace Configuration.ZooKeeper.Pinning;

/// <summary>The options that a candidate is checked with. They are created once; whoever reads them meanwhile gets those in effect.</summary>
internal sealed class CheckedOptions(Type type, string name)
{
    private bool _isCreated;

    public bool MayCreate(Type optionsType, string optionsName)
    {
        if (_isCreated || optionsType != type || optionsName != name)
        {
            return false;
        }

        _isCreated = true;
        return true;
    }
}
