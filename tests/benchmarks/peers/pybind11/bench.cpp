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
    m.def("bytes_out", [] { return py::bytes(bench::data().data(), 1024); });
    m.def("raise_error", [] { throw py::value_error("wrong"); });
    m.def("apply", [](py::function callback, int64_t value) { return callback(value); });
    m.def("kw", [](int64_t a, int64_t b, int64_t c) { return a + b + c; }, "a"_a, "b"_a = 2, "c"_a = 3);
    m.def("optional", [](std::optional<int64_t> value) { return value; });

    m.def("bytes_of", [](size_t count) { return py::bytes(bench::data().data(), count); });
    m.def("typed", [](bool flag, int64_t number, double fraction, std::string_view text) { return bench::typed(flag, number, fraction, text); });
    m.def("many", [](int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h) { return a + b + c + d + e + f + g + h; },
          "a"_a, "b"_a, "c"_a, "d"_a, "e"_a, "f"_a, "g"_a, "h"_a);
    m.def("varargs", [](py::args arguments) { return arguments.size(); });
    m.def("varkw", [](py::kwargs arguments) { return arguments.size(); });

    m.def("sum_buffer", [](py::buffer items) {
        py::buffer_info info = items.request();
        if (!info.item_type_is_equivalent_to<double>() || info.ndim != 1 || info.strides[0] != sizeof(double))
            throw py::type_error("a buffer of doubles is needed");
        return bench::sum(static_cast<const double *>(info.ptr), size_t(info.size));
    });
    m.def("tuple_in", [](const bench::mixed &items) { return bench::sum(items); });
    m.def("tuple_out", [] { return bench::mixed(1, 2.5, "three"); });
    m.def("set_in", [](const std::unordered_set<int64_t> &items) { return bench::sum(items); });
    m.def("set_out", []() -> const std::unordered_set<int64_t> & { return bench::hundred_set(); });
    m.def("strings_in", [](const std::vector<std::string> &items) { return bench::characters(items); });
    m.def("strings_out", []() -> const std::vector<std::string> & { return bench::strings(); });
    m.def("floats_in", [](const std::vector<double> &items) { return bench::sum(items); });
    m.def("floats_out", []() -> const std::vector<double> & { return bench::floats(); });

    m.def("apply0", [](py::function callback) { return callback(); });
    m.def("apply2", [](py::function callback, int64_t first, int64_t second) { return callback(first, second); });
    m.def("call_method", [](py::object object) { return object.attr("read")(); });
    m.def("get_attribute", [](py::object object) -> py::object { return object.attr("value"); });
    m.def("iterate", [](py::object items) {
        int64_t sum = 0;
        for (py::handle item : items)
            sum += item.cast<int64_t>();
        return sum;
    });
    m.def("numbers", [](int64_t) { return py::make_iterator(bench::first_hundred().begin(), bench::first_hundred().end()); });
    m.def("attach", bench::attach<py::gil_scoped_acquire, py::gil_scoped_release>);

    py::class_<bench::empty>(m, "Empty").def(py::init<>());
    py::class_<bench::point>(m, "Point")
        .def(py::init<double, double>())
        .def("norm", &bench::point::norm)
        .def("scaled", &bench::point::scaled)
        .def_property_readonly("area", &bench::point::area)
        .def(py::self < py::self)
        .def_readwrite("x", &bench::point::x)
        .def_readwrite("y", &bench::point::y)
        .def(py::self + py::self)
        .def(py::self == py::self)
        .def("__hash__", &bench::point::hash)
        .def("__repr__", &bench::point::text)
        .def("__str__", &bench::point::text);
}
