// Clearing the 512 bytes that a conversion of text has on the stack is measurable; nothing here reads a local before it is written.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
