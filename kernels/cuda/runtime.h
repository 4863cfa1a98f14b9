// The CUDA runtime and language: NVIDIA's under nvcc and for its host code, the simulator's otherwise.
#pragma once

#ifdef HADAL_CUDA
#include <cuda_runtime.h>
#else
#include "kernels/simt/cuda_runtime.h"
#endif

/// Before a loop whose arrays must be registers.
#ifdef __CUDACC__
#define HADAL_UNROLL _Pragma("unroll")
#else
#define HADAL_UNROLL
#endif
