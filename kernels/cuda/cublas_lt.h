// cuBLASLt: NVIDIA's for GPUs where it was found at build time (HADAL_CUBLAS_LT), the simulator's otherwise.
#pragma once

#ifdef HADAL_CUDA
#include <cublasLt.h>
#else
#include "kernels/simt/cublas_lt.h"
#endif
