#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/cli/sizes.h"
#include "app/models/files.h"
#include "engine/parallel/memory_plan.h"
#include "kernels/error.h"

#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace hadal::cli {

namespace {

using parallel::bytes_text;
using parallel::MemoryPlan;

std::int64_t memory_of_this_machine() {
    return static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
}

model::Config config_from(const std::string& text) {
    const std::filesystem::path path = text;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored))
        return model::read_config(path);
    return model::read_config(models::directory_of(models::model_source(text)) / "config.json");
}

parallel::Machine machine_from(const Arguments& arguments) {
    parallel::Machine machine;
    if (arguments.has("gpus")) {
        const auto gpus = gpus_from(arguments.text("gpus"));
        machine.gpus = gpus.count;
        machine.gpu_bytes = gpus.bytes;
    }
    machine.ram_bytes =
        arguments.has("ram") ? bytes_from(arguments.text("ram"), "ram") : memory_of_this_machine();
    if (arguments.has("gpu-bandwidth"))
        machine.gpu_bytes_per_s = arguments.number("gpu-bandwidth", 1, 1e6) * 1e9;
    machine.ram_bytes_per_s = arguments.number("ram-bandwidth", 1, 1e6) * 1e9;
    return machine;
}

Json token_json(const parallel::PredictedToken& token) {
    return {{"weights_ms", token.weights * 1e3},         {"host_experts_ms", token.host_experts * 1e3},
            {"collectives_ms", token.collectives * 1e3}, {"launches_ms", token.launches * 1e3},
            {"attention_ms", token.attention * 1e3},     {"total_ms", token.total() * 1e3},
            {"tokens_per_s", 1 / token.total()}};
}

Json json_of(const MemoryPlan& plan) {
    Json tensors = Json::array();
    for (const auto& t : plan.tensors)
        tensors.push_back({{"what", t.what},
                           {"division", t.division},
                           {"bytes", t.bytes},
                           {"bytes_per_device", t.per_device},
                           {"bytes_on_host", t.on_host}});
    Json devices = Json::array();
    for (const auto& d : plan.devices)
        devices.push_back({{"weights", d.weights},
                           {"cache", d.cache},
                           {"workspace", d.workspace},
                           {"reserve", d.reserve},
                           {"total", d.total()},
                           {"limit", plan.device_limit}});
    return {{"ranks", plan.ranks},
            {"context", plan.context},
            {"tensors", tensors},
            {"devices", devices},
            {"host", {{"bytes", plan.host_bytes}, {"limit", plan.host_limit}}},
            {"host_expert_layers", plan.host_layers},
            {"prefill_chunk", plan.prefill_chunk},
            {"streamed_rows", plan.streaming.rows},
            {"unpacked_tensors", plan.unpacked_tensors},
            {"predicted_token", token_json(plan.token)}};
}

template <typename... Values>
void print_format(const char* format, Values... values) {
    char text[240];
    std::snprintf(text, sizeof text, format, values...);
    print(text);
}

std::string ms_text(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f ms", seconds * 1e3);
    return text;
}

void print_tensors(const MemoryPlan& plan) {
    const char* const format = "%-18s %11s %12s %11s  %s\n";
    print_format(format, "tensors", "all", "per device", "in RAM", "divided by");
    for (const auto& t : plan.tensors)
        print_format(format, t.what.c_str(), bytes_text(t.bytes).c_str(),
                     plan.devices.empty() ? "-" : bytes_text(t.per_device).c_str(),
                     t.on_host > 0 ? bytes_text(t.on_host).c_str() : "-", t.division.c_str());
    print("\n");
}

