namespace PyExt.Wheel.Tests.Support;

/// <summary>Damages files in ways that readers stumble over.</summary>
public static class Damage
{
    /// <summary>Feeds damaged copies to a reader, whose only way to fail is PYX3009.</summary>
    public static void Try(byte[] image, Action<byte[]> read, int times = 3000)
    {
        read(image);
        Random random = new(3009);
        int refused = 0;
        for (int i = 0; i < times; i++)
        {
            byte[] damaged = [.. image];
            // Headers and tables are at the front of most formats.
            int end = random.Next(3) == 0 ? damaged.Length : Math.Min(damaged.Length, 1024);
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                damaged[random.Next(end)] = random.Next(3) switch { 0 => 0xff, 1 => 0, _ => (byte)random.Next(256) };
            if (random.Next(8) == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            try
            {
                read(damaged);
            }
            catch (WheelException exception)
            {
                Assert.Equal("PYX3009", exception.Code);
                refused++;
            }
        }

        Assert.InRange(refused, 1, times);
    }
}
