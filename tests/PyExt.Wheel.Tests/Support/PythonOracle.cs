using System.Text.Json;

namespace PyExt.Wheel.Tests.Support;

/// <summary>Asks Python's own packaging libraries what is right.</summary>
public static class PythonOracle
{
    /// <summary>Runs code that turns the list of strings <c>data</c> into the list of strings <c>result</c>.</summary>
    public static string[] Run(string code, IEnumerable<string> data)
    {
        using TemporaryFolder folder = new();
        string input = folder.Write("data.json", JsonSerializer.Serialize(data));
        string script = folder.Write("oracle.py", $"import json\ndata = json.load(open({Python.Literal(input)}, encoding='utf-8'))\n{code}\nprint(json.dumps(result))\n");
        return JsonSerializer.Deserialize<string[]>(Command.Run(Python.Find(), script))!;
    }
}
