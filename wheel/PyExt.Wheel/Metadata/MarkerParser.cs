using System.Text.RegularExpressions;

namespace PyExt.Wheel.Metadata;

/// <summary>Parses the environment markers of PEP 508: comparisons joined by <c>and</c>, <c>or</c> and parentheses.</summary>
internal sealed partial class MarkerParser
{
    private const int DeepestNesting = 100;

    private static readonly string[] Variables =
    [
        "os_name", "sys_platform", "platform_machine", "platform_python_implementation", "platform_release", "platform_system",
        "platform_version", "python_version", "python_full_version", "implementation_name", "implementation_version", "extra",
    ];

    private readonly List<string> _tokens;
    private int _position;

    private MarkerParser(List<string> tokens) => _tokens = tokens;

    /// <summary>What is wrong with a marker, or null.</summary>
    public static string? Problem(string marker)
    {
        MatchCollection matches = Token().Matches(marker);
        if (matches.Sum(match => match.Length) != marker.Length)
            return $"'{marker.Trim()}' is not an environment marker such as 'python_version < \"3.14\"'.";

        MarkerParser parser = new([.. matches.Select(match => match.Value.Trim()).Where(token => token.Length > 0)]);
        return parser.Or(0) && parser._position == parser._tokens.Count
            ? null
            : $"'{marker.Trim()}' is not an environment marker such as 'python_version < \"3.14\" and sys_platform == \"linux\"'.";
    }

    private string? Current => _position < _tokens.Count ? _tokens[_position] : null;

    private bool Or(int depth)
    {
        do
        {
            if (!And(depth))
                return false;
        }
        while (Take("or"));
        return true;
    }

    private bool And(int depth)
    {
        do
        {
            if (!Comparison(depth))
                return false;
        }
        while (Take("and"));
        return true;
    }

    private bool Comparison(int depth)
    {
        if (depth < DeepestNesting && Take("("))
            return Or(depth + 1) && Take(")");

        int first = _position;
        return Operand() && Operator() && Operand() && (IsVariable(_tokens[first]) || IsVariable(_tokens[_position - 1]));
    }

    private bool Operand()
    {
        bool isOperand = Current is string token && (token[0] is '"' or '\'' || IsVariable(token));
        _position += isOperand ? 1 : 0;
        return isOperand;
    }

    private bool Operator()
    {
        if (Take("in") || (Take("not") && Take("in")))
            return true;

        bool isOperator = Current is "==" or "===" or "!=" or "<" or "<=" or ">" or ">=" or "~=";
        _position += isOperator ? 1 : 0;
        return isOperator;
    }

    private bool Take(string token)
    {
        bool matches = Current == token;
        _position += matches ? 1 : 0;
        return matches;
    }

    private static bool IsVariable(string token) => Variables.Contains(token);

    [GeneratedRegex(@"\s+|""[^""]*""|'[^']*'|[A-Za-z_][A-Za-z0-9_.]*|===|==|!=|~=|<=|>=|<|>|\(|\)")]
    private static partial Regex Token();
}
