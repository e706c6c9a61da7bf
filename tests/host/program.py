"""What the host runs in every interpreter. HOST_SITE is where the module is installed."""

import os
import sys

sys.path.insert(0, os.environ["HOST_SITE"])

import binding

point = binding.Point(1, 2)
dog = binding.Dog("Rex")
dog.toy = [dog, point]
binding.keep([point])


def again():
    global point
    for i in range(200):
        point = point + binding.Point(i, 1)
        assert type(point) is binding.Point
        assert binding.anything(point) is point
        assert binding.text("text %d" % i) == "text %d" % i
        binding.drop_later(point)
    assert binding.catch(lambda: 1 / 0) == "ZeroDivisionError: division by zero"
    assert binding.kept()[0].x == 1.0
    expected = binding.count(0) + 1
    assert binding.count(1) == expected


again()
assert binding.count(0) == 1  # nothing of another interpreter, or of one before Py_Finalize
