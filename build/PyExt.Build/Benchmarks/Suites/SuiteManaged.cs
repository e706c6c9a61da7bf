namespace PyExt.Build.Benchmarks.Suites;

/// <summary>A suite in C#.</summary>
internal static class SuiteManaged
{
    private static readonly string[] Types = ["ushort", "long", "int", "ulong", "uint", "float"];

    public static string Functions() =>
        "using PyExt;\n\n/// <summary>720 functions.</summary>\n[PyModule]\npublic sealed partial class Suite\n{\n"
        + Suite.ForEach("    public static float Test%(@$T $N~) => @(float)$N +~;\n", Types) + "}\n";

    // Structs, as the others keep the values in the Python object itself.
    public static string Classes() =>
        "using PyExt;\n\n/// <summary>720 classes.</summary>\n[PyModule]\npublic sealed partial class Suite;\n\n"
        + Suite.ForEach("""
            [PyClass]
            public partial struct Struct%
            {
            @    private readonly $T _$N;
            ~
                public Struct%(@$T $N~)
                {
            @        _$N = $N;
            ~    }

                public readonly float Sum() => @(float)_$N +~;
            }


            """, Types);
}
