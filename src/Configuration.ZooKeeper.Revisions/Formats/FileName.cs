using System.Globalization;
using System.Text;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>Encodes names of znodes as names of files, on every system: percent-encoding of what one of them does not allow.</summary>
internal static class FileName
{
    private const string NotAllowed = "%<>:\"|?*\\";

    public static string Encode(string name)
    {
        var result = new StringBuilder();
        foreach (var (index, character) in name.Index())
        {
            // Windows removes dots and spaces at the end. `.git` is left out when a folder is read.
            var isEnd = index == name.Length - 1 && character is '.' or ' ' && index == name.Length - 1;
            if (NotAllowed.Contains(character, StringComparison.Ordinal) || isEnd || (index == 0 && name == ".git"))
            {
                foreach (var value in Encoding.UTF8.GetBytes(character.ToString()))
                {
                    result.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
                }
            }
            else
            {
                result.Append(character);
            }
        }

        return result.ToString();
    }

    public static string Decode(string name) => Uri.UnescapeDataString(name);
}
