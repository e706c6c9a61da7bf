namespace PyExt.Build.Benchmarks.Suites;

/// <summary>A suite in Cython.</summary>
internal static class SuiteCython
{
    private const string Head = "# cython: language_level=3, cdivision=True\n\n";

    private static readonly string[] Types = ["unsigned short", "long long", "int", "unsigned long long", "unsigned int", "float"];

    public static string Functions() => Head + Suite.ForEach("def test%(@$T $N~):\n    return @<float>$N +~\n\n\n", Types);

    public static string Classes() => Head + Suite.ForEach("""
        cdef class Struct%:
        @    cdef $T $N
        ~
            def __cinit__(self, @$T $N~):
        @        self.$N = $N
        ~
            def sum(self):
                return @<float>self.$N +~



        """, Types);
}
