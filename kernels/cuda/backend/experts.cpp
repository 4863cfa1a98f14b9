#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/router.h"

namespace hadal::cuda {

void CudaBackend::route(Tensor experts, Tensor weights, Tensor logits, Tensor bias,
                        const ops::RoutingShape& shape) {
    ops::check::route(experts, weights, logits, bias, shape);
    Operation op(*this);
    cuda::route(op.stream(),
                {op.in<float>(logits), static_cast<const float*>(bias.data), op.out<int>(experts),
                 op.out<float>(weights), static_cast<int>(logits.rows), shape});
    op.finish();
}

} // namespace hadal::cuda
namespace hadal::cuda {
void CudaBackend::mlp(Tensor, Tensor, const MlpWeights&) { throw Error(ErrorKind::Unsupported, "not yet"); }
void CudaBackend::experts(Tensor, Tensor, Tensor, Tensor, std::span<const MlpWeights>, const MlpWeights*) { throw Error(ErrorKind::Unsupported, "not yet"); }
}
