#include "tests/engine/parallel/simulated_model.h"

#include "kernels/cpu/backend.h"

#include <nlohmann/json.hpp>

namespace hadal::test {

std::string simulated_config(int ranks, const std::string& storage, int layers, const std::string& changes) {
    if (layers == 0)
        layers = ranks < 8 && storage == "fp8" ? 2 : 1;
    const int shares = std::max(ranks, 4);
    nlohmann::json config{{"vocab_size", 256},
                          {"hidden_size", 128},
                          {"num_hidden_layers", layers},
                          {"first_k_dense_replace", layers - 1},
                          {"num_nextn_predict_layers", 0},
                          {"num_attention_heads", 2 * shares},
                          {"q_lora_rank", 128},
                          {"qk_nope_head_dim", 64},
                          {"v_head_dim", 64},
                          {"intermediate_size", 128 * shares},
                          {"moe_intermediate_size", 128 * shares}};
    config.merge_patch(nlohmann::json::parse(changes));
    return tiny_gpu_config(config.dump());
}

ops::Numerics simulated_numerics(const std::string& storage) {
    return {true, storage == "fp8" ? ops::ActivationQuant::PowerOfTwo : ops::ActivationQuant::None};
}

model::ModelOptions simulated_options(const std::string& storage) {
    model::ModelOptions options;
    if (storage == "fp8") {
        options.latent_format = ops::LatentFormat::FP8;
        options.index_key_format = ops::IndexKeyFormat::FP8;
    }
    return options;
}

simt::Options simulated_machine(int devices) {
    simt::Options machine;
    machine.devices.assign(static_cast<std::size_t>(devices), {std::size_t{256} << 20, 9, 0});
    machine.schedule = static_cast<std::uint64_t>(devices);
    machine.patience = kSimulatedPatience;
    return machine;
}

std::unique_ptr<parallel::ParallelModel>
SimulatedRanks::load(const TinyModel& tiny, const ProgressFn& progress, std::stop_token stop) {
    const auto make_backend = [*this](int rank) {
        cuda::Options device;
        device.device = rank;
        device.activation_quant = simulated_numerics(storage).activation_quant;
        device.deadline = deadline;
        device.library_rows = library_rows;
        if (!host_layers.empty())
            device.host = cpu::make_backend({.threads = 1, .numerics = simulated_numerics(storage)});
        device.streamed_rows = streaming.rows;
        device.stream_buffer_bytes = static_cast<std::size_t>(streaming.buffer_bytes);
        return cuda::make_backend(device);
    };
    const auto make_group = [this](int count) {
        return made = std::make_shared<parallel::CudaGroup>(count, group);
    };
    model::ModelOptions options = simulated_options(storage);
    options.host_expert_layers = host_layers;
    options.reading = reading;
    return parallel::ParallelModel::load(tiny.checkpoint(), ranks, make_backend, options, {}, make_group,
                                         progress, std::move(stop));
}

std::vector<float> run_steps(model::LanguageModel& model, const std::vector<std::int32_t>& tokens,
                             std::size_t prompt) {
    const auto cache = model.make_cache(100);
    std::vector<float> logits;
    for (std::size_t begin = 0; begin < tokens.size();) {
        const std::size_t count = begin == 0 ? prompt : 1;
        const model::SequenceInput input{cache.get(), std::span(tokens).subspan(begin, count), true};
        const auto part = model.forward({&input, 1}, {});
        logits.insert(logits.end(), part.begin(), part.end());
        begin += count;
    }
    return logits;
}

std::string simulator_findings() {
    std::string text;
    for (const simt::Finding& finding : simt::findings())
        text += finding.text() + "\n";
    return text;
}

} // namespace hadal::test
