# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, overflowcheck=True
"""The benchmark module, with Cython."""

cimport cython
from libc.math cimport sqrt

cdef extern from *:
    """
    #include <pthread.h>
    """
    ctypedef unsigned long pthread_t
    int pthread_create(pthread_t *, const void *, void *(*)(void *) noexcept nogil, void *) nogil
    int pthread_join(pthread_t, void **) nogil

cdef bytes _data = bytes(range(256)) * 4096
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


def bytes_of(Py_ssize_t count):
    return _pointer[:count]


@cython.overflowcheck(False)
def typed(bint flag, long long number, double fraction, str text not None):
    return flag + number + <long long>fraction + len(text)


@cython.overflowcheck(False)
def many(long long a, long long b, long long c, long long d, long long e, long long f, long long g, long long h):
    return a + b + c + d + e + f + g + h


def varargs(*arguments):
    return len(arguments)


def varkw(**arguments):
    return len(arguments)


def sum_buffer(const double[::1] items):
    cdef double total = 0
    cdef Py_ssize_t i
    for i in range(items.shape[0]):
        total += items[i]
    return total


def tuple_in(tuple items not None):
    cdef long long first
    cdef double second
    cdef str third
    first, second, third = items
    return first + second + len(third)


def tuple_out():
    return 1, 2.5, "three"


@cython.overflowcheck(False)
def set_in(set items not None):
    cdef long long item, total = 0
    for item in items:
        total += item
    return total


def set_out():
    cdef long long i
    return {i for i in range(100)}


@cython.overflowcheck(False)
def strings_in(list items not None):
    cdef Py_ssize_t total = 0
    cdef str item
    for item in items:
        total += len(item)
    return total


def strings_out():
    cdef int i
    return [f"item {i:02}" for i in range(100)]


def floats_in(list items not None):
    cdef double item, total = 0
    for item in items:
        total += item
    return total


def floats_out():
    cdef int i
    return [<double>i for i in range(1000)]


def apply0(callback):
    return callback()


def apply2(callback, long long first, long long second):
    return callback(first, second)


def call_method(object):
    return object.read()


def get_attribute(object):
    return object.value


@cython.overflowcheck(False)
def iterate(items):
    cdef long long item, total = 0
    for item in items:
        total += item
    return total


async def add_ready(long long first, long long second):
    return first + second


def numbers(long long count):
    cdef long long i
    for i in range(count):
        yield i


cdef void attach_once() noexcept with gil:
    pass


cdef void *attach_all(void *count) noexcept nogil:
    cdef long long i
    for i in range((<long long *>count)[0]):
        attach_once()
    return NULL


def attach(long long count):
    cdef pthread_t thread
    with nogil:
        if pthread_create(&thread, NULL, attach_all, &count) == 0:
            pthread_join(thread, NULL)
    return count


@cython.final
@cython.freelist(8)
cdef class Empty:
    pass


@cython.final
@cython.freelist(8)
cdef class Point:
    cdef public double x, y

    def __cinit__(self, double x, double y):
        self.x = x
        self.y = y

    def norm(self):
        return sqrt(self.x * self.x + self.y * self.y)

    def scaled(self, double by):
        return (self.x + self.y) * by

    @property
    def area(self):
        return self.x * self.y

    def __lt__(self, Point other not None):
        return self.x * self.x + self.y * self.y < other.x * other.x + other.y * other.y

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
