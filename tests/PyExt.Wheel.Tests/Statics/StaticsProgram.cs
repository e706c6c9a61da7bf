using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using PyExt.Wheel.NativeImports;
using PyExt.Wheel.Statics;

namespace PyExt.Wheel.Tests.Statics;

/// <summary>Assemblies compiled from C#, with the reports that the native compiler would write if it kept every type.</summary>
internal sealed class StaticsProgram : IDisposable
{
    private static readonly IReadOnlyList<string> Framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))];

    private static readonly IReadOnlyList<MetadataReference> FrameworkReferences = [.. Framework.Select(path => MetadataReference.CreateFromFile(path))];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pyext-statics-");
    private readonly List<CompiledAssembly> _assemblies = [.. Framework.Select(path => new CompiledAssembly(path, AssemblyOrigin.Framework))];
    private readonly List<string> _symbols = [];
    private readonly List<MetadataReference> _references = [.. FrameworkReferences];

    /// <summary>Compiles an assembly and keeps every type of it.</summary>
    public StaticsProgram Add(string name, string source, AssemblyOrigin origin = AssemblyOrigin.Dependency, string? package = null, OptimizationLevel optimization = OptimizationLevel.Release)
    {
        string path = Path.Combine(_folder.FullName, name + ".dll");
        CSharpCompilation compilation = CSharpCompilation.Create(name,
            [CSharpSyntaxTree.ParseText("using System; using System.Collections.Generic; using System.Linq;\n" + source)],
            _references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: optimization, allowUnsafe: true));
        EmitResult result = compilation.Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        _references.Add(MetadataReference.CreateFromFile(path));
        _assemblies.Add(new CompiledAssembly(path, origin, package, package is null ? null : "1.2.3"));

        using IlWorld world = new([_assemblies[^1]]);
        foreach (IlTypeDefinition type in world.Examined[0].Types)
            _symbols.Add($"__GCSTATICS{NativeNames.Mangle(name)}_{NativeNames.Mangle(type.Name)}");
        return this;
    }

    /// <summary>Leaves out what the compiler would have left out: all types but these.</summary>
    public StaticsProgram KeepOnly(params string[] symbols)
    {
        _symbols.Clear();
        _symbols.AddRange(symbols);
        return this;
    }

    /// <summary>The native functions that the program calls, when the compiler has kept some symbols.</summary>
    public IReadOnlyList<NativeImport> Imports(params IEnumerable<string> symbols)
    {
        string map = Path.Combine(_folder.FullName, "imports.map.xml");
        File.WriteAllText(map, $"<ObjectNodes>{string.Concat(symbols.Select(symbol => $"<PInvokeMethodFixup Name=\"{symbol}\" Length=\"32\" />"))}</ObjectNodes>");
        return NativeImportScan.Run(_assemblies, map);
    }

    /// <summary>What the program opens at run time, when it was linked to some binary.</summary>
    public RuntimeOpenings Openings(string binary)
    {
        string map = Path.Combine(_folder.FullName, "imports.map.xml");
        File.WriteAllText(map, "<ObjectNodes />");
        return RuntimeOpenings.Scan(_assemblies, map, binary);
    }

    /// <summary>Scans the program.</summary>
    public StaticsReport Scan(string promise = "PerInterpreterGil", IReadOnlyList<SharedStatic>? shared = null, Version? statisticsFormat = null, (string Assembly, string Type)? frozen = null)
    {
        string map = Path.Combine(_folder.FullName, "program.map.xml");
        string statistics = Path.Combine(_folder.FullName, "program.mstat");
        File.WriteAllText(map, $"<ObjectNodes>{string.Concat(_symbols.Select(symbol => $"<GCStatics Name=\"{System.Security.SecurityElement.Escape(symbol)}\" Length=\"8\" />"))}</ObjectNodes>");
        WriteStatistics(statistics, statisticsFormat ?? new Version(2, 2), frozen);
        return StaticsScan.Run(new StaticsRequest
        {
            Map = map,
            Statistics = statistics,
            Assemblies = _assemblies,
            MultipleInterpreters = promise,
            SharedStatics = shared ?? [],
            ReportPath = "statics.json",
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    // What ILC writes: a method FrozenObjects() with ldtoken (the object's type), size, name, ldtoken (the owner).
    private static void WriteStatistics(string path, Version format, (string Assembly, string Type)? frozen)
    {
        MetadataBuilder metadata = new();
        metadata.AddModule(0, metadata.GetOrAddString("program"), metadata.GetOrAddGuid(Guid.Empty), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("program"), format, default, default, default, AssemblyHashAlgorithm.None);
        BlobBuilder code = new();
        MethodBodyStreamEncoder bodies = new(code);
        InstructionEncoder il = new(new BlobBuilder());
        if (frozen is not null)
        {
            AssemblyReferenceHandle assembly = metadata.AddAssemblyReference(metadata.GetOrAddString(frozen.Value.Assembly), new Version(0, 0, 0, 0), default, default, default, default);
            TypeReferenceHandle type = metadata.AddTypeReference(assembly, default, metadata.GetOrAddString(frozen.Value.Type));
            il.OpCode(ILOpCode.Ldtoken);
            il.Token(type);
            il.LoadConstantI4(24);
            il.LoadConstantI4(1234);
            il.OpCode(ILOpCode.Ldtoken);
            il.Token(type);
        }

        il.OpCode(ILOpCode.Ret);
        int body = bodies.AddMethodBody(il);
        BlobBuilder signature = new();
        new BlobEncoder(signature).MethodSignature().Parameters(0, result => result.Void(), _ => { });
        MethodDefinitionHandle method = metadata.AddMethodDefinition(MethodAttributes.Static, MethodImplAttributes.IL, metadata.GetOrAddString("FrozenObjects"), metadata.GetOrAddBlob(signature), body, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), method);

        BlobBuilder image = new();
        new System.Reflection.PortableExecutable.ManagedPEBuilder(new System.Reflection.PortableExecutable.PEHeaderBuilder(imageCharacteristics: System.Reflection.PortableExecutable.Characteristics.Dll), new MetadataRootBuilder(metadata), code).Serialize(image);
        File.WriteAllBytes(path, image.ToArray());
    }
}