void print_devices(const MemoryPlan& plan) {
    const char* const format = "%-8s %11s %11s %11s %11s %11s %11s\n";
    if (!plan.devices.empty())
        print_format(format, "device", "weights", "cache", "workspace", "reserve", "total", "of");
    for (std::size_t i = 0; i < plan.devices.size(); ++i) {
        const auto& d = plan.devices[i];
        print_format(format, std::to_string(i).c_str(), bytes_text(d.weights).c_str(),
                     bytes_text(d.cache).c_str(), bytes_text(d.workspace).c_str(),
                     bytes_text(d.reserve).c_str(), bytes_text(d.total()).c_str(),
                     bytes_text(plan.device_limit).c_str());
    }
    print_format("%-8s %71s %11s\n\n", "RAM", bytes_text(plan.host_bytes).c_str(),
                 bytes_text(plan.host_limit).c_str());
    if (!plan.host_layers.empty())
        print("The experts of " + std::to_string(plan.host_layers.size()) + " layers (from " +
              std::to_string(plan.host_layers.front()) + " on) stay in RAM, where the CPU computes them: " +
              ms_text(plan.token.host_experts) + " of each token.\n\n");
    if (plan.streaming.rows > 0)
        print("From " + std::to_string(plan.streaming.rows) +
              " tokens of a prompt on they are sent to the GPUs instead, for up to " +
              std::to_string(plan.prefill_chunk) + " tokens at a time.\n\n");
    for (const auto& name : plan.unpacked_tensors)
        print("FP8 blocks of " + name + " are cut by this number of ranks, so it is kept unpacked.\n");
}

void print_token(const parallel::PredictedToken& token) {
    const auto line = [](const char* what, double seconds) {
        if (seconds > 0)
            print_format("  %-34s %9.3f ms\n", what, seconds * 1e3);
    };
    print("Predicted for one token with the cache full (arithmetic, not a measurement):\n");
    line("reading weights", token.weights);
    line("experts on the CPU", token.host_experts);
    line("sums over the GPUs", token.collectives);
    line("kernel boundaries", token.launches);
    line("indexer, selection and attention", token.attention);
    print_format("  %-34s %9.3f ms, %.1f tokens/s\n", "together", token.total() * 1e3, 1 / token.total());
}

void plan(const Arguments& arguments) {
    const auto config = config_from(arguments.text("model"));
    const auto machine = machine_from(arguments);
    parallel::PlanOptions options;
    options.context = arguments.integer("context", 0, std::int64_t{1} << 40);
    options.mtp = arguments.has("mtp");
    const auto plan = parallel::plan_memory(config, parallel::published_dtypes(config), machine, options);
    if (arguments.has("json"))
        return print_line(json_of(plan));
    print_format("A context of %lld tokens", static_cast<long long>(plan.context));
    if (machine.gpus > 0)
        print_format(" on %d x %s", machine.gpus, bytes_text(machine.gpu_bytes).c_str());
    if (machine.gpus > 0 && machine.gpu_bytes_per_s == 0)
        print_format(", taken for %s", parallel::typical_gpu(machine.gpu_bytes).name);
    print_format(", with %s of RAM.\n\n", bytes_text(machine.ram_bytes).c_str());
    print_tensors(plan);
    print_devices(plan);
    print_token(plan.token);
}

} // namespace

const Command plan_command = {
    "plan",
    "what a model would need of a machine, and how fast it would be",
    "Reads config.json alone: says which tensors go where, how many bytes each device holds (weights, "
    "cache,\n"
    "workspace, reserve), which layers' experts stay in RAM, and how long one token will take, term by term. "
    "With\n"
    "--json one object of the same. Fails where the model does not fit, saying what is missing and what "
    "would fit.",
    {{"model", "DIR|config.json|builtin", "a model folder, or only its config.json", "builtin"},
     {"gpus", "8x96GiB", "number of GPUs and memory of each; 0: none"},
     {"ram", "512GiB", "memory of the machine; this machine's when not given"},
     {"context", "N", "tokens that a conversation can hold; 0: as many as the model knows", "0"},
     {"gpu-bandwidth", "GB/s", "memory bandwidth of a GPU; typical for its memory when not given"},
     {"ram-bandwidth", "GB/s", "memory bandwidth of the machine", "100"},
     {"mtp", "", "with the module for drafting"},
     {"json", "", "as JSON"}},
    false,
    plan,
};

} // namespace hadal::cli
