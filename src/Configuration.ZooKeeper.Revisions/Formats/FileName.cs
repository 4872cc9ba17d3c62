using System.Globalization;
using System.Text;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>Encodes znode names as file names: percent-encodes the characters that a file system does not allow.</summary>
internal static class FileName
{
    private const string NotAllowed = "%<>:\"|?*\\";

    public static string Encode(string name)
    {
        var result = new StringBuilder();
        foreach (var (index, character) in name.Index())
        {
            // Windows removes dots and spaces at the end. Reading a folder skips `.git`, and names that begin with two dots.
            var isEnd = index == name.Length - 1 && character is '.' or ' ' && index == name.Length - 1;
            if (NotAllowed.Contains(character, StringComparison.Ordinal) || isEnd || (index == 0 && (name == ".git" || name.StartsWith("..", StringComparison.Ordinal))))
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
