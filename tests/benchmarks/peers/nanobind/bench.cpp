// The benchmark module, with nanobind.

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/operators.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/unordered_map.h>
#include <nanobind/stl/vector.h>

namespace nb = nanobind;
using namespace nb::literals;

#include "../common.hpp"

NB_MODULE(bench_nanobind, m) {
    m.def("noop", [] {});
    m.def("ident", [](nb::object value) { return value; });
    m.def("add", [](int64_t a, int64_t b) { return bench::add(a, b); });
    m.def("strlen", [](std::string_view text) { return bench::characters(text); });
    m.def("greet", [](std::string_view name) { return bench::greet(name); });
    m.def("sum_list", [](const std::vector<int64_t> &items) { return bench::sum(items); });
    m.def("list_out", [](int64_t count) { return bench::numbers(count); });
    m.def("dict_in", [](const bench::table &table) { return bench::sum_values(table); });
    m.def("dict_out", []() -> const bench::table & { return bench::hundred(); });
    m.def("bytes_in", [](nb::bytes data) { return bench::measure(data.c_str(), data.size()); });
    m.def("bytes_out", [] { return nb::bytes(bench::data().data(), bench::data().size()); });
    m.def("raise_error", [] { throw nb::value_error("wrong"); });
    m.def("apply", [](nb::callable callback, int64_t value) { return callback(value); });
    m.def("kw", [](int64_t a, int64_t b, int64_t c) { return a + b + c; }, "a"_a, "b"_a = 2, "c"_a = 3);
    m.def("optional", [](std::optional<int64_t> value) { return value; }, "value"_a.none());

    nb::class_<bench::point>(m, "Point")
        .def(nb::init<double, double>())
        .def("norm", &bench::point::norm)
        .def_rw("x", &bench::point::x)
        .def_rw("y", &bench::point::y)
        .def(nb::self + nb::self)
        .def(nb::self == nb::self, nb::sig("def __eq__(self, arg: object, /) -> bool"))
        .def("__repr__", &bench::point::text)
        .def("__str__", &bench::point::text);
}
