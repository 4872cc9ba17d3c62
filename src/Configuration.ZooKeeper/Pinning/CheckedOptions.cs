namespace Configuration.ZooKeeper.Pinning;

/// <summary>Allows the checked options to be created from the candidate once. Any other read gets the options in effect.</summary>
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
