/* What asyncio awaits: futures of the running loop, as one writes it by hand. One worker thread finishes those that are not finished at once. */

#include <pthread.h>
#include "bench_c.h"

typedef struct job {
    struct job *next;
    PyObject *loop, *set_result;
    long long first, second;
} job;

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static job *first_job, **last_job = &first_job;
static int has_worker;

static void
finish(job *taken)
{
    PyGILState_STATE attached = PyGILState_Ensure();
    PyObject *sum = PyLong_FromLongLong(taken->first + taken->second);
    PyObject *handle = sum == NULL ? NULL : PyObject_CallMethod(taken->loop, "call_soon_threadsafe", "OO", taken->set_result, sum);
    if (handle == NULL)
        PyErr_WriteUnraisable(taken->loop);
    Py_XDECREF(handle);
    Py_XDECREF(sum);
    Py_DECREF(taken->loop);
    Py_DECREF(taken->set_result);
    PyMem_RawFree(taken);
    PyGILState_Release(attached);
}

static void *
work(void *unused)
{
    for (;;) {
        pthread_mutex_lock(&gate);
        while (first_job == NULL)
            pthread_cond_wait(&arrived, &gate);
        job *taken = first_job;
        first_job = taken->next;
        if (first_job == NULL)
            last_job = &first_job;
        pthread_mutex_unlock(&gate);
        finish(taken);
    }
    return NULL;
}

static int
queue(PyObject *loop, PyObject *future, long long first, long long second)
{
    pthread_t thread;
    job *added = PyMem_RawCalloc(1, sizeof(job));
    if (added == NULL || (added->set_result = PyObject_GetAttrString(future, "set_result")) == NULL) {
        PyMem_RawFree(added);
        return -1;
    }
    added->loop = Py_NewRef(loop);
    added->first = first;
    added->second = second;
    pthread_mutex_lock(&gate);
    *last_job = added;
    last_job = &added->next;
    if (!has_worker)
        has_worker = pthread_create(&thread, NULL, work, NULL) == 0;
    pthread_cond_signal(&arrived);
    pthread_mutex_unlock(&gate);
    return 0;
}

static PyObject *
new_future(PyObject *module, PyObject **loop)
{
    state *s = PyModule_GetState(module);
    if (s->get_running_loop == NULL) {
        PyObject *asyncio = PyImport_ImportModule("asyncio");
        if (asyncio == NULL)
            return NULL;
        s->get_running_loop = PyObject_GetAttrString(asyncio, "get_running_loop");
        Py_DECREF(asyncio);
        if (s->get_running_loop == NULL)
            return NULL;
    }
    *loop = PyObject_CallNoArgs(s->get_running_loop);
    return *loop == NULL ? NULL : PyObject_CallMethodNoArgs(*loop, s->create_future);
}

static PyObject *
add_async(PyObject *module, PyObject *const *args, Py_ssize_t count, const char *name, int is_ready)
{
    long long first, second;
    PyObject *loop = NULL, *future, *done = NULL;
    if (count != 2)
        return wrong_count(name, 2, count);
    if (to_long(args[0], &first) < 0 || to_long(args[1], &second) < 0)
        return NULL;
    future = new_future(module, &loop);
    if (future != NULL && is_ready) {
        PyObject *sum = PyLong_FromLongLong(first + second);
        done = sum == NULL ? NULL : PyObject_CallMethodOneArg(future, ((state *)PyModule_GetState(module))->set_result, sum);
        Py_XDECREF(sum);
    } else if (future != NULL && queue(loop, future, first, second) == 0) {
        done = Py_NewRef(Py_None);
    }
    Py_XDECREF(loop);
    if (done == NULL)
        Py_CLEAR(future);
    Py_XDECREF(done);
    return future;
}

static PyObject *
add_ready(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    return add_async(module, args, count, "add_ready", 1);
}

static PyObject *
add_elsewhere(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    return add_async(module, args, count, "add_elsewhere", 0);
}

PyMethodDef coroutine_functions[] = {
    {"add_ready", FAST(add_ready), METH_FASTCALL, NULL},
    {"add_elsewhere", FAST(add_elsewhere), METH_FASTCALL, NULL},
    {NULL},
};
