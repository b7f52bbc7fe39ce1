// Convolutions of 3 x 3 filters, step 1, on 32-bit floats, and their gradients. See winograd.inc for the method.
#pragma once
#include <cstddef>

namespace concord {

struct Convolution {
  int n, height, width, in, out;
  // Rows and columns of zeros around the image: 0 (valid), 1 (same) or 2 (the gradient of valid).
  int pad;
  int outHeight() const { return height + 2 * pad - 2; }
  int outWidth() const { return width + 2 * pad - 2; }
  int tilesDown() const { return (outHeight() + 3) / 4; }
  int tilesAcross() const { return (outWidth() + 3) / 4; }
  int tiles() const { return n * tilesDown() * tilesAcross(); }
  size_t resultAt(int image, int y, int x) const {
    return ((static_cast<size_t>(image) * outHeight() + y) * outWidth() + x) * out;
  }
};

// y: [n, outHeight, outWidth, out]. turned: the kernel is that of the convolution whose gradient this is, [3, 3, out, in],
// and is used turned by 180 degrees. The result does not depend on the number of threads.
void convolve(const Convolution& job, const float* x, const float* kernel, bool turned, float* y, int threads);

// The gradient with respect to the kernel, [3, 3, in, out]. Sums are taken in an order that follows from the number of threads.
void convolveFilter(const Convolution& job, const float* x, const float* dy, float* kernel, int threads);

// False where the processor has none of the instruction sets that this is compiled for.
bool canConvolve();

}  // namespace concord
