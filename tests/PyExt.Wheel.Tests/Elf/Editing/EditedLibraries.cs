using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Elf.Editing;

/// <summary>A library and one that needs it, built in one of the ways that real ones are.</summary>
internal static class EditedLibraries
{
    /// <summary>A name longer than what spare room in a string table would take.</summary>
    public const string NewDependency = "libdependency-0123abcd.so.1";

    public const string NewUser = "libuser-89abcdef.so";

    private const string DependencySource =
        """
        int dependency_data = 40;
        int dependency_value(void) { return dependency_data; }
        """;

    private const string UserSource =
        """
        #include <stdlib.h>
        #include <string.h>
        extern int dependency_value(void);
        static __thread int local = 1;
        static int two(void) { return 2; }
        static void *resolve(void) { return (void *)two; }
        int resolved(void) __attribute__((ifunc("resolve")));
        static int constructed;
        __attribute__((constructor)) static void construct(void) { constructed = 1; }
        static char large[100000];
        int user_value(void)
        {
            char *copy = strdup("x");
            memset(large, 0, sizeof large);
            int result = dependency_value() + local++ + resolved() - constructed + (copy[0] == 'x' ? 0 : 1000) + large[99999];
            free(copy);
            return result;
        }
        """;

    private const string Versions = "DEPENDENCY_1.0 { global: dependency_*; local: *; };";

    /// <summary>Links both with the same options; the user has a version of the dependency's to ask for.</summary>
    /// <returns>The files; the dependency is named <c>libdependency.so.1</c>.</returns>
    public static (string Dependency, string User) Link(TemporaryFolder folder, string compiler, params IReadOnlyList<string> options)
    {
        string dependency = folder["libdependency.so.1"];
        string user = folder["libuser.so"];
        string script = folder.Write("versions.map", Versions);
        Command.Run(compiler, ["-shared", "-fPIC", "-O1", "-w", "-o", dependency, folder.Write("dependency.c", DependencySource), "-Wl,-soname,libdependency.so.1", "-Wl,--version-script=" + script, .. options]);
        Command.Run(compiler, ["-shared", "-fPIC", "-O1", "-w", "-o", user, folder.Write("user.c", UserSource), dependency, .. options]);
        return (dependency, user);
    }
}
