//! The benchmark module, with PyO3.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::prelude::*;

#[pyclass]
struct Empty;

#[pymethods]
impl Empty {
    #[new]
    fn new() -> Self {
        Empty
    }
}

#[pyclass]
struct Numbers {
    next: i64,
    end: i64,
}

#[pymethods]
impl Numbers {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self) -> Option<i64> {
        (self.next < self.end).then(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

#[pyclass(eq, ord)]
#[derive(PartialEq)]
struct Point {
    #[pyo3(get, set)]
    x: f64,
    #[pyo3(get, set)]
    y: f64,
}

impl PartialOrd for Point {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.x * self.x + self.y * self.y).partial_cmp(&(other.x * other.x + other.y * other.y))
    }
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

    fn scaled(&self, by: f64) -> f64 {
        (self.x + self.y) * by
    }

    #[getter]
    fn area(&self) -> f64 {
        self.x * self.y
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.x.to_bits().hash(&mut hasher);
        self.y.to_bits().hash(&mut hasher);
        hasher.finish()
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
    use std::collections::{HashMap, HashSet};
    use std::sync::OnceLock;

    use pyo3::buffer::PyBuffer;
    use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
    use pyo3::prelude::*;
    use pyo3::types::{PyBytes, PyDict, PyTuple};
    use pyo3::intern;

    #[pymodule_export]
    use super::{Empty, Numbers, Point};

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
        Cow::Borrowed(&DATA.get_or_init(|| (0..1 << 20).map(|i| i as u8).collect())[..1024])
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

    #[pyfunction]
    fn bytes_of(py: Python<'_>, count: usize) -> Bound<'_, PyBytes> {
        PyBytes::new(py, &DATA.get_or_init(|| (0..1 << 20).map(|i| i as u8).collect())[..count])
    }

    #[pyfunction]
    fn typed(flag: bool, number: i64, fraction: f64, text: &str) -> i64 {
        flag as i64 + number + fraction as i64 + text.len() as i64
    }

    #[pyfunction]
    #[allow(clippy::too_many_arguments)]
    fn many(a: i64, b: i64, c: i64, d: i64, e: i64, f: i64, g: i64, h: i64) -> i64 {
        a + b + c + d + e + f + g + h
    }

    #[pyfunction]
    #[pyo3(signature = (*arguments))]
    fn varargs(arguments: &Bound<'_, PyTuple>) -> usize {
        arguments.len()
    }

    #[pyfunction]
    #[pyo3(signature = (**arguments))]
    fn varkw(arguments: Option<&Bound<'_, PyDict>>) -> usize {
        arguments.map_or(0, |arguments| arguments.len())
    }

    #[pyfunction]
    fn sum_buffer(py: Python<'_>, items: PyBuffer<f64>) -> PyResult<f64> {
        let items = items.as_slice(py).ok_or_else(|| PyTypeError::new_err("not contiguous"))?;
        Ok(items.iter().map(|item| item.get()).sum())
    }

    #[pyfunction]
    fn tuple_in(items: (i64, f64, String)) -> f64 {
        items.0 as f64 + items.1 + items.2.len() as f64
    }

    #[pyfunction]
    fn tuple_out() -> (i64, f64, &'static str) {
        (1, 2.5, "three")
    }

    #[pyfunction]
    fn set_in(items: HashSet<i64>) -> i64 {
        items.iter().sum()
    }

    #[pyfunction]
    fn set_out() -> &'static HashSet<i64> {
        static ITEMS: OnceLock<HashSet<i64>> = OnceLock::new();
        ITEMS.get_or_init(|| (0..100).collect())
    }

    #[pyfunction]
    fn strings_in(items: Vec<String>) -> usize {
        items.iter().map(|item| item.len()).sum()
    }

    #[pyfunction]
    fn strings_out() -> &'static Vec<String> {
        static ITEMS: OnceLock<Vec<String>> = OnceLock::new();
        ITEMS.get_or_init(|| (0..100).map(|i| format!("item {i:02}")).collect())
    }

    #[pyfunction]
    fn floats_in(items: Vec<f64>) -> f64 {
        items.iter().sum()
    }

    #[pyfunction]
    fn floats_out() -> &'static Vec<f64> {
        static ITEMS: OnceLock<Vec<f64>> = OnceLock::new();
        ITEMS.get_or_init(|| (0..1000).map(|i| i as f64).collect())
    }

    #[pyfunction]
    fn apply0<'py>(callback: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        callback.call0()
    }

    #[pyfunction]
    fn apply2<'py>(callback: &Bound<'py, PyAny>, first: i64, second: i64) -> PyResult<Bound<'py, PyAny>> {
        callback.call1((first, second))
    }

    #[pyfunction]
    fn call_method<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        object.call_method0(intern!(object.py(), "read"))
    }

    #[pyfunction]
    fn get_attribute<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        object.getattr(intern!(object.py(), "value"))
    }

    #[pyfunction]
    fn iterate(items: &Bound<'_, PyAny>) -> PyResult<i64> {
        let mut sum = 0;
        for item in items.try_iter()? {
            sum += item?.extract::<i64>()?;
        }
        Ok(sum)
    }

    #[pyfunction]
    async fn add_ready(first: i64, second: i64) -> i64 {
        first + second
    }

    #[pyfunction]
    fn numbers(count: i64) -> Numbers {
        Numbers { next: 0, end: count }
    }

    #[pyfunction]
    fn attach(py: Python<'_>, count: i64) -> i64 {
        py.detach(|| {
            std::thread::spawn(move || {
                for _ in 0..count {
                    Python::attach(|_| ());
                }
            })
            .join()
            .unwrap()
        });
        count
    }
}
