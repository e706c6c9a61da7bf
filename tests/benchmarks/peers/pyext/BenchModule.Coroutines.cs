namespace BenchPyExt;

// What asyncio awaits.
public sealed partial class BenchModule
{
    /// <summary>Has finished when it returns.</summary>
    public static Task<long> AddReady(long first, long second) => Task.FromResult(first + second);

    /// <summary>Is finished by a thread of the pool.</summary>
    public static Task<long> AddElsewhere(long first, long second) => Task.Run(() => first + second);
}
