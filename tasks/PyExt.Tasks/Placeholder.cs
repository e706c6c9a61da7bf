namespace PyExt.Tasks;

internal static class Placeholder;
