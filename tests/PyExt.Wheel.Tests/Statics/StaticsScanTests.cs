using System.Text.Json;
using PyExt.Wheel.Statics;

namespace PyExt.Wheel.Tests.Statics;

public sealed class StaticsScanTests
{
    private const string Cache = """
        namespace Lib;
        public static class Cache { private static int _hits; public static int[] Last = []; public static int M() { Last = new int[1]; return _hits++; } }
        public class Outer<T> { public static class Inner { public static T? Value { get; set; } } }
        public static class Table { private static readonly int[] Numbers = { 1 }; public static int M(int i) => Numbers[i]; }
        """;

    [Theory]
    [InlineData("PerInterpreterGil")]
    [InlineData("SharedGil")]
    public void Unknown_statics_stop_a_module_for_several_interpreters(string promise)
    {
        using StaticsProgram program = Program();

        Finding error = Assert.Single(program.Scan(promise).Errors);

        Assert.Equal("PYX3010", error.Code);
        Assert.Equal("Lib, of Some.Package 1.2.3 keeps 3 static fields that may change and that every interpreter would share: Lib.Cache.Last (assigned in Lib.Cache.M), Lib.Cache._hits (assigned in Lib.Cache.M), "
            + "Lib.Outer`1+Inner.Value (assigned in Lib.Outer`1+Inner.set_Value). Find out whether interpreters may share them, and list each type, or the whole package, with the reason: "
            + "<PySharedStatic Include=\"Lib.Cache\" Reason=\"…\" />. See statics.json", error.Message);
    }

    [Fact]
    public void A_module_for_one_interpreter_only_gets_the_report()
    {
        using StaticsProgram program = Program();

        StaticsReport report = program.Scan("NotSupported");

        Assert.Empty(report.Errors);
        Assert.Equal(3, report.Fields.Count(field => field.Class == StaticClass.Unknown));
    }

    [Fact]
    public void Each_assembly_gets_its_own_error_and_names_three_fields()
    {
        using StaticsProgram program = Program().Add("App", "public static class A { static int a, b, c, d; static int M() => a++ + b++ + c++ + d++; }", AssemblyOrigin.Project);

        IReadOnlyList<Finding> errors = program.Scan().Errors;

        Assert.Equal(2, errors.Count);
        Assert.Equal("App keeps 4 static fields that may change and that every interpreter would share: A.a (assigned in A.M), A.b (assigned in A.M), A.c (assigned in A.M) and 1 more. "
            + "Make them instance members of the [PyModule] class or immutable, or mark them [ProcessShared(\"why\")]. See statics.json", errors[0].Message);
    }

