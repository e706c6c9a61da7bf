# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, overflowcheck=True
"""The benchmark module, with Cython."""

cimport cython
from libc.math cimport sqrt

cdef bytes _data = bytes(i & 255 for i in range(1024))
cdef const char *_pointer = _data


def noop():
    pass


def ident(value):
    return value


def add(long long a, long long b):
    return a + b


def strlen(str text not None):
    return len(text)


def greet(str name not None):
    return "Hello, " + name + "!"


@cython.overflowcheck(False)
def sum_list(list items not None):
    cdef long long item, total = 0
    for item in items:
        total += item
    return total


@cython.overflowcheck(False)
def list_out(long long count):
    cdef long long i
    return [i for i in range(count)]


@cython.overflowcheck(False)
def dict_in(dict table not None):
    cdef long long value, total = 0
    for value in table.values():
        total += value
    return total


@cython.overflowcheck(False)
def dict_out():
    cdef long long i
    return {f"key{i}": i for i in range(100)}


def bytes_in(bytes data not None):
    cdef const unsigned char *pointer = data
    return len(data) + pointer[len(data) - 1]


def bytes_out():
    return _pointer[:1024]


def raise_error():
    raise ValueError("wrong")


def apply(callback, long long value):
    return callback(value)


@cython.overflowcheck(False)
def kw(long long a, long long b=2, long long c=3):
    return a + b + c


def optional(value):
    cdef long long number
    if value is None:
        return None
    number = value
    return number


@cython.final
@cython.freelist(8)
cdef class Point:
    cdef public double x, y

    def __cinit__(self, double x, double y):
        self.x = x
        self.y = y

    def norm(self):
        return sqrt(self.x * self.x + self.y * self.y)

    def __add__(self, other):
        if not isinstance(self, Point) or not isinstance(other, Point):
            return NotImplemented
        return Point(self.x + (<Point>other).x, self.y + (<Point>other).y)

    def __eq__(self, other):
        if not isinstance(other, Point):
            return NotImplemented
        return self.x == (<Point>other).x and self.y == (<Point>other).y

    def __hash__(self):
        return hash((self.x, self.y))

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __str__(self):
        return f"Point({self.x}, {self.y})"
