//! What examples/hello does, with PyO3: `dotnet run build.cs packaging` builds both.

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;

/// Greets someone by name.
#[pyfunction]
#[pyo3(signature = (name = "world"))]
fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}

/// Adds two numbers.
#[pyfunction]
fn add(a: i64, b: i64) -> PyResult<i64> {
    a.checked_add(b).ok_or_else(|| PyOverflowError::new_err("too big"))
}

/// Says hello from Rust.
#[pymodule]
fn hello(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(greet, module)?)?;
    module.add_function(wrap_pyfunction!(add, module)?)
}
