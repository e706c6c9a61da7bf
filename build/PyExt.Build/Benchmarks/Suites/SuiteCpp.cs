using System.Globalization;

namespace PyExt.Build.Benchmarks.Suites;

/// <summary>A suite in C++, with nanobind or pybind11.</summary>
internal static class SuiteCpp
{
    private static readonly string[] Types = ["uint16_t", "int64_t", "int32_t", "uint64_t", "uint32_t", "float"];

    private const string Structs = """
        struct Struct% {
        @    $T $N;
        ~    Struct%(@$T $N~) : @$N($N)~ {}
            float sum() const { return @float($N) +~; }
        };


        """;

    public static string Render(string suite, bool classes, string package, string prefix, string module) =>
        $"#include <cstdint>\n#include <{package}/{package}.h>\n\nnamespace {prefix} = {package};\n\n"
        + (classes ? Suite.ForEach(Structs, Types) : "")
        + string.Format(CultureInfo.InvariantCulture, module, $"{suite}_{package}") + " {\n"
        + (classes
            ? Suite.ForEach($"    {prefix}::class_<Struct%>(m, \"Struct%\").def({prefix}::init<@$T~>()).def(\"sum\", &Struct%::sum);\n", Types)
            : Suite.ForEach("    m.def(\"test%\", +[](@$T $N~) -> float { return @float($N) +~; });\n", Types))
        + "}\n";
}
