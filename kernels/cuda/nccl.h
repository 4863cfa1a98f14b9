// NCCL: NVIDIA's for GPUs where it was found at build time (HADAL_NCCL), the simulator's otherwise.
#pragma once

#ifdef HADAL_CUDA
#include <nccl.h>
#else
#include "kernels/simt/nccl.h"
#endif
