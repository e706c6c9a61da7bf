/*
 * Opens the shared libraries that the wheel brings along (PyNativeLibrary). The module is linked with --wrap=dlopen, so that whatever
 * in it opens a library by name, which is how .NET resolves [DllImport], comes by here. Needs no header: the table of names is included
 * from the command line, and nothing else than what is declared here is used.
 */

extern void *__real_dlopen(const char *name, int flags);

typedef struct { const char *file; void *base; const char *symbol; void *address; } pyext_place;
extern int dladdr(const void *address, pyext_place *place);
extern int access(const char *path, int mode);

enum { LONGEST_PATH = 4096 };

static int equal(const char *left, const char *right)
{
    while (*left && *left == *right)
        left++, right++;
    return *left == *right;
}

static const char *last_part(const char *path)
{
    const char *part = path;
    for (; *path; path++)
        if (*path == '/')
            part = path + 1;
    return part;
}

/* The library's file in the wheel, or nothing. */
static const char *bundled(const char *name)
{
    for (unsigned long i = 0; i < sizeof pyext_libraries / sizeof pyext_libraries[0]; i++)
        if (equal(pyext_libraries[i].name, name))
            return pyext_libraries[i].file;
    return 0;
}

/* Its path, seen from this module's own file. A module that was not installed from a wheel has no such folder. */
static int locate(const char *file, char *path)
{
    pyext_place place;
    if (!dladdr((const void *)&locate, &place) || !place.file)
        return 0;
    const char *parts[] = { place.file, PYEXT_LIBRARY_FOLDER "/", file };
    unsigned long length = 0;
    for (int i = 0; i < 3; i++) {
        const char *end = i == 0 ? last_part(parts[i]) : 0;
        for (const char *from = parts[i]; end ? from < end : *from != 0; from++) {
            if (length + 1 == LONGEST_PATH)
                return 0;
            path[length++] = *from;
        }
    }
    path[length] = 0;
    return access(path, 0) == 0;
}

__attribute__((visibility("hidden"))) void *__wrap_dlopen(const char *name, int flags)
{
    char path[LONGEST_PATH];
    const char *part = name ? last_part(name) : 0;
    const char *file = part ? bundled(part) : 0;
    if (!file)
        return __real_dlopen(name, flags);
    if (part == name)
        return __real_dlopen(locate(file, path) ? path : name, flags);

    /* A file that is named with its folder is that file, if it is there. .NET looks beside the program first, which is Python. */
    void *library = __real_dlopen(name, flags);
    return library || !locate(file, path) ? library : __real_dlopen(path, flags);
}
