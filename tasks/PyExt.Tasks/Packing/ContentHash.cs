using System.Security.Cryptography;
using System.Text;

namespace PyExt.Tasks.Packing;

/// <summary>A short name for a text that changes with it.</summary>
internal static class ContentHash
{
    private const int Digits = 12;

    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
}
