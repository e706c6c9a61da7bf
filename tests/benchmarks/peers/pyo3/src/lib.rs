//! The benchmark module, with PyO3.

use pyo3::prelude::*;

#[pyclass(eq)]
#[derive(PartialEq)]
struct Point {
    #[pyo3(get, set)]
    x: f64,
    #[pyo3(get, set)]
    y: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64, y: f64) -> Self {
        Point { x, y }
    }

    fn norm(&self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }

    fn __add__(&self, other: &Point) -> Point {
        Point { x: self.x + other.x, y: self.y + other.y }
    }

    fn __repr__(&self) -> String {
        format!("Point({}, {})", self.x, self.y)
    }

    fn __str__(&self) -> String {
        format!("Point({}, {})", self.x, self.y)
    }
}

#[pymodule]
mod bench_pyo3 {
    use std::borrow::Cow;
    use std::collections::HashMap;
    use std::sync::OnceLock;

    use pyo3::exceptions::{PyOverflowError, PyValueError};
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::Point;

    static TABLE: OnceLock<HashMap<String, i64>> = OnceLock::new();
    static DATA: OnceLock<Vec<u8>> = OnceLock::new();

    #[pyfunction]
    fn noop() {}

    #[pyfunction]
    fn ident(value: Bound<'_, PyAny>) -> Bound<'_, PyAny> {
        value
    }

    #[pyfunction]
    fn add(a: i64, b: i64) -> PyResult<i64> {
        a.checked_add(b).ok_or_else(|| PyOverflowError::new_err("sum too large"))
    }

    #[pyfunction]
    fn strlen(text: &str) -> usize {
        text.chars().count()
    }

    #[pyfunction]
    fn greet(name: &str) -> String {
        format!("Hello, {name}!")
    }

    #[pyfunction]
    fn sum_list(items: Vec<i64>) -> i64 {
        items.iter().sum()
    }

    #[pyfunction]
    fn list_out(count: i64) -> Vec<i64> {
        (0..count).collect()
    }

    #[pyfunction]
    fn dict_in(table: HashMap<String, i64>) -> i64 {
        table.values().sum()
    }

    #[pyfunction]
    fn dict_out() -> &'static HashMap<String, i64> {
        TABLE.get_or_init(|| (0..100).map(|i| (format!("key{i}"), i)).collect())
    }

    #[pyfunction]
    fn bytes_in(data: &[u8]) -> i64 {
        data.len() as i64 + data[data.len() - 1] as i64
    }

    #[pyfunction]
    fn bytes_out() -> Cow<'static, [u8]> {
        Cow::Borrowed(DATA.get_or_init(|| (0..1024).map(|i| i as u8).collect()))
    }

    #[pyfunction]
    fn raise_error() -> PyResult<()> {
        Err(PyValueError::new_err("wrong"))
    }

    #[pyfunction]
    fn apply<'py>(callback: &Bound<'py, PyAny>, value: i64) -> PyResult<Bound<'py, PyAny>> {
        callback.call1((value,))
    }

    #[pyfunction]
    #[pyo3(signature = (a, b=2, c=3))]
    fn kw(a: i64, b: i64, c: i64) -> i64 {
        a + b + c
    }

    #[pyfunction]
    #[pyo3(signature = (value))]
    fn optional(value: Option<i64>) -> Option<i64> {
        value
    }
}
