// What the C++ modules do; how it is bound is in each one's own file.

#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace bench {

using table = std::unordered_map<std::string, int64_t>;

inline int64_t add(int64_t a, int64_t b) {
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum))
        throw std::overflow_error("sum too large");
    return sum;
}

inline int64_t characters(std::string_view text) {
    int64_t count = 0;
    for (char c : text)
        count += (c & 0xC0) != 0x80;
    return count;
}

inline std::string greet(std::string_view name) {
    std::string text;
    text.reserve(name.size() + 8);
    text += "Hello, ";
    text += name;
    text += '!';
    return text;
}

inline int64_t sum(const std::vector<int64_t> &items) { return std::accumulate(items.begin(), items.end(), int64_t{0}); }

inline std::vector<int64_t> numbers(int64_t count) {
    std::vector<int64_t> items(count);
    std::iota(items.begin(), items.end(), int64_t{0});
    return items;
}

inline int64_t sum_values(const table &items) {
    int64_t sum = 0;
    for (const auto &item : items)
        sum += item.second;
    return sum;
}

inline const table &hundred() {
    static const table items = [] {
        table made;
        for (int64_t i = 0; i < 100; i++)
            made.emplace("key" + std::to_string(i), i);
        return made;
    }();
    return items;
}

inline const std::string &data() {
    static const std::string bytes = [] {
        std::string made(1 << 20, '\0');
        std::iota(made.begin(), made.end(), '\0');
        return made;
    }();
    return bytes;
}

inline int64_t measure(const char *bytes, size_t size) { return int64_t(size) + uint8_t(bytes[size - 1]); }

inline int64_t typed(bool flag, int64_t number, double fraction, std::string_view text) {
    return flag + number + int64_t(fraction) + int64_t(text.size());
}

using mixed = std::tuple<int64_t, double, std::string>;

inline double sum(const mixed &items) { return double(std::get<0>(items)) + std::get<1>(items) + double(std::get<2>(items).size()); }

inline double sum(const std::vector<double> &items) { return std::accumulate(items.begin(), items.end(), 0.0); }

inline double sum(const double *items, size_t count) { return std::accumulate(items, items + count, 0.0); }

inline int64_t sum(const std::unordered_set<int64_t> &items) { return std::accumulate(items.begin(), items.end(), int64_t{0}); }

inline int64_t characters(const std::vector<std::string> &items) {
    int64_t count = 0;
    for (const std::string &item : items)
        count += int64_t(item.size());
    return count;
}

inline const std::vector<double> &floats() {
    static const std::vector<double> items = [] {
        std::vector<double> made(1000);
        std::iota(made.begin(), made.end(), 0.0);
        return made;
    }();
    return items;
}

inline const std::vector<std::string> &strings() {
    static const std::vector<std::string> items = [] {
        std::vector<std::string> made;
        for (int i = 0; i < 100; i++)
            made.push_back(std::string("item ") + char('0' + i / 10) + char('0' + i % 10));
        return made;
    }();
    return items;
}

inline const std::vector<int64_t> &first_hundred() {
    static const std::vector<int64_t> items = numbers(100);
    return items;
}

inline const std::unordered_set<int64_t> &hundred_set() {
    static const std::unordered_set<int64_t> items(first_hundred().begin(), first_hundred().end());
    return items;
}

// A thread that Python has not made enters and leaves the interpreter that often.
template <typename Acquire, typename Release> int64_t attach(int64_t count) {
    Release released;
    std::thread([count] {
        for (int64_t i = 0; i < count; i++)
            Acquire attached;
    }).join();
    return count;
}

struct empty {};

struct point {
    double x, y;

    point(double x, double y) : x(x), y(y) {}

    double norm() const { return std::sqrt(x * x + y * y); }

    double scaled(double by) const { return (x + y) * by; }

    double area() const { return x * y; }

    size_t hash() const { return std::hash<double>()(x) * 31 + std::hash<double>()(y); }

    bool operator<(const point &other) const { return x * x + y * y < other.x * other.x + other.y * other.y; }

    point operator+(const point &other) const { return {x + other.x, y + other.y}; }

    bool operator==(const point &other) const { return x == other.x && y == other.y; }

    std::string text() const {
        char buffer[80] = "Point(";
        char *end = std::to_chars(buffer + 6, buffer + 38, x).ptr;
        *end++ = ',';
        *end++ = ' ';
        end = std::to_chars(end, end + 32, y).ptr;
        *end++ = ')';
        return {buffer, end};
    }
};

}  // namespace bench
