/*
 * What a program linked for an old glibc carries itself. Part of it is in every glibc's libc_nonshared.a; the rest are functions that
 * became part of libc.so later and are older ones by another name. All hidden, each in a section of its own that the linker drops when
 * nothing uses it, and weak, so that a project's own definition wins. Needs no header: PYEXT_GLIBC_MINOR is the release linked for.
 */
#define COMPATIBLE __attribute__((weak, visibility("hidden")))

extern void *__dso_handle __attribute__((visibility("hidden")));

/* libc_nonshared.a: tied to the module that calls, so that they are run, or forgotten, with it. */

int __cxa_atexit(void (*function)(void *), void *argument, void *module);
int __cxa_at_quick_exit(void (*function)(void *), void *module);
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *module);

COMPATIBLE int atexit(void (*function)(void))
{
    return __cxa_atexit((void (*)(void *))function, 0, &__dso_handle);
}

COMPATIBLE int at_quick_exit(void (*function)(void))
{
    return __cxa_at_quick_exit((void (*)(void *))function, &__dso_handle);
}

COMPATIBLE int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    return __register_atfork(prepare, parent, child, &__dso_handle);
}

#if PYEXT_GLIBC_MINOR < 33

/* Until 2.33 libc.so had these only with the layout's number as a first argument; on 64-bit Linux there is one layout for all. */

#if defined(__x86_64__)
#define STAT_LAYOUT 1
#else
#define STAT_LAYOUT 0
#endif
#define MKNOD_LAYOUT 0

int __xstat(int layout, const char *path, void *result);
int __lxstat(int layout, const char *path, void *result);
int __fxstat(int layout, int file, void *result);
int __fxstatat(int layout, int folder, const char *path, void *result, int flags);
int __xmknod(int layout, const char *path, unsigned mode, unsigned long *device);
int __xmknodat(int layout, int folder, const char *path, unsigned mode, unsigned long *device);

COMPATIBLE int stat(const char *path, void *result) { return __xstat(STAT_LAYOUT, path, result); }
COMPATIBLE int stat64(const char *path, void *result) { return __xstat(STAT_LAYOUT, path, result); }
COMPATIBLE int lstat(const char *path, void *result) { return __lxstat(STAT_LAYOUT, path, result); }
COMPATIBLE int lstat64(const char *path, void *result) { return __lxstat(STAT_LAYOUT, path, result); }
COMPATIBLE int fstat(int file, void *result) { return __fxstat(STAT_LAYOUT, file, result); }
COMPATIBLE int fstat64(int file, void *result) { return __fxstat(STAT_LAYOUT, file, result); }

COMPATIBLE int fstatat(int folder, const char *path, void *result, int flags)
{
    return __fxstatat(STAT_LAYOUT, folder, path, result, flags);
}

COMPATIBLE int fstatat64(int folder, const char *path, void *result, int flags)
{
    return __fxstatat(STAT_LAYOUT, folder, path, result, flags);
}

COMPATIBLE int mknod(const char *path, unsigned mode, unsigned long device)
{
    return __xmknod(MKNOD_LAYOUT, path, mode, &device);
}

COMPATIBLE int mknodat(int folder, const char *path, unsigned mode, unsigned long device)
{
    return __xmknodat(MKNOD_LAYOUT, folder, path, mode, &device);
}

#endif

#if PYEXT_GLIBC_MINOR < 32

/* Whether code may leave out locks. No is always right. */
COMPATIBLE char __libc_single_threaded = 0;

#endif

#if PYEXT_GLIBC_MINOR < 28

/* Headers since 2.28 call it for fcntl where file offsets are asked to have 64 bits, which they always have here. */

int fcntl(int file, int command, ...);

COMPATIBLE int fcntl64(int file, int command, ...)
{
    __builtin_va_list arguments;
    __builtin_va_start(arguments, command);
    long argument = __builtin_va_arg(arguments, long);
    __builtin_va_end(arguments);
    return fcntl(file, command, argument);
}

#endif
