// The benchmark module, with pybind11.

#include <optional>

#include <pybind11/operators.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "../common.hpp"

namespace py = pybind11;
using namespace py::literals;

PYBIND11_MODULE(bench_pybind11, m, py::multiple_interpreters::per_interpreter_gil()) {
    m.def("noop", [] {});
    m.def("ident", [](py::object value) { return value; });
    m.def("add", [](int64_t a, int64_t b) { return bench::add(a, b); });
    m.def("strlen", [](std::string_view text) { return bench::characters(text); });
    m.def("greet", [](std::string_view name) { return bench::greet(name); });
    m.def("sum_list", [](const std::vector<int64_t> &items) { return bench::sum(items); });
    m.def("list_out", [](int64_t count) { return bench::numbers(count); });
    m.def("dict_in", [](const bench::table &table) { return bench::sum_values(table); });
    m.def("dict_out", []() -> const bench::table & { return bench::hundred(); });
    m.def("bytes_in", [](py::bytes data) {
        std::string_view view = data;
        return bench::measure(view.data(), view.size());
    });
    m.def("bytes_out", [] { return py::bytes(bench::data()); });
    m.def("raise_error", [] { throw py::value_error("wrong"); });
    m.def("apply", [](py::function callback, int64_t value) { return callback(value); });
    m.def("kw", [](int64_t a, int64_t b, int64_t c) { return a + b + c; }, "a"_a, "b"_a = 2, "c"_a = 3);
    m.def("optional", [](std::optional<int64_t> value) { return value; });

    py::class_<bench::point>(m, "Point")
        .def(py::init<double, double>())
        .def("norm", &bench::point::norm)
        .def_readwrite("x", &bench::point::x)
        .def_readwrite("y", &bench::point::y)
        .def(py::self + py::self)
        .def(py::self == py::self)
        .def("__repr__", &bench::point::text)
        .def("__str__", &bench::point::text);
}
