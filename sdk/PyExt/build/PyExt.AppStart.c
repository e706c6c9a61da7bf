/*
 * Where a program that goes along in a wheel starts (PyApp). The machine's own start files are of the machine's glibc: since 2.34 they leave it to
 * the C library to run the program's constructors, which an older one does not do. These run them, as start files for an older glibc did, and a
 * newer one lets them. They also need nothing of the other system where the program is for one.
 */
typedef void (*pyext_constructor)(int, char **, char **);

extern int main(int, char **, char **);
extern int __libc_start_main(
    int (*main)(int, char **, char **), int count, char **arguments, pyext_constructor initialize, void (*finish)(void), void (*finish_loader)(void), void *stack_end);

extern pyext_constructor __preinit_array_start[] __attribute__((visibility("hidden")));
extern pyext_constructor __preinit_array_end[] __attribute__((visibility("hidden")));
extern pyext_constructor __init_array_start[] __attribute__((visibility("hidden")));
extern pyext_constructor __init_array_end[] __attribute__((visibility("hidden")));

/* By which exit handlers are tied to what registers them; the program itself is nothing. */
__attribute__((visibility("hidden"))) void *__dso_handle = 0;

static void initialize(int count, char **arguments, char **environment)
{
    for (pyext_constructor *constructor = __preinit_array_start; constructor < __preinit_array_end; constructor++)
        (*constructor)(count, arguments, environment);
    for (pyext_constructor *constructor = __init_array_start; constructor < __init_array_end; constructor++)
        (*constructor)(count, arguments, environment);
}

/* The stack is as the kernel leaves it: the number of arguments, then the arguments. Destructors are run by finish_loader. */
__attribute__((used, visibility("hidden"))) void pyext_start(long *stack, void (*finish_loader)(void))
{
    __libc_start_main(main, (int)stack[0], (char **)(stack + 1), initialize, 0, finish_loader, stack);
    __builtin_trap();
}

#if defined(__x86_64__)
__asm__(
    ".text\n"
    ".globl _start\n"
    ".type _start, %function\n"
    "_start:\n"
    "    .cfi_startproc\n"
    "    .cfi_undefined rip\n"
    "    xor %ebp, %ebp\n"
    "    mov %rsp, %rdi\n"
    "    mov %rdx, %rsi\n"
    "    and $-16, %rsp\n"
    "    call pyext_start\n"
    "    .cfi_endproc\n"
    ".size _start, . - _start\n");
#elif defined(__aarch64__)
__asm__(
    ".text\n"
    ".globl _start\n"
    ".type _start, %function\n"
    "_start:\n"
    "    .cfi_startproc\n"
    "    .cfi_undefined x30\n"
    "    mov x29, #0\n"
    "    mov x30, #0\n"
    "    mov x1, x0\n"
    "    mov x0, sp\n"
    "    bl pyext_start\n"
    "    .cfi_endproc\n"
    ".size _start, . - _start\n");
#endif
