using PyExt.Testing;

[assembly: AssemblyFixture(typeof(PackedExamples))]
