namespace Configuration.ZooKeeper.Pinning;

/// <summary>Identifies the options that validate a candidate. They are created once from the candidate; any other read gets the options in effect.</summary>
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
