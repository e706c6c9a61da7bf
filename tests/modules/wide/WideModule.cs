using System.Diagnostics;
using System.IO.Compression;
using System.IO.MemoryMappedFiles;
using System.IO.Pipes;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

[assembly: UnsupportedOSPlatform("windows")]

namespace Wide;

/// <summary>Uses much of what .NET has of the operating system, so that much of its native code is linked in.</summary>
[PyModule]
public sealed partial class WideModule
{
    /// <summary>Writes, links, copies, moves, maps and lists files.</summary>
    public static string Files(string folder)
    {
        string path = Path.Combine(folder, "a.txt");
        File.WriteAllText(path, "text");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetLastWriteTimeUtc(path, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        string link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, "a.txt");
        string copy = Path.Combine(folder, "copy.txt");
        File.Copy(path, copy);
        using (FileStream stream = new(copy, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.RandomAccess))
        {
            stream.SetLength(10_000);
            RandomAccess.Write(stream.SafeFileHandle, "x"u8, 9_999);
            stream.Flush(flushToDisk: true);
        }

        string moved = Path.Combine(folder, "moved.txt");
        using (FileSystemWatcher watcher = new(folder) { EnableRaisingEvents = true })
            File.Move(copy, moved);
        using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(moved);
        using MemoryMappedViewAccessor view = map.CreateViewAccessor();
        string[] names = [.. Directory.EnumerateFileSystemEntries(folder).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)];
        return $"{string.Join(',', names)} {File.ReadAllText(link)} {new FileInfo(path).Length} {File.GetUnixFileMode(path):d} {File.GetLastWriteTimeUtc(path):s} {(char)view.ReadByte(9_999)} {new FileInfo(link).LinkTarget}";
    }

    /// <summary>Sends a message over TCP, one over UDP and one through a pipe; resolves a name and lists network interfaces.</summary>
    public static string Sockets(Py py, string message) => py.AllowThreads(() => SendAndReceive(message));

    private static string SendAndReceive(string message)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> server = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            using StreamReader reader = new(client.GetStream());
            return await reader.ReadToEndAsync();
        });
        using (TcpClient client = new())
        {
            client.Connect((IPEndPoint)listener.LocalEndpoint);
            client.NoDelay = true;
            client.GetStream().Write(Encoding.UTF8.GetBytes(message));
        }

        using UdpClient udp = new(new IPEndPoint(IPAddress.Loopback, 0));
        udp.Send("datagram"u8, (IPEndPoint)udp.Client.LocalEndPoint!);
        IPEndPoint? from = null;
        string datagram = Encoding.UTF8.GetString(udp.Receive(ref from));

        using AnonymousPipeServerStream writer = new(PipeDirection.Out);
        using AnonymousPipeClientStream reader = new(PipeDirection.In, writer.ClientSafePipeHandle);
        writer.WriteByte((byte)'p');
        return $"{server.Result} {datagram} {(char)reader.ReadByte()} {Dns.GetHostAddresses("localhost").Length > 0} {NetworkInterface.GetAllNetworkInterfaces().Length > 0}";
    }

    /// <summary>Adds 1 + … + count on threads, 1,000 ones on the pool and one of a timer.</summary>
    public static long Threads(Py py, int count) => py.AllowThreads(() => AddOnThreads(count));

    private static long AddOnThreads(int count)
    {
        long total = 0;
        Thread[] threads = [.. Enumerable.Range(1, count).Select(number => new Thread(() => Interlocked.Add(ref total, number)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Parallel.For(0, 1000, _ => Interlocked.Increment(ref total));
        using ManualResetEventSlim fired = new();
        using Timer timer = new(_ => fired.Set(), null, 1, Timeout.Infinite);
        return total + (fired.Wait(TimeSpan.FromSeconds(30)) ? 1 : 0);
    }

    /// <summary>The local time of a moment in a time zone.</summary>
    public static string LocalTime(string utc, string zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.Parse(utc, styles: System.Globalization.DateTimeStyles.AdjustToUniversal | System.Globalization.DateTimeStyles.AssumeUniversal), TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("s");

    /// <summary>Seconds since 1970 and a running clock.</summary>
    public static (long Now, long Ticks) Clock() => (DateTimeOffset.Now.ToUnixTimeSeconds(), Stopwatch.GetTimestamp());

    /// <summary>Compresses as gzip, zlib or brotli.</summary>
    public static byte[] Compress(string kind, byte[] data)
    {
        using MemoryStream packed = new();
        using (Stream stream = kind switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
            "zlib" => new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
            _ => new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
        })
        {
            stream.Write(data);
        }

        return packed.ToArray();
    }

    /// <summary>The other direction.</summary>
    public static byte[] Decompress(string kind, byte[] data)
    {
        using MemoryStream packed = new(data);
        using Stream stream = kind switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "zlib" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => new BrotliStream(packed, CompressionMode.Decompress),
        };
        using MemoryStream unpacked = new();
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    /// <summary>A zip archive with one file.</summary>
    public static byte[] Zip(string name, byte[] data)
    {
        using MemoryStream archive = new();
        using (ZipArchive zip = new(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry(name).Open();
            entry.Write(data);
        }

        return archive.ToArray();
    }

    /// <summary>Regular expressions.</summary>
    public static string Replace(string text, string pattern, string by) => Regex.Replace(text, pattern, by, RegexOptions.NonBacktracking);

    /// <summary>A hash by the system's OpenSSL, which .NET opens at run time.</summary>
    public static string Sha256(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));

    /// <summary>Random bytes, which need no OpenSSL.</summary>
    public static byte[] Random(int count)
    {
        byte[] bytes = new byte[count];
        System.Random.Shared.NextBytes(bytes);
        return [.. bytes, .. Guid.NewGuid().ToByteArray()];
    }

    /// <summary>This process, and what a child of it prints.</summary>
    public static string Processes(Py py, string text) => py.AllowThreads(() => RunEcho(text));

    private static string RunEcho(string text)
    {
        using Process self = Process.GetCurrentProcess();
        using Process child = Process.Start(new ProcessStartInfo("echo", [text]) { RedirectStandardOutput = true })!;
        string output = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        return $"{self.Id} {output} {child.ExitCode} {self.Threads.Count > 0 && self.WorkingSet64 > 0} {Environment.ProcessorCount > 0} {Environment.MachineName.Length > 0}";
    }

    /// <summary>An element of a JSON array.</summary>
    public static string Json(string text, int index) => JsonNode.Parse(text)![index]!.ToJsonString();

    /// <summary>What libm computes.</summary>
    public static double Mathematics(double x) => Math.Sin(x) + Math.Pow(x, 2.5) + Math.Exp(x) + Math.Log(x) + Math.Cbrt(x) + Math.Atan2(x, 2) + Math.Tanh(x) + (x % 0.7);
}