    [Theory]
    [InlineData("some.package", 3)]
    [InlineData("Lib", 3)]
    [InlineData("Lib.Cache", 2)]
    [InlineData("Lib.Cache._hits", 1)]
    [InlineData("Lib.Outer`1+Inner", 1)]
    [InlineData("Lib.Outer`1.Inner.Value", 1)]
    public void A_listed_static_passes(string include, int listed)
    {
        using StaticsProgram program = Program();

        StaticsReport report = program.Scan(shared: [new SharedStatic(include, "a cache")]);

        Assert.Equal(listed, report.Fields.Count(field => field is { Class: StaticClass.Listed, Detail: "a cache" }));
        Assert.Equal(3 - listed, report.Fields.Count(field => field.Class == StaticClass.Unknown));
        Assert.Equal(listed == 3, report.Errors.Count == 0);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public void The_most_exact_entry_gives_the_reason()
    {
        using StaticsProgram program = Program();

        StaticsReport report = program.Scan(shared: [new("Lib", "package"), new("Lib.Cache._hits", "field"), new("Lib.Cache", "type")]);

        Assert.Equal(["type", "field", "package"], report.Fields.Where(field => field.Class == StaticClass.Listed).Select(field => field.Detail));
    }

    [Theory]
    [InlineData("Lib.Cache._missing")]
    [InlineData("lib.cache")]
    [InlineData("Lib.Table")]
    [InlineData("Other")]
    public void An_entry_that_is_not_needed_is_a_warning(string include)
    {
        using StaticsProgram program = Program();

        Finding warning = Assert.Single(program.Scan("NotSupported", [new SharedStatic(include, "why")]).Warnings);

        Assert.Equal("PYX3011", warning.Code);
        Assert.StartsWith($"PySharedStatic '{include}' names no static field of the module that needs a reason.", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_without_a_reason_is_an_error_and_lists_nothing()
    {
        using StaticsProgram program = Program();

        IReadOnlyList<Finding> errors = program.Scan(shared: [new SharedStatic("Lib", " ")]).Errors;

        Assert.Equal(["PYX3012", "PYX3010"], errors.Select(error => error.Code));
        Assert.Equal("PySharedStatic 'Lib' gives no reason. Write why interpreters may share it: <PySharedStatic Include=\"Lib\" Reason=\"…\" />", errors[0].Message);
    }

    [Fact]
    public void Only_types_that_the_compiler_kept_count()
    {
        using StaticsProgram program = Program().KeepOnly("__NONGCSTATICSLib_Lib_Outer_1_Inner<System___Canon>", "_ZTV9Lib_Lib_Cache", "__GetGCStaticBase_Lib_Lib_Cache");

        Assert.Equal(["Value"], program.Scan().Fields.Select(field => field.Name));
    }

    [Theory]
    [InlineData("__GCSTATICSLib_Lib_Cache")]
    [InlineData("__NONGCSTATICSLib_Lib_Cache")]
    [InlineData("__TypeThreadStaticIndexLib_Lib_Cache")]
    [InlineData("__GCSTATICSLib_Lib_Cache__PreInitData")]
    [InlineData("?__GCSTATICS@Lib_Lib_Cache@@")]
    public void Every_kind_of_static_memory_names_its_type(string symbol)
    {
        using StaticsProgram program = Program().KeepOnly(symbol);

        Assert.Equal(["Last", "_hits"], program.Scan().Fields.Select(field => field.Name));
    }

    [Fact]
    public void Objects_that_the_compiler_made_name_their_owner()
    {
        using StaticsProgram program = new StaticsProgram().Add("Lib", "public static class Owner { static readonly int[] Data = new int[4]; public static void M() => Data[0] = 1; }").KeepOnly();

        Assert.Equal(["Data"], program.Scan(frozen: ("Lib", "Owner")).Fields.Select(field => field.Name));
    }

    [Fact]
    public void Types_with_one_mangled_name_all_count()
    {
        using StaticsProgram program = new StaticsProgram().Add("Lib", "namespace A { public class B_C { static int x; static int M() => x++; } } namespace A.B { public class C { static int y; static int M() => y++; } }").KeepOnly("__NONGCSTATICSLib_A_B_C_1");

        Assert.Equal(["x", "y"], program.Scan().Fields.Select(field => field.Name).Order());
    }

    [Fact]
    public void A_symbol_without_a_type_is_an_error()
    {
        using StaticsProgram program = Program().KeepOnly("__GCSTATICSLib_Lib_Gone", "__GCSTATICSS_P_CoreLib_System_Gone");

        StaticsReport report = program.Scan();

        Finding error = Assert.Single(report.Errors);
        Assert.Equal("The native compiler kept static fields of a type that it calls 'Lib_Lib_Gone', and no assembly has such a type. Clean and build again; if it stays, report it.", error.Message);
    }

    [Fact]
    public void The_framework_is_listed_and_trusted()
    {
        using StaticsProgram program = Program().KeepOnly("__GCSTATICSS_P_CoreLib_System_IO_Path", "__GCSTATICSInt32");

        StaticsReport report = program.Scan();

        Assert.Empty(report.Errors);
        Assert.NotEmpty(report.Fields);
        Assert.All(report.Fields, field => Assert.Equal(StaticClass.Framework, field.Class));
    }

    [Fact]
    public void A_compiler_that_reports_otherwise_is_refused()
    {
        using StaticsProgram program = Program();

        WheelException exception = Assert.Throws<WheelException>(() => program.Scan(statisticsFormat: new Version(3, 0)));

        Assert.Equal("PYX3010", exception.Code);
        Assert.Contains("has format 3, but this version of PyExt reads format 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_is_stable_json()
    {
        using StaticsProgram program = Program();

        string text = program.Scan(shared: [new SharedStatic("Lib.Cache", "a \"cache\"")]).ToJson();

        Assert.Equal(text, program.Scan(shared: [new SharedStatic("Lib.Cache", "a \"cache\"")]).ToJson());
        using JsonDocument json = JsonDocument.Parse(text);
        Assert.Equal(1, json.RootElement.GetProperty("formatVersion").GetInt32());
        Assert.Equal("PerInterpreterGil", json.RootElement.GetProperty("multipleInterpreters").GetString());
        Assert.Equal("""{"immutable":1,"listed":2,"unknown":1}""", Compact(json.RootElement.GetProperty("counts")));
        JsonElement assembly = json.RootElement.GetProperty("assemblies")[0];
        Assert.Equal("Lib dependency Some.Package 1.2.3", string.Join(' ', ((string[])["name", "origin", "package", "packageVersion"]).Select(name => assembly.GetProperty(name).GetString())));
        Assert.Equal("""{"name":"Lib.Cache","fields":[{"name":"Last","type":"System.Int32[]","class":"listed","detail":"a \"cache\""},{"name":"_hits","type":"System.Int32","class":"listed","detail":"a \"cache\""}]}""",
            Compact(assembly.GetProperty("types")[0]));
    }

    [Fact]
    public void The_table_counts_and_names_what_somebody_answers_for()
    {
        using StaticsProgram program = Program();

        Assert.Equal("""
            Static fields                 immutable   threadSafe     declared       listed      unknown
            Lib, of Some.Package 1.2.3            1            0            0            2            1
            .NET                        0 of .NET itself
              unknown: Lib.Outer`1+Inner.Value: assigned in Lib.Outer`1+Inner.set_Value
              listed: Lib.Cache.Last, _hits: a cache

            """, program.Scan(shared: [new SharedStatic("Lib.Cache", "a cache")]).ToTable(), ignoreLineEndingDifferences: true);
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element, Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static StaticsProgram Program() => new StaticsProgram().Add("Lib", Cache, package: "Some.Package");
}
