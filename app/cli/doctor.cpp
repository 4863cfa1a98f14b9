#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/models/backends.h"
#include "kernels/cpu/backend.h"
#include "kernels/cpu/bandwidth.h"
#include "kernels/error.h"
#include "kernels/selftest/self_test.h"

#include <cstdio>

namespace hadal::cli {

namespace {

enum class Verdict { Ok, Absent, Failed };

struct Finding {
    std::string what;
    Verdict verdict = Verdict::Ok;
    std::string found;
    std::string advice; ///< empty where there is nothing to do
};

const char* name(Verdict verdict) {
    switch (verdict) {
    case Verdict::Ok:
        return "ok";
    case Verdict::Absent:
        return "absent";
    case Verdict::Failed:
        break;
    }
    return "failed";
}

std::string format(const char* pattern, double value) {
    char text[80];
    std::snprintf(text, sizeof text, pattern, value);
    return text;
}

std::string gib(std::int64_t bytes) {
    return format("%.1f GiB", static_cast<double>(bytes) / (1 << 30));
}

class Doctor {
  public:
    explicit Doctor(bool json) : json_(json) {}
    bool healthy() const { return healthy_; }

    void report(const Finding& finding) {
        healthy_ = healthy_ && finding.verdict != Verdict::Failed;
        if (json_) {
            Json line = {
                {"check", finding.what}, {"verdict", name(finding.verdict)}, {"found", finding.found}};
            line["advice"] = finding.advice.empty() ? Json() : Json(finding.advice);
            return print_line(line);
        }
        char text[64];
        std::snprintf(text, sizeof text, "%-7s %-30s ", name(finding.verdict), finding.what.c_str());
        print(text + finding.found + "\n");
        if (!finding.advice.empty())
            print("        " + finding.advice + "\n");
    }

  private:
    bool json_;
    bool healthy_ = true;
};

void look_at_cpu(Doctor& doctor, int threads) {
    const auto backend = cpu::make_backend({.threads = threads, .numerics = {}});
    const std::string found(backend->name());
    const bool wide = found.find("AVX") != std::string::npos || found.find("SVE") != std::string::npos;
    doctor.report({"CPU", Verdict::Ok, found,
                   wide ? "" : "AVX2 or AVX-512 would make the CPU backend several times faster."});
    const double bandwidth = cpu::measure_read_bandwidth(threads) * 1e-9;
    doctor.report({"memory", Verdict::Ok, format("reads %.1f GB/s", bandwidth),
                   bandwidth < 20
                       ? "Decoding is bound by this. Check that every memory channel is populated, "
                         "and that other programs leave it alone."
                       : ""});
}

void test_kernels(Doctor& doctor, const models::Gpu& gpu, int index) {
    const auto backend = models::make_gpu_backend(index);
    ops::self_test(*backend, [&](const ops::SelfTestResult& result) {
        Finding finding{result.operation, result.passed() ? Verdict::Ok : Verdict::Failed, {}, {}};
        finding.found = result.error.empty() ? format("differs from the CPU by %.1e", result.difference) +
                                                   format(", at most %.0e is right", result.limit)
                                             : result.error;
        if (!result.passed())
            finding.advice = "Do not trust this backend on " + gpu.name +
                             ": use --backend cpu. Try a newer driver, and report this line.";
        doctor.report(finding);
    });
    if (const std::string_view notice = backend->notice(); !notice.empty())
        doctor.report({"one launch a step", Verdict::Absent, std::string(notice),
                       "Decoding works, more slowly. Try a newer driver."});
}

void look_at_links(Doctor& doctor) {
    for (const models::GpuLink& link : models::test_gpu_links()) {
        Finding finding{"GPU " + std::to_string(link.first) + " and " + std::to_string(link.second),
                        Verdict::Ok, "write to each other's memory", ""};
        if (!link.reachable) {
            finding.verdict = Verdict::Absent;
            finding.found = "cannot reach each other's memory";
            finding.advice =
                "Ranks on them sum by way of the host. Cards in slots of one CPU, with Resizable BAR "
                "on in the firmware, can often do without.";
        } else if (!link.error.empty()) {
            finding.verdict = Verdict::Failed;
            finding.found = link.error;
            finding.advice =
                "Writes between GPUs get lost, mostly by an IOMMU or by Access Control Services of "
                "a PCIe switch: boot with iommu=pt, or turn ACS off in the firmware.";
        }
        doctor.report(finding);
    }
}

void look_at_sums(Doctor& doctor) {
    const auto sums = models::try_gpu_sums();
    if (!sums)
        return;
    const std::string found = std::string("few rows ") +
                              (sums->pushed_rows > 0 ? "are pushed"
                               : sums->nccl          ? "go by NCCL"
                                                     : "go by way of the host") +
                              ", many " +
                              (sums->nccl              ? "go by NCCL"
                               : sums->pushed_rows > 0 ? "are pushed"
                                                       : "go by way of the host");
    doctor.report(
        {"sums over GPUs", sums->notice.empty() ? Verdict::Ok : Verdict::Absent, found, sums->notice});
}

void look_at_gpus(Doctor& doctor) {
    std::vector<models::Gpu> gpus;
    try {
        gpus = models::gpus();
    } catch (const Error& error) {
        doctor.report({"GPUs", Verdict::Absent, "none that can be used", error.what()});
        return;
    }
    for (std::size_t i = 0; i < gpus.size(); ++i) {
        const models::Gpu& gpu = gpus[i];
        const bool crowded = gpu.free < gpu.memory / 10 * 8;
        doctor.report(
            {gpu.name, Verdict::Ok,
             "capability " + gpu.capability + ", " + gib(gpu.free) + " of " + gib(gpu.memory) + " free",
             crowded ? "Other programs hold a fifth or more of its memory; close them." : ""});
        try {
            test_kernels(doctor, gpu, static_cast<int>(i));
        } catch (const Error& error) {
            doctor.report({gpu.name, Verdict::Failed, error.what(),
                           "Try a newer driver; until then use --backend cpu."});
        }
    }
    if (models::has_cublas_lt())
        doctor.report({"cuBLASLt", Verdict::Ok, "multiplies the rows of long prompts", ""});
    else
        doctor.report({"cuBLASLt", Verdict::Absent, "not in this program",
                       "Long prompts are read more slowly without it. Build the program where cuBLAS 12.9 or "
                       "later is."});
    try {
        look_at_links(doctor);
        look_at_sums(doctor);
    } catch (const Error& error) {
        doctor.report({"links between GPUs", Verdict::Failed, error.what(), "Use one GPU (--ranks 1)."});
    }
}

void doctor(const Arguments& arguments) {
    Doctor doctor(arguments.has("json"));
    look_at_cpu(doctor, static_cast<int>(arguments.integer("threads", 0, 4096)));
    look_at_gpus(doctor);
    if (!doctor.healthy())
        throw Error(ErrorKind::Unsupported, "Some checks failed; see above.");
}

} // namespace

const Command doctor_command = {
    "doctor",
    "looks at this machine and tests every kernel on it",
    "Looks at the CPU, the speed of the memory and the GPUs, and runs every operation of the GPU engine "
    "against\n"
    "its twin on the CPU (in builds for developers on simulated GPUs). Prints what it found, a verdict (ok, "
    "absent,\n"
    "failed) and advice; with --json one check a line: {\"check\", \"verdict\", \"found\", \"advice\"}. "
    "Fails "
    "where a\n"
    "check failed.",
    {{"threads", "N", "threads that compute; 0: one per core", "0"}, {"json", "", "checks as JSON"}},
    false,
    doctor,
};

} // namespace hadal::cli
