"""Decode, field of view, crop and pad, shrink, Eq. 1 with a masked blur (science §1), in OpenCV on one thread."""

import math

import measure

try:
    import cv2
    import numpy
except (ImportError, OSError) as error:
    measure.missing(error)

task = measure.task()
cv2.setNumThreads(1)
# What is stored as well (hash, preview, coded squares) is our own affair: the peer has the four steps only.
is_half = task["work"] == "half"
flags = cv2.IMREAD_REDUCED_COLOR_2 if is_half else cv2.IMREAD_COLOR
files = [numpy.fromfile(name, numpy.uint8) for name in task["photographs"]]


def field_of_view(image):
    """The smallest circle around the lit pixels of a thinned-out copy: less careful than ours, and faster."""
    step = max(1, image.shape[1] // 320)
    levels = image[::step, ::step].max(axis=2)
    lit = (levels > 0.3 * numpy.median(levels)).astype(numpy.uint8)
    contours, _ = cv2.findContours(lit, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    (x, y), radius = cv2.minEnclosingCircle(max(contours, key=cv2.contourArea))
    return (x + 0.5) * step, (y + 0.5) * step, radius * step


def square(image, x, y, radius):
    """The bounding square of the circle, black beyond the photograph."""
    height, width = image.shape[:2]
    left, top, side = round(x - radius), round(y - radius), round(2 * radius)
    right, bottom = left + side, top + side
    inside = image[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
    margins = (max(0, -top), max(0, bottom - height), max(0, -left), max(0, right - width))
    return cv2.copyMakeBorder(inside, *margins, cv2.BORDER_CONSTANT, value=(0, 0, 0))


def lit_mask(side, top, bottom):
    """255 a little inside the rim and the cuts; `top` and `bottom` are the shares of the square that are padding."""
    inside = cv2.circle(numpy.zeros((side, side), numpy.uint8), (side // 2, side // 2), side // 2 - 4, 255, -1)
    inside[: round(top * side) + 4] = 0
    inside[side - round(bottom * side) - 4 :] = 0
    return inside


def contrast(plain, inside):
    """Eq. 1 with the blur of lit retina only, G * (I·m) / G * m, so that the rim does not glow."""
    sigma = 10 * plain.shape[0] / 800
    weights = cv2.GaussianBlur(inside, (0, 0), sigma)
    lit = cv2.bitwise_and(plain, plain, mask=inside)
    blurred = cv2.divide(cv2.GaussianBlur(lit, (0, 0), sigma), cv2.merge([weights] * 3), scale=255)
    result = cv2.addWeighted(plain, 4, blurred, -4, 128)
    result[inside == 0] = 128
    return result


def prepare(number):
    image = cv2.imdecode(files[number % len(files)], flags)
    x, y, radius = field_of_view(image)
    top = max(0, radius - y) / (2 * radius)
    bottom = max(0, y + radius - image.shape[0]) / (2 * radius)
    plain = square(image, x, y, radius)
    for side in (task["lesionSidePx"], task["gradingSidePx"]):
        plain = cv2.resize(plain, (side, side), interpolation=cv2.INTER_AREA)
        contrast(plain, lit_mask(side, top, bottom))
    return radius * (2 if is_half else 1)


for number in range(task["warmUps"]):
    prepare(number)
meter = measure.Meter()
meter.start()
radii = [prepare(number) for number in range(task["count"])]
meter.stop()
facts = {"mean radius": f"{math.fsum(radii) / len(radii):.1f} px"}
measure.tell(meter, task["count"], cv2.getNumThreads(), {"opencv": cv2.__version__, "numpy": numpy.__version__}, facts)
