"""Spans: buffers in place."""

import array
import sys
import unittest

import binding
from support import message


class Buffers(unittest.TestCase):
    def test_bytes_are_looked_at_in_place(self):
        for value in (b"", b"\x01\x02\xff", bytearray(b"\x01\x02\xff"), memoryview(b"\x01\x02\xff"), array.array("B", [1, 2, 255]), array.array("b", [1, 2, -1])):
            self.assertEqual(binding.sum_of_bytes(value), sum(bytes(value)))
        self.assertEqual(binding.sum_of_bytes(b"\x01" * 100_000), 100_000)

        class Bytes(bytes):
            pass

        self.assertEqual(binding.sum_of_bytes(Bytes(b"\x01\x02")), 3)

    def test_numbers_are_looked_at_in_place(self):
        values = array.array("d", [0.5, 1.5, 2.0])
        self.assertEqual(binding.sum_of_doubles(values), 4.0)
        self.assertEqual(binding.sum_of_doubles(memoryview(values)), 4.0)
        self.assertEqual(binding.sum_of_doubles(memoryview(values.tobytes()).cast("d")), 4.0)
        self.assertEqual(binding.sum_of_doubles(memoryview(array.array("d", range(6)).tobytes()).cast("d", (2, 3))), 15.0)
        self.assertEqual(binding.sum_of_doubles(array.array("d")), 0.0)

    def test_writing(self):
        values = array.array("i", [1, 2, 3])
        binding.double(values)
        self.assertEqual(values.tolist(), [2, 4, 6])
        data = bytearray(5)
        binding.fill(data, 7)
        self.assertEqual(data, b"\7" * 5)
        self.assertRaises(BufferError, binding.fill, b"constant", 7)

    def test_what_is_returned_is_a_copy(self):
        self.assertEqual(binding.first_half(b"abcdef"), b"abc")
        self.assertEqual(binding.first_half(bytearray(b"abcdef")), b"abc")
        self.assertEqual(binding.without_first(array.array("q", [1, 2, 3])), [2, 3])
        self.assertEqual(binding.without_first(memoryview(array.array("l", [1, 2, 3]))), [2, 3])

    def test_what_is_refused(self):
        self.assertEqual(message(binding.sum_of_bytes, "text"), "TypeError: argument 'value': a bytes-like object is required, not 'str'")
        self.assertEqual(message(binding.sum_of_bytes, array.array("d", [1.0])), "TypeError: argument 'value': expected a buffer of Byte, got items of format 'd'")
        self.assertEqual(message(binding.sum_of_doubles, array.array("f", [1.0])), "TypeError: argument 'value': expected a buffer of Double, got items of format 'f'")
        self.assertEqual(message(binding.sum_of_doubles, array.array("q", [1])), "TypeError: argument 'value': expected a buffer of Double, got items of format 'q'")
        self.assertRaises(TypeError, binding.sum_of_doubles, [1.0])
        self.assertRaises(BufferError, binding.sum_of_bytes, memoryview(b"abcdef")[::2])
        unaligned = memoryview(bytearray(8 * 3 + 1))[1:].cast("d")
        self.assertEqual(message(binding.sum_of_doubles, unaligned), "TypeError: argument 'value': the buffer is not aligned to Double")

    def test_a_buffer_is_held_during_the_call_only(self):
        data = bytearray(b"abc")

        def resize():
            with self.assertRaises(BufferError):
                data.append(1)

        self.assertEqual(binding.sum_while_calling(resize, data), sum(b"abc"))
        data.append(1)

    def test_a_buffer_is_released_when_the_call_fails(self):
        data = bytearray(b"abc")

        def fail():
            raise LookupError("mine")

        self.assertRaises(LookupError, binding.sum_while_calling, fail, data)
        self.assertRaises(TypeError, binding.fill, data, "not a number")
        data.append(1)
        count = sys.getrefcount(data)
        for _ in range(100):
            binding.sum_of_bytes(data)
        self.assertEqual(sys.getrefcount(data), count)

    @unittest.skipIf(sys.version_info < (3, 12), "PEP 688")
    def test_an_exporter_in_python(self):
        events = []

        class Exporter:
            def __buffer__(self, flags):
                events.append("exported")
                return memoryview(b"abc")

            def __release_buffer__(self, view):
                events.append("released")

        self.assertEqual(binding.sum_of_bytes(Exporter()), sum(b"abc"))
        self.assertEqual(events, ["exported", "released"])


if __name__ == "__main__":
    unittest.main()
