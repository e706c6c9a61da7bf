namespace PyExt.Build.Benchmarks.Suites;

/// <summary>A suite in Rust, with PyO3.</summary>
internal static class SuiteRust
{
    private static readonly string[] Types = ["u16", "i64", "i32", "u64", "u32", "f32"];

    public static string Functions(string suite) =>
        "use pyo3::prelude::*;\n\n"
        + Suite.ForEach("#[pyfunction]\nfn test%(@$N: $T~) -> f32 {\n    @$N as f32 +~\n}\n\n", Types)
        + $"#[pymodule]\nfn {suite}_pyo3(m: &Bound<'_, PyModule>) -> PyResult<()> {{\n"
        + Suite.ForEach("    m.add_function(wrap_pyfunction!(test%, m)?)?;\n", Types) + "    Ok(())\n}\n";

    public static string Classes(string suite) =>
        "use pyo3::prelude::*;\n\n"
        + Suite.ForEach("""
            #[pyclass(frozen)]
            struct Struct% {
            @    $N: $T,
            ~}

            #[pymethods]
            impl Struct% {
                #[new]
                fn new(@$N: $T~) -> Self {
                    Struct% { @$N~ }
                }

                fn sum(&self) -> f32 {
                    @self.$N as f32 +~
                }
            }


            """, Types)
        + $"#[pymodule]\nfn {suite}_pyo3(m: &Bound<'_, PyModule>) -> PyResult<()> {{\n"
        + Suite.ForEach("    m.add_class::<Struct%>()?;\n", Types) + "    Ok(())\n}\n";
}
