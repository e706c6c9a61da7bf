"""Files, sockets, threads, time zones, compression and the rest, through the wheel's own .NET."""

import gzip
import hashlib
import io
import math
import os
import tempfile
import time
import unittest
import zipfile
import zlib

import wide

DATA = b"many of the same, " * 5_000


class WideTest(unittest.TestCase):
    def test_files(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(wide.files(folder), "a.txt,link,moved.txt text 4 384 2001-02-03T04:05:06 x a.txt")
            self.assertEqual(os.stat(os.path.join(folder, "a.txt")).st_mtime, 981173106)
            self.assertEqual(os.path.getsize(os.path.join(folder, "moved.txt")), 10_000)

    def test_sockets(self):
        self.assertEqual(wide.sockets("message"), "message datagram p True True")

    def test_threads(self):
        self.assertEqual(wide.threads(20), 210 + 1_000 + 1)

    def test_time_zones(self):
        self.assertEqual(wide.local_time("2024-07-01T12:00:00", "Europe/Berlin"), "2024-07-01T14:00:00")
        self.assertEqual(wide.local_time("2024-01-01T12:00:00", "Asia/Kolkata"), "2024-01-01T17:30:00")

    def test_clocks(self):
        before = time.time()
        now, ticks = wide.clock()
        self.assertTrue(int(before) <= now <= time.time())
        self.assertGreaterEqual(wide.clock()[1], ticks)

    def test_compression(self):
        for kind in ("gzip", "zlib", "brotli"):
            packed = wide.compress(kind, DATA)
            self.assertLess(len(packed), len(DATA) / 100)
            self.assertEqual(wide.decompress(kind, packed), DATA)
        self.assertEqual(gzip.decompress(wide.compress("gzip", DATA)), DATA)
        self.assertEqual(wide.decompress("zlib", zlib.compress(DATA)), DATA)

    def test_zip(self):
        with zipfile.ZipFile(io.BytesIO(wide.zip("a", DATA))) as archive:
            self.assertEqual(archive.read("a"), DATA)

    def test_regular_expressions(self):
        self.assertEqual(wide.replace("a1b22c", r"\d+", "#"), "a#b#c")

    def test_hash(self):
        self.assertEqual(wide.sha256(DATA), hashlib.sha256(DATA).hexdigest())

    def test_random(self):
        self.assertEqual(len(wide.random(10)), 26)
        self.assertNotEqual(wide.random(10), wide.random(10))

    def test_processes(self):
        self.assertEqual(wide.processes("child"), f"{os.getpid()} child 0 True True True")

    def test_json(self):
        self.assertEqual(wide.json('[1, {"a": 2}]', 1), '{"a":2}')

    def test_mathematics(self):
        x = 1.5
        expected = math.sin(x) + x**2.5 + math.exp(x) + math.log(x) + x ** (1 / 3) + math.atan2(x, 2) + math.tanh(x) + math.fmod(x, 0.7)
        self.assertAlmostEqual(wide.mathematics(x), expected, places=12)


if __name__ == "__main__":
    unittest.main()
