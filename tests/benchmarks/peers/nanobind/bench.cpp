// The benchmark module, with nanobind.

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <nanobind/make_iterator.h>
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/operators.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unordered_map.h>
#include <nanobind/stl/unordered_set.h>
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
    m.def("bytes_out", [] { return nb::bytes(bench::data().data(), 1024); });
    m.def("raise_error", [] { throw nb::value_error("wrong"); });
    m.def("apply", [](nb::callable callback, int64_t value) { return callback(value); });
    m.def("kw", [](int64_t a, int64_t b, int64_t c) { return a + b + c; }, "a"_a, "b"_a = 2, "c"_a = 3);
    m.def("optional", [](std::optional<int64_t> value) { return value; }, "value"_a.none());

    m.def("bytes_of", [](size_t count) { return nb::bytes(bench::data().data(), count); });
    m.def("typed", [](bool flag, int64_t number, double fraction, std::string_view text) { return bench::typed(flag, number, fraction, text); });
    m.def("many", [](int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h) { return a + b + c + d + e + f + g + h; },
          "a"_a, "b"_a, "c"_a, "d"_a, "e"_a, "f"_a, "g"_a, "h"_a);
    m.def("varargs", [](nb::args arguments) { return arguments.size(); });
    m.def("varkw", [](nb::kwargs arguments) { return arguments.size(); });

    m.def("sum_buffer", [](nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu> items) { return bench::sum(items.data(), items.size()); });
    m.def("tuple_in", [](const bench::mixed &items) { return bench::sum(items); });
    m.def("tuple_out", [] { return bench::mixed(1, 2.5, "three"); });
    m.def("set_in", [](const std::unordered_set<int64_t> &items) { return bench::sum(items); });
    m.def("set_out", []() -> const std::unordered_set<int64_t> & { return bench::hundred_set(); });
    m.def("strings_in", [](const std::vector<std::string> &items) { return bench::characters(items); });
    m.def("strings_out", []() -> const std::vector<std::string> & { return bench::strings(); });
    m.def("floats_in", [](const std::vector<double> &items) { return bench::sum(items); });
    m.def("floats_out", []() -> const std::vector<double> & { return bench::floats(); });

    m.def("apply0", [](nb::callable callback) { return callback(); });
    m.def("apply2", [](nb::callable callback, int64_t first, int64_t second) { return callback(first, second); });
    m.def("call_method", [](nb::object object) { return object.attr("read")(); });
    m.def("get_attribute", [](nb::object object) -> nb::object { return object.attr("value"); });
    m.def("iterate", [](nb::object items) {
        int64_t sum = 0;
        for (nb::handle item : items)
            sum += nb::cast<int64_t>(item);
        return sum;
    });
    m.def("numbers", [](int64_t) { return nb::make_iterator(nb::type<bench::point>(), "Numbers", bench::first_hundred().begin(), bench::first_hundred().end()); });
    m.def("attach", bench::attach<nb::gil_scoped_acquire, nb::gil_scoped_release>);

    nb::class_<bench::empty>(m, "Empty").def(nb::init<>());
    nb::class_<bench::point>(m, "Point")
        .def(nb::init<double, double>())
        .def("norm", &bench::point::norm)
        .def("scaled", &bench::point::scaled)
        .def_prop_ro("area", &bench::point::area)
        .def("__hash__", &bench::point::hash)
        .def(nb::self < nb::self)
        .def_rw("x", &bench::point::x)
        .def_rw("y", &bench::point::y)
        .def(nb::self + nb::self)
        .def(nb::self == nb::self, nb::sig("def __eq__(self, arg: object, /) -> bool"))
        .def("__repr__", &bench::point::text)
        .def("__str__", &bench::point::text);
}
