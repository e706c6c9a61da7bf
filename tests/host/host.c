/*
 * A small host that embeds CPython, as mod_wsgi or Ceph do: runs one program in 64 interpreters on 8 threads, switches between them on each thread, ends them in
 * random order, finalizes Python and starts it again, three times.
 *
 *     host legacy|isolated LIBPYTHON CODE
 *
 * legacy    Py_NewInterpreter: shares the main interpreter's GIL, and CPython does not look at Py_mod_multiple_interpreters
 * isolated  Py_NewInterpreterFromConfig: a GIL of its own
 *
 * CODE defines again(), which is called a few more times in each interpreter. libpython is opened at run time and what it needs of Python.h is declared here, so that one
 * binary serves every version, without headers.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 3, THREADS = 8, PER_THREAD = 8 };

typedef struct { int type; const char *func; const char *err_msg; int exitcode; } Status; /* PyStatus */

typedef struct { /* PyInterpreterConfig, unchanged from 3.12 to 3.15 */
    int use_main_obmalloc, allow_fork, allow_exec, allow_threads, allow_daemon_threads, check_multi_interp_extensions, gil;
} Config;

static void (*initialize)(int);
static int (*finalize)(void);
static int (*run_string)(const char *, void *);
static void *(*interpreter_get)(void);
static void *(*state_new)(void *);
static void *(*state_swap)(void *);
static void (*state_clear)(void *);
static void (*state_delete_current)(void);
static void *(*save_thread)(void);
static void (*restore_thread)(void *);
static void *(*new_legacy)(void);
static Status (*new_from_config)(void **, const Config *);
static void (*end_interpreter)(void *);

static const char *code;
static int is_legacy, failures;
static void *main_interpreter;

static void load(const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(2);
    }
    struct { const char *name; void *slot; } symbols[] = {
        {"Py_InitializeEx", &initialize}, {"Py_FinalizeEx", &finalize}, {"PyRun_SimpleStringFlags", &run_string},
        {"PyInterpreterState_Get", &interpreter_get}, {"PyThreadState_New", &state_new}, {"PyThreadState_Swap", &state_swap},
        {"PyThreadState_Clear", &state_clear}, {"PyThreadState_DeleteCurrent", &state_delete_current}, {"PyEval_SaveThread", &save_thread},
        {"PyEval_RestoreThread", &restore_thread}, {"Py_NewInterpreter", &new_legacy}, {"Py_NewInterpreterFromConfig", &new_from_config},
        {"Py_EndInterpreter", &end_interpreter},
    };
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *address = dlsym(library, symbols[i].name);
        if (address == NULL) {
            fprintf(stderr, "%s has no %s\n", path, symbols[i].name);
            exit(2);
        }
        *(void **)symbols[i].slot = address;
    }
}

static void run(const char *text) {
    if (run_string(text, NULL) != 0)
        __atomic_add_fetch(&failures, 1, __ATOMIC_SEQ_CST);
}

static void *new_interpreter(void) {
    if (is_legacy)
        return new_legacy();
    Config config = {.allow_threads = 1, .check_multi_interp_extensions = 1, .gil = 2 /* PyInterpreterConfig_OWN_GIL */};
    void *state = NULL;
    Status status = new_from_config(&state, &config);
    if (status.type != 0)
        fprintf(stderr, "no interpreter: %s\n", status.err_msg ? status.err_msg : "?");
    return state;
}

static void *work(void *argument) {
    unsigned seed = (unsigned)(size_t)argument;
    void *states[PER_THREAD];
    int count = 0;
    void *mine = state_new(main_interpreter);
    restore_thread(mine);
    for (int i = 0; i < PER_THREAD; i++) {
        state_swap(mine);
        states[count] = new_interpreter();
        if (states[count] == NULL) {
            __atomic_add_fetch(&failures, 1, __ATOMIC_SEQ_CST);
            continue;
        }
        count++;
        run(code);
    }
    for (int turn = 0; turn < 3; turn++)
        for (int i = 0; i < count; i++) {
            state_swap(states[i]);
            run("again()");
        }
    while (count > 0) {
        int pick = rand_r(&seed) % count;
        state_swap(states[pick]);
        end_interpreter(states[pick]);
        states[pick] = states[--count];
    }
    state_swap(mine);
    state_clear(mine);
    state_delete_current();
    return NULL;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: host legacy|isolated LIBPYTHON CODE\n");
        return 2;
    }
    is_legacy = argv[1][0] == 'l';
    load(argv[2]);
    code = argv[3];
    for (int round = 0; round < ROUNDS; round++) {
        initialize(0);
        main_interpreter = interpreter_get();
        run(code);
        void *main_state = save_thread();
        pthread_t threads[THREADS];
        for (size_t i = 0; i < THREADS; i++)
            pthread_create(&threads[i], NULL, work, (void *)(1 + i + (size_t)round * THREADS));
        for (int i = 0; i < THREADS; i++)
            pthread_join(threads[i], NULL);
        restore_thread(main_state);
        run("again()");
        if (finalize() != 0) {
            fprintf(stderr, "Py_FinalizeEx failed\n");
            failures++;
        }
    }
    printf("%d rounds of %d interpreters, %d failures\n", ROUNDS, THREADS * PER_THREAD, failures);
    return failures != 0;
}
