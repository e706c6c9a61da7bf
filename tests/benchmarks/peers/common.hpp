// What the C++ modules do; how it is bound is in each one's own file.

#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
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
        std::string made(1024, '\0');
        std::iota(made.begin(), made.end(), '\0');
        return made;
    }();
    return bytes;
}

inline int64_t measure(const char *bytes, size_t size) { return int64_t(size) + uint8_t(bytes[size - 1]); }

struct point {
    double x, y;

    point(double x, double y) : x(x), y(y) {}

    double norm() const { return std::sqrt(x * x + y * y); }

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
