using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.Metadata;

/// <summary>An author or maintainer: a name, an e-mail address, or both.</summary>
/// <param name="Name">The name, or null.</param>
/// <param name="Email">The address, or null.</param>
public sealed partial record Person(string? Name, string? Email)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("()<>[]:;@\\,.\"");

    /// <summary>Reads <c>Ada Lovelace</c>, <c>Ada Lovelace &lt;ada@example.org&gt;</c> or <c>ada@example.org</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The person.</returns>
    public static Person Parse(string text)
    {
        if (IsEmail(text))
            return new Person(null, text);
        Match match = NameAndEmail().Match(text);
        return match.Success ? new Person(Unquoted(match.Groups["name"].Value), match.Groups["email"].Value) : new Person(text, null);
    }

    /// <summary>The form of the field <c>Author-email</c>; null without an address.</summary>
    public string? Mailbox => Email is null ? null : string.IsNullOrEmpty(Name) ? Email : $"{Quoted(Name)} <{Email}>";

    /// <summary>What is wrong with a list of mailboxes, the value of <c>Author-email</c>, or null.</summary>
    internal static string? MailboxesProblem(string value)
    {
        foreach (string mailbox in Split(value))
        {
            Match match = NameAndEmail().Match(mailbox);
            string address = match.Success ? match.Groups["email"].Value : mailbox;
            if (!IsEmail(address))
                return $"'{address}' is not an e-mail address.";
        }

        return null;
    }

    /// <summary>What is wrong, or null.</summary>
    internal string? Problem()
    {
        if (Email is not null && !IsEmail(Email))
            return $"'{Email}' is not an e-mail address.";
        if (Name is not null && (Name.Trim().Length == 0 || Name.Any(char.IsControl)))
            return "a name must be one line of text.";
        return Name?.Contains(',', StringComparison.Ordinal) is true ? $"the name '{Name}' has a comma, which separates people. Make two of it, or remove it." : null;
    }

    // Commas inside of quotes are part of a name.
    private static List<string> Split(string value)
    {
        List<string> parts = [];
        StringBuilder part = new();
        bool isQuoted = false;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && isQuoted && i + 1 < value.Length)
                part.Append(value[i++]);
            else if (value[i] == '"')
                isQuoted = !isQuoted;
            if (value[i] == ',' && !isQuoted)
            {
                parts.Add(part.ToString().Trim());
                part.Clear();
            }
            else
            {
                part.Append(value[i]);
            }
        }

        parts.Add(part.ToString().Trim());
        return parts;
    }

    private static bool IsEmail(string text) => text.Length <= 254 && Address().IsMatch(text);

    // What RFC 5322 does not let stand in a name without quotes.
    private static string Quoted(string name) => name.AsSpan().ContainsAny(Special)
        ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : name;

    private static string Unquoted(string name) => name.Length > 1 && name[0] == '"' && name[^1] == '"'
        ? Escaped().Replace(name[1..^1], "$1")
        : name;

    [GeneratedRegex(@"^(?<name>.*\S)\s*<(?<email>[^<>]*)>\z")]
    private static partial Regex NameAndEmail();

    [GeneratedRegex(@"^[^@\s<>()\[\],;:\\""]+@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();
}
