using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>
/// The types in a stub: which modules they need, and which of them a name of the module itself hides. After <c>def set(…)</c> the word <c>set</c> is the function, so the type is
/// written <c>builtins.set</c>.
/// </summary>
internal sealed class StubHints
{
    // What hints of converters, and the stub itself, take from builtins.
    private static readonly HashSet<string> BuiltIns =
    [
        "bool", "bytearray", "bytes", "classmethod", "complex", "dict", "float", "frozenset", "int", "list", "memoryview", "object", "property", "range", "set", "slice", "str",
        "tuple", "type",
    ];

    private static readonly Regex Name = new(@"(?<![\w.])\.?[^\W\d]\w*(\.[^\W\d]\w*)*", RegexOptions.CultureInvariant);

    private readonly EquatableArray<string> _hidden;
    private readonly SortedSet<string> _modules = new(System.StringComparer.Ordinal);

    /// <param name="hidden">The names of <see cref="Hidden"/>.</param>
    public StubHints(EquatableArray<string> hidden) => _hidden = hidden;

    /// <summary>The names of builtins that something in the module has too.</summary>
    public static EquatableArray<string> Hidden(ModuleModel module, IEnumerable<BoundClass> classes)
    {
        var names = new SortedSet<string>(Names(module.Methods, module.Constants).Where(BuiltIns.Contains), System.StringComparer.Ordinal);
        foreach (BoundClass bound in classes)
        {
            ClassModel model = bound.Model;
            names.UnionWith(Names(model.Methods, model.Constants).Concat(model.Properties.Select(property => property.PythonName)).Concat([model.PythonName]).Where(BuiltIns.Contains));
        }
        return names.ToImmutableArray();
    }

    /// <summary>The modules that the hints so far need.</summary>
    public EquatableArray<string> Modules => _modules.ToImmutableArray();

    /// <summary>The hint of what a method returns.</summary>
    public static string Result(MethodModel method)
    {
        string value = method.Return?.Hint ?? "None";
        return method.Result switch
        {
            ResultKind.Iterator => "collections.abc.Iterator[" + value + "]",
            ResultKind.OptionalIterator => "collections.abc.Iterator[" + value + "] | None",
            _ => value,
        };
    }

    /// <summary>A hint as it is written.</summary>
    public string Use(string hint) => Name.Replace(hint, match =>
    {
        // A class of the module itself: ConverterCatalog.ClassHint.
        if (match.Value[0] == '.')
            return match.Value.Substring(1);
        string name = _hidden.Contains(match.Value) ? "builtins." + match.Value : match.Value;
        int dot = name.LastIndexOf('.');
        if (dot >= 0)
            _modules.Add(name.Substring(0, dot));
        return name;
    });

    private static IEnumerable<string> Names(IEnumerable<MethodModel> methods, IEnumerable<ConstantModel> constants) =>
        methods.Select(method => method.PythonName).Concat(constants.Select(constant => constant.PythonName));
}
