// A checkpoint folder: opened when whole, refused with a message that names file, tensor and cause when not.
#include "engine/model/checkpoint.h"

#include "checkpoint_builder.h"
#include "engine/model/safetensors.h"
#include "tests/engine/expect_error.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>

#include <cmath>
#include <cstring>

using namespace hadal;
using namespace hadal::model;
using namespace hadal::test;
namespace fs = std::filesystem;

class CheckpointTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> temporary_;
    fs::path dir_;
    BuiltTensors tensors_;
    const std::string weight_ = "model.layers.1.self_attn.kv_a_proj_with_mqa.weight"; // 144 rows: ragged

    std::shared_ptr<const Checkpoint> open() const { return Checkpoint::open(dir_); }
    void write_single() const { write_file(dir_ / "model.safetensors", safetensors_bytes(tensors_)); }
    void expect_refused(const std::vector<std::string>& words) const {
        expect_error(ErrorKind::InvalidFile, words, [this] { open(); });
    }
    /// Spreads the tensors over two shards, a weight and its scale apart.
    void write_sharded() const {
        BuiltTensors shards[2];
        nlohmann::json index;
        int next = 0;
        for (const auto& [name, tensor] : tensors_) {
            shards[next][name] = tensor;
            index["weight_map"][name] = next ? "two.safetensors" : "one.safetensors";
            next = 1 - next;
        }
        write_file(dir_ / "one.safetensors", safetensors_bytes(shards[0]));
        write_file(dir_ / "two.safetensors", safetensors_bytes(shards[1]));
        write_file(dir_ / "model.safetensors.index.json", index.dump());
    }

  private slots:
    void init() {
        temporary_ = std::make_unique<QTemporaryDir>();
        dir_ = temporary_->path().toStdString();
        write_file(dir_ / "config.json", small_config());
        tensors_ = tensors_for(parse_config(small_config(), "config.json"));
    }

    void one_file() {
        write_single();
        const auto checkpoint = open();
        QVERIFY(checkpoint->has_mtp());
        const CheckpointTensor weight = checkpoint->tensor(weight_);
        QVERIFY(weight.dtype == ops::DType::F8E4M3);
        QCOMPARE(weight.rows, 144);
        QCOMPARE(weight.cols, 192);
        const CheckpointTensor scale = checkpoint->tensor(weight_ + "_scale_inv");
        QCOMPARE(scale.rows, 2); // ceil(144 / 128)
        QCOMPARE(scale.cols, 2);
        QCOMPARE(checkpoint->tensor("model.norm.weight").rows, 1);
        std::size_t bytes = 0;
        for (const auto& [name, tensor] : tensors_)
            bytes += tensor.bytes.size();
        QCOMPARE(checkpoint->total_bytes(), static_cast<std::int64_t>(bytes));
        expect_error(ErrorKind::InvalidFile, {"nonsense"}, [&] { checkpoint->tensor("nonsense"); });
    }
    void shards_with_scales_apart() {
        write_sharded();
        QVERIFY(open()->has(weight_ + "_scale_inv"));
    }
    void mtp_may_be_absent_but_not_by_half() {
        BuiltTensors without;
        for (const auto& [name, tensor] : tensors_)
            if (!name.starts_with("model.layers.2."))
                without[name] = tensor;
        const BuiltTensors whole = std::exchange(tensors_, without);
        write_single();
        QVERIFY(!open()->has_mtp());
        tensors_ = whole;
        tensors_.erase("model.layers.2.eh_proj.weight");
        write_single();
        expect_refused({"model.layers.2.eh_proj.weight", "missing"});
    }
    void exponent_only_scales() {
        tensors_[weight_ + "_scale_inv"] = zeros("F8_E8M0", {2, 2});
        tensors_[weight_ + "_scale_inv"].bytes = {127, 126, static_cast<char>(130), 0};
        write_single();
        float scales[4];
        std::memcpy(scales, open()->tensor(weight_ + "_scale_inv").data, sizeof scales);
        QCOMPARE(scales[0], 1.0f);
        QCOMPARE(scales[1], 0.5f);
        QCOMPARE(scales[2], 8.0f);
        QCOMPARE(scales[3], std::ldexp(1.0f, -127));
    }
    void unquantised_linears() {
        for (auto& [name, tensor] : tensors_)
            if (tensor.dtype == "F8_E4M3")
                tensor = zeros("BF16", tensor.shape);
        write_single();
        QVERIFY(open()->tensor(weight_).dtype == ops::DType::BF16);
    }

    void missing_tensor() {
        tensors_.erase("model.layers.1.mlp.experts.3.up_proj.weight");
        write_single();
        expect_refused({"model.layers.1.mlp.experts.3.up_proj.weight", "missing", "[64, 192]"});
    }
    void missing_scale() {
        tensors_.erase(weight_ + "_scale_inv");
        write_single();
        expect_refused({weight_, "_scale_inv", "model.safetensors"});
    }
    void wrong_shape() {
        tensors_[weight_] = zeros("F8_E4M3", {145, 192});
        write_single();
        expect_refused({"model.safetensors", weight_, "[144, 192]", "[145, 192]"});
    }
    void matrix_where_a_vector_belongs() {
        tensors_["model.norm.weight"] = zeros("BF16", {1, 192});
        write_single();
        expect_refused({"model.norm.weight", "[192]", "[1, 192]"});
    }
    void wrong_scale_shape() {
        tensors_[weight_ + "_scale_inv"] = zeros("F32", {1, 2}); // floor instead of ceil
        write_single();
        expect_refused({weight_ + "_scale_inv", "[2, 2]", "[1, 2]"});
    }
    void wrong_dtype() {
        tensors_[weight_] = zeros("I32", {144, 192});
        tensors_[weight_].bytes = std::string(144 * 192 * 4, '\0');
        write_single();
        expect_refused({weight_, "BF16", "I32"});
    }
    void quantised_norm() {
        tensors_["model.norm.weight"] = zeros("F8_E4M3", {192});
        write_single();
        expect_refused({"model.norm.weight", "F8_E4M3"});
    }
    void scale_that_is_no_number() {
        const float bad = std::nanf("");
        std::memcpy(tensors_[weight_ + "_scale_inv"].bytes.data() + 8, &bad, sizeof bad);
        write_single();
        expect_refused({weight_ + "_scale_inv", "not finite", "element 2"});
    }
    void truncated_at_every_length() {
        const std::string whole = safetensors_bytes(tensors_);
        for (std::size_t length = 0; length < whole.size();
             length = length < 64 ? length + 1 : length + 4999) {
            write_file(dir_ / "model.safetensors", whole.substr(0, length));
            expect_refused({"model.safetensors"});
        }
    }
    void header_length_that_lies() {
        std::string bytes = safetensors_bytes(tensors_);
        const std::uint64_t lies[] = {100'000'001, bytes.size(), ~std::uint64_t{0}};
        for (const std::uint64_t lie : lies) {
            std::memcpy(bytes.data(), &lie, 8);
            write_file(dir_ / "model.safetensors", bytes);
            expect_refused({"model.safetensors", std::to_string(lie)});
        }
    }
    void no_weights() { expect_refused({"model.safetensors.index.json", "model.safetensors"}); }
    void no_config() {
        fs::remove(dir_ / "config.json");
        write_single();
        expect_refused({"config.json"});
    }
    void not_a_folder() {
        expect_error(ErrorKind::InvalidFile, {"not a folder"},
                     [this] { Checkpoint::open(dir_ / "config.json"); });
    }
    void tensor_in_two_shards() {
        write_sharded();
        write_file(dir_ / "two.safetensors", safetensors_bytes(tensors_));
        expect_refused({"two shards", "one.safetensors", "two.safetensors"});
    }
    void shard_missing() {
        write_sharded();
        fs::remove(dir_ / "two.safetensors");
        expect_refused({"two.safetensors", "index"});
    }
    void index_must_stay_in_its_folder() {
        write_single();
        for (const char* name : {"../model.safetensors", "/etc/passwd", "..", ""}) {
            const nlohmann::json index = {{"weight_map", {{"a", name}}}};
            write_file(dir_ / "model.safetensors.index.json", index.dump());
            expect_refused({"model.safetensors.index.json", "file name"});
        }
    }
    void index_that_is_no_index() {
        for (const char* text :
             {"", "{", "[]", "{}", "{\"weight_map\": 3}", "{\"weight_map\": {\"a\": 3}}"}) {
            write_file(dir_ / "model.safetensors.index.json", text);
            expect_refused({"model.safetensors.index.json"});
        }
    }
    void a_config_that_calls_for_billions_is_refused_at_once() {
        nlohmann::json config = nlohmann::json::parse(small_config());
        config["num_hidden_layers"] = 4096;
        config["n_routed_experts"] = 65536;
        write_file(dir_ / "config.json", config.dump());
        write_single();
        expect_refused({"model.layers.1.mlp.gate.weight", "[65536, 192]"});
    }
    void cancelled() {
        write_single();
        std::stop_source stop;
        stop.request_stop();
        expect_error(ErrorKind::Cancelled, {"cancelled"},
                     [&] { Checkpoint::open(dir_, {}, stop.get_token()); });
    }
    void cancelled_while_tensors_are_checked() {
        write_single();
        std::stop_source stop;
        const auto progress = [&](const LoadProgress& p) {
            if (p.what == "Checking tensors")
                stop.request_stop();
            QVERIFY(p.fraction < 1);
        };
        expect_error(ErrorKind::Cancelled, {"cancelled"},
                     [&] { Checkpoint::open(dir_, progress, stop.get_token()); });
    }
    void progress_grows_to_one() {
        write_sharded();
        std::vector<double> seen;
        Checkpoint::open(dir_, [&](const LoadProgress& p) { seen.push_back(p.fraction); });
        QVERIFY(seen.size() >= 3);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.back(), 1.0);
    }
};

QTEST_APPLESS_MAIN(CheckpointTest)
#include "checkpoint_test.moc"
