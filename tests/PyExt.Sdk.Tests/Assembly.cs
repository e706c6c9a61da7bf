using PyExt.Testing;

[assembly: AssemblyFixture(typeof(PackedModules))]
