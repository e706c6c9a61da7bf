using System;
using System.Runtime.InteropServices;

namespace PyExt.Interop;

/// <summary>The <see cref="HandlePool"/> of a free-threaded build: several, so that threads rarely meet in one, each with a lock.</summary>
internal sealed class SharedHandlePool
{
    private readonly Stripe[] _stripes = new Stripe[16];

    internal SharedHandlePool()
    {
        for (int i = 0; i < _stripes.Length; i++)
            _stripes[i] = new Stripe();
    }

    internal nint Rent(object target)
    {
        Stripe stripe = Current;
        SpinGate.Enter(ref stripe.Gate);
        try
        {
            return stripe.Pool.Rent(target);
        }
        finally
        {
            SpinGate.Exit(ref stripe.Gate);
        }
    }

    internal void Return(nint handle)
    {
        Stripe stripe = Current;
        SpinGate.Enter(ref stripe.Gate);
        stripe.Pool.Return(handle);
        SpinGate.Exit(ref stripe.Gate);
    }

    internal void Close()
    {
        foreach (Stripe stripe in _stripes)
        {
            SpinGate.Enter(ref stripe.Gate);
            stripe.Pool.Close();
            SpinGate.Exit(ref stripe.Gate);
        }
    }

    private Stripe Current => _stripes[Environment.CurrentManagedThreadId & 15];

    // In lines of its own, which a neighbour does not write.
    [StructLayout(LayoutKind.Explicit, Size = 2 * HandlePool.CacheLine)]
    private sealed class Stripe
    {
        [FieldOffset(HandlePool.CacheLine)]
        internal int Gate;

        [FieldOffset(HandlePool.CacheLine + 8)]
        internal HandlePool Pool;
    }
}
