/* Buffers, tuples, sets, lists of floats and strings. */

#include "bench_c.h"

static PyObject *
sum_buffer(PyObject *module, PyObject *data)
{
    Py_buffer view;
    if (PyObject_GetBuffer(data, &view, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) < 0)
        return NULL;
    if (view.itemsize != sizeof(double) || strcmp(view.format, "d") != 0) {
        PyBuffer_Release(&view);
        return wrong_type("sum_buffer", "a buffer of doubles", data);
    }
    double sum = 0;
    const double *items = view.buf;
    for (Py_ssize_t i = 0; i < view.len / (Py_ssize_t)sizeof(double); i++)
        sum += items[i];
    PyBuffer_Release(&view);
    return PyFloat_FromDouble(sum);
}

static PyObject *
tuple_in(PyObject *module, PyObject *items)
{
    long long first;
    double second;
    if (!PyTuple_Check(items) || PyTuple_GET_SIZE(items) != 3)
        return wrong_type("tuple_in", "a tuple of three", items);
    if (to_long(PyTuple_GET_ITEM(items, 0), &first) < 0 || to_double(PyTuple_GET_ITEM(items, 1), &second) < 0)
        return NULL;
    PyObject *third = PyTuple_GET_ITEM(items, 2);
    if (!PyUnicode_Check(third))
        return wrong_type("tuple_in", "a tuple with str", third);
    return PyFloat_FromDouble(first + second + PyUnicode_GET_LENGTH(third));
}

static PyObject *
tuple_out(PyObject *module, PyObject *unused)
{
    PyObject *first = PyLong_FromLong(1), *second = PyFloat_FromDouble(2.5), *third = PyUnicode_FromStringAndSize("three", 5), *made = NULL;
    if (first != NULL && second != NULL && third != NULL)
        made = PyTuple_Pack(3, first, second, third);
    Py_XDECREF(first);
    Py_XDECREF(second);
    Py_XDECREF(third);
    return made;
}

static PyObject *
set_in(PyObject *module, PyObject *items)
{
    if (!PyAnySet_Check(items))
        return wrong_type("set_in", "set", items);
    PyObject *iterator = PyObject_GetIter(items), *item;
    long long number, sum = 0;
    if (iterator == NULL)
        return NULL;
    while ((item = PyIter_Next(iterator)) != NULL) {
        int failed = to_long(item, &number);
        Py_DECREF(item);
        if (failed < 0)
            break;
        sum += number;
    }
    Py_DECREF(iterator);
    return PyErr_Occurred() ? NULL : PyLong_FromLongLong(sum);
}

static PyObject *
set_out(PyObject *module, PyObject *unused)
{
    PyObject *made = PySet_New(NULL);
    for (long i = 0; made != NULL && i < 100; i++) {
        PyObject *item = PyLong_FromLong(i);
        if (item == NULL || PySet_Add(made, item) < 0)
            Py_CLEAR(made);
        Py_XDECREF(item);
    }
    return made;
}

static PyObject *
strings_in(PyObject *module, PyObject *items)
{
    Py_ssize_t sum = 0, size;
    if (!PyList_Check(items))
        return wrong_type("strings_in", "list", items);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items); i++) {
        if (PyUnicode_AsUTF8AndSize(PyList_GET_ITEM(items, i), &size) == NULL)
            return NULL;
        sum += size;
    }
    return PyLong_FromSsize_t(sum);
}

static PyObject *
strings_out(PyObject *module, PyObject *unused)
{
    PyObject *list = PyList_New(100);
    for (int i = 0; list != NULL && i < 100; i++) {
        char text[8] = "item ";
        text[5] = '0' + i / 10;
        text[6] = '0' + i % 10;
        PyObject *item = PyUnicode_FromStringAndSize(text, 7);
        if (item == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, i, item);
    }
    return list;
}

static PyObject *
floats_in(PyObject *module, PyObject *items)
{
    double sum = 0, item;
    if (!PyList_Check(items))
        return wrong_type("floats_in", "list", items);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items); i++) {
        if (to_double(PyList_GET_ITEM(items, i), &item) < 0)
            return NULL;
        sum += item;
    }
    return PyFloat_FromDouble(sum);
}

static PyObject *
floats_out(PyObject *module, PyObject *unused)
{
    PyObject *list = PyList_New(1000);
    for (int i = 0; list != NULL && i < 1000; i++) {
        PyObject *item = PyFloat_FromDouble(i);
        if (item == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, i, item);
    }
    return list;
}

PyMethodDef collection_functions[] = {
    {"sum_buffer", sum_buffer, METH_O, NULL},
    {"tuple_in", tuple_in, METH_O, NULL},
    {"tuple_out", tuple_out, METH_NOARGS, NULL},
    {"set_in", set_in, METH_O, NULL},
    {"set_out", set_out, METH_NOARGS, NULL},
    {"strings_in", strings_in, METH_O, NULL},
    {"strings_out", strings_out, METH_NOARGS, NULL},
    {"floats_in", floats_in, METH_O, NULL},
    {"floats_out", floats_out, METH_NOARGS, NULL},
    {NULL},
};
