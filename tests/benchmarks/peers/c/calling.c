/* Ways to take arguments, and Python called from C. */

#include "bench_c.h"
#include <pthread.h>

int
bind_names(state *s, const char *function, PyObject *const *args, Py_ssize_t count, PyObject *given, int total, int required, long long *values)
{
    PyObject *slots[8] = {NULL};
    if (count > total) {
        wrong_count(function, total, count);
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        slots[i] = args[i];
    for (Py_ssize_t k = 0; given != NULL && k < PyTuple_GET_SIZE(given); k++) {
        PyObject *name = PyTuple_GET_ITEM(given, k);
        int i = 0;
        while (i < total && s->names[i] != name)
            i++;
        /* A name that is not interned is compared by its text. */
        for (int j = 0; i == total && j < total; j++)
            if (PyUnicode_Compare(s->names[j], name) == 0)
                i = j, j = total;
        if (i == total || slots[i] != NULL) {
            PyErr_Format(PyExc_TypeError, i == total ? "%s() got an unexpected keyword argument '%U'" : "%s() got multiple values for argument '%U'", function, name);
            return -1;
        }
        slots[i] = args[count + k];
    }
    for (int i = 0; i < total; i++) {
        if (slots[i] == NULL && i < required) {
            PyErr_Format(PyExc_TypeError, "%s() missing required argument: '%U'", function, s->names[i]);
            return -1;
        }
        if (slots[i] != NULL && to_long(slots[i], &values[i]) < 0)
            return -1;
    }
    return 0;
}

static PyObject *
keywords(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *given)
{
    long long v[3] = {0, 2, 3};
    return bind_names(PyModule_GetState(module), "kw", args, count, given, 3, 1, v) < 0 ? NULL : PyLong_FromLongLong(v[0] + v[1] + v[2]);
}

static PyObject *
many(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *given)
{
    long long v[8];
    if (bind_names(PyModule_GetState(module), "many", args, count, given, 8, 8, v) < 0)
        return NULL;
    return PyLong_FromLongLong(v[0] + v[1] + v[2] + v[3] + v[4] + v[5] + v[6] + v[7]);
}

static PyObject *
typed(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    long long number;
    double fraction;
    Py_ssize_t size;
    if (count != 4)
        return wrong_count("typed", 4, count);
    if (!PyBool_Check(args[0]))
        return wrong_type("typed", "bool", args[0]);
    if (to_long(args[1], &number) < 0 || to_double(args[2], &fraction) < 0 || PyUnicode_AsUTF8AndSize(args[3], &size) == NULL)
        return NULL;
    return PyLong_FromLongLong((args[0] == Py_True) + number + (long long)fraction + size);
}

static PyObject *
varargs(PyObject *module, PyObject *args)
{
    return PyLong_FromSsize_t(PyTuple_GET_SIZE(args));
}

static PyObject *
varkw(PyObject *module, PyObject *args, PyObject *given)
{
    return PyLong_FromSsize_t(given == NULL ? 0 : PyDict_Size(given));
}

static PyObject *
apply(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    long long value;
    if (count != 2)
        return wrong_count("apply", 2, count);
    if (to_long(args[1], &value) < 0)
        return NULL;
    PyObject *number = PyLong_FromLongLong(value);
    if (number == NULL)
        return NULL;
    PyObject *result = PyObject_CallOneArg(args[0], number);
    Py_DECREF(number);
    return result;
}

static PyObject *
apply0(PyObject *module, PyObject *callback)
{
    return PyObject_CallNoArgs(callback);
}

static PyObject *
apply2(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    long long first, second;
    if (count != 3)
        return wrong_count("apply2", 3, count);
    if (to_long(args[1], &first) < 0 || to_long(args[2], &second) < 0)
        return NULL;
    PyObject *slots[3] = {NULL, PyLong_FromLongLong(first), PyLong_FromLongLong(second)}, *result = NULL;
    if (slots[1] != NULL && slots[2] != NULL)
        result = PyObject_Vectorcall(args[0], slots + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    Py_XDECREF(slots[1]);
    Py_XDECREF(slots[2]);
    return result;
}

static PyObject *
call_method(PyObject *module, PyObject *object)
{
    return PyObject_CallMethodNoArgs(object, ((state *)PyModule_GetState(module))->read);
}

static PyObject *
get_attribute(PyObject *module, PyObject *object)
{
    return PyObject_GetAttr(object, ((state *)PyModule_GetState(module))->value);
}

static PyObject *
iterate(PyObject *module, PyObject *items)
{
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
numbers(PyObject *module, PyObject *argument)
{
    long long count;
    return to_long(argument, &count) < 0 ? NULL : new_numbers(PyModule_GetState(module), count);
}

static void *
attach_all(void *count)
{
    for (long long i = *(long long *)count; i > 0; i--)
        PyGILState_Release(PyGILState_Ensure());
    return NULL;
}

static PyObject *
attach(PyObject *module, PyObject *argument)
{
    long long count;
    pthread_t thread;
    int failed;
    if (to_long(argument, &count) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    failed = pthread_create(&thread, NULL, attach_all, &count);
    if (!failed)
        pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    return failed ? PyErr_NoMemory() : PyLong_FromLongLong(count);
}

PyMethodDef calling_functions[] = {
    {"kw", FAST(keywords), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"many", FAST(many), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"typed", FAST(typed), METH_FASTCALL, NULL},
    {"varargs", varargs, METH_VARARGS, NULL},
    {"varkw", FAST(varkw), METH_VARARGS | METH_KEYWORDS, NULL},
    {"apply", FAST(apply), METH_FASTCALL, NULL},
    {"apply0", apply0, METH_O, NULL},
    {"apply2", FAST(apply2), METH_FASTCALL, NULL},
    {"call_method", call_method, METH_O, NULL},
    {"get_attribute", get_attribute, METH_O, NULL},
    {"iterate", iterate, METH_O, NULL},
    {"numbers", numbers, METH_O, NULL},
    {"attach", attach, METH_O, NULL},
    {NULL},
};
