// Tells TensorFlow about the operations, when this library is loaded into a process that has it:
//   ConcordConv3x3(x, kernel) and ConcordConv3x3Filter(x, dy), with the attributes pad, turned and threads.
// Node.js loads it as an addon; what it exports says whether the operations are there.
#include <node_api.h>

#include <initializer_list>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"
#include "winograd.h"

namespace {

struct Attributes {
  int pad = 0, threads = 1;
  bool turned = false;
};

void* create(TF_OpKernelConstruction* context) {
  auto* const attributes = new Attributes;
  TF_Status* const status = TF_NewStatus();
  TF_OpKernelConstruction_GetAttrInt32(context, "pad", &attributes->pad, status);
  if (TF_GetCode(status) == TF_OK) TF_OpKernelConstruction_GetAttrInt32(context, "threads", &attributes->threads, status);
  unsigned char turned = 0;
  if (TF_GetCode(status) == TF_OK) TF_OpKernelConstruction_GetAttrBool(context, "turned", &turned, status);
  attributes->turned = turned != 0;
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(context, status);
  TF_DeleteStatus(status);
  return attributes;
}

void remove(void* attributes) { delete static_cast<Attributes*>(attributes); }

// The two inputs, and the one output, of a call.
struct Call {
  TF_OpKernelContext* context;
  TF_Status* status = TF_NewStatus();
  TF_Tensor* inputs[2] = {};
  TF_Tensor* output = nullptr;

  explicit Call(TF_OpKernelContext* of) : context(of) {
    for (int i = 0; i < 2 && isFine(); i++) TF_GetInput(context, i, &inputs[i], status);
    for (int i = 0; i < 2 && isFine(); i++)
      if (TF_NumDims(inputs[i]) != 4) TF_SetStatus(status, TF_INVALID_ARGUMENT, "Inputs need four dimensions.");
  }
  ~Call() {
    if (!isFine()) TF_OpKernelContext_Failure(context, status);
    for (TF_Tensor* const tensor : {inputs[0], inputs[1], output})
      if (tensor) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status);
  }
  bool isFine() const { return TF_GetCode(status) == TF_OK; }
  int side(int input, int dimension) const { return static_cast<int>(TF_Dim(inputs[input], dimension)); }
  const float* values(int input) const { return static_cast<const float*>(TF_TensorData(inputs[input])); }
  float* allocate(int64_t a, int64_t b, int64_t c, int64_t d) {
    const int64_t shape[] = {a, b, c, d};
    output = TF_AllocateOutput(context, 0, TF_FLOAT, shape, 4, sizeof(float) * a * b * c * d, status);
    return isFine() ? static_cast<float*>(TF_TensorData(output)) : nullptr;
  }
  void refuse() { TF_SetStatus(status, TF_INVALID_ARGUMENT, "The shapes do not fit together."); }
};

bool isPossible(const concord::Convolution& job) {
  return job.in % 16 == 0 && job.out % 16 == 0 && job.outHeight() > 0 && job.outWidth() > 0 && concord::canConvolve();
}

void convolve(void* own, TF_OpKernelContext* context) {
  const auto& [pad, threads, turned] = *static_cast<Attributes*>(own);
  Call call(context);
  if (!call.isFine()) return;
  const int in = call.side(1, turned ? 3 : 2), out = call.side(1, turned ? 2 : 3);
  const concord::Convolution job{call.side(0, 0), call.side(0, 1), call.side(0, 2), call.side(0, 3), out, pad};
  if (!isPossible(job) || job.in != in || call.side(1, 0) != 3 || call.side(1, 1) != 3) return call.refuse();
  float* const y = call.allocate(job.n, job.outHeight(), job.outWidth(), job.out);
  if (y) concord::convolve(job, call.values(0), call.values(1), turned, y, threads);
}

void convolveFilter(void* own, TF_OpKernelContext* context) {
  const auto& [pad, threads, turned] = *static_cast<Attributes*>(own);
  Call call(context);
  if (!call.isFine()) return;
  const concord::Convolution job{call.side(0, 0), call.side(0, 1), call.side(0, 2), call.side(0, 3), call.side(1, 3), pad};
  const bool fits = job.n == call.side(1, 0) && job.outHeight() == call.side(1, 1) && job.outWidth() == call.side(1, 2);
  if (!isPossible(job) || !fits) return call.refuse();
  float* const kernel = call.allocate(3, 3, job.in, job.out);
  if (kernel) concord::convolveFilter(job, call.values(0), call.values(1), kernel, threads);
}

bool add(const char* name, const char* second, void (*compute)(void*, TF_OpKernelContext*)) {
  TF_Status* const status = TF_NewStatus();
  TF_OpDefinitionBuilder* const definition = TF_NewOpDefinitionBuilder(name);
  for (const char* const input : {"x: float", second}) TF_OpDefinitionBuilderAddInput(definition, input);
  TF_OpDefinitionBuilderAddOutput(definition, "y: float");
  for (const char* const attribute : {"pad: int", "threads: int", "turned: bool"})
    TF_OpDefinitionBuilderAddAttr(definition, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, [](TF_ShapeInferenceContext*, TF_Status*) {});
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) == TF_OK)
    TF_RegisterKernelBuilder(name, TF_NewKernelBuilder(name, "CPU", create, compute, remove), status);
  const bool isThere = TF_GetCode(status) == TF_OK;
  TF_DeleteStatus(status);
  return isThere;
}

napi_value initialise(napi_env env, napi_value exports) {
  // Once a process: TensorFlow does not take a name twice, and a worker thread may load this again.
  static const bool isThere = concord::canConvolve() && add("ConcordConv3x3", "kernel: float", convolve) &&
                              add("ConcordConv3x3Filter", "dy: float", convolveFilter);
  napi_value value;
  if (napi_get_boolean(env, isThere, &value) == napi_ok) napi_set_named_property(env, exports, "canConvolve", value);
  return exports;
}

}  // namespace

NAPI_MODULE(concord_kernels, initialise)
