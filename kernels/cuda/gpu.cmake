# Kernels for GPUs. The program carries machine code for every architecture that Hadal supports: nothing is compiled
# where it runs.
find_program(HADAL_NVCC nvcc HINTS ENV CUDA_PATH ENV CUDACXX PATH_SUFFIXES bin PATHS /usr/local/cuda/bin REQUIRED)
set(CMAKE_CUDA_COMPILER ${HADAL_NVCC})
set(CMAKE_CUDA_ARCHITECTURES OFF)
if(CCACHE)
  set(CMAKE_CUDA_COMPILER_LAUNCHER ${CCACHE})
endif()
enable_language(CUDA)
if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION) # CMake before 3.26 does not know of it
  set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
  set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
endif()
find_package(CUDAToolkit 12.8 REQUIRED)

set(HADAL_CUDA_ARCHITECTURES 80 86 89 90a 100a 120a CACHE STRING "GPU architectures to build for")

# The same arithmetic as on the simulator: products and sums are fused only where the source says so.
function(hadal_gpu_kernels name)
  add_library(${name} STATIC ${ARGN})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PUBLIC HADAL_CUDA)
  target_compile_options(${name} PRIVATE --expt-relaxed-constexpr -fmad=false -Werror all-warnings -Xcompiler=-Wall)
  foreach(architecture ${HADAL_CUDA_ARCHITECTURES})
    target_compile_options(${name} PRIVATE "SHELL:-gencode arch=compute_${architecture},code=sm_${architecture}")
  endforeach()
  target_link_libraries(${name} PUBLIC CUDA::cudart_static)
endfunction()
