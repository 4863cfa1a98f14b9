// Brings the matrices of a checkpoint to a device: first where everything lies is said, then all of it is
// read in the order of the files, and every block sent on to whoever holds a part of it.
#pragma once

#include "engine/model/checkpoint.h"
#include "engine/model/shard_reader.h"
#include "engine/parallel/shard_plan.h"
#include "kernels/ops.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <unordered_set>
#include <vector>

namespace hadal::model {

/// How the ranks of a model come to read its checkpoint once for all of them. Every rank asks for the reader
/// of each load once, or gives that load up. Thread-safe.
class SharedReading {
  public:
    explicit SharedReading(int ranks) : ranks_(ranks) {}
    int ranks() const { return ranks_; }

    using MakeReader = std::function<std::shared_ptr<ShardReader>()>;
    /// Made by the first rank that comes. Throws what it throws, and the error of a rank that has given up.
    std::shared_ptr<ShardReader> join(const MakeReader& make);
    /// In place of join(): the other ranks end with this error.
    void give_up(const Error& error);

  private:
    void come();

    const int ranks_;
    std::mutex mutex_;
    int came_ = 0; ///< to the load under way
    std::shared_ptr<ShardReader> reader_;
    std::optional<Error> failure_;
};

/// One load by one rank.
class BulkLoader {
  public:
    /// `reading`: null when alone.
    BulkLoader(std::unique_ptr<ops::Uploads> uploads, std::shared_ptr<SharedReading> reading,
               const ReadingOptions& options)
        : uploads_(std::move(uploads)), reading_(std::move(reading)), options_(options) {}
    ~BulkLoader();
    BulkLoader(const BulkLoader&) = delete;
    BulkLoader& operator=(const BulkLoader&) = delete;

    /// A tensor of which some rank takes a part; all ranks name the same ones.
    void read(const CheckpointTensor& tensor);
    bool reads(const CheckpointTensor& tensor) const { return read_.contains(tensor.data); }
    /// This rank's part of one of these is to come into `to`, packed.
    void take(const CheckpointTensor& tensor, const parallel::TensorShard& part, ops::Tensor to);
    /// Returns when all has arrived. Tells `report` what share of the bytes has been read. Throws as
    /// ShardReader and SharedReading do, OutOfMemory and DeviceLost.
    void run(const std::function<void(double share)>& report, const std::stop_token& stop);
    /// Tells the other ranks why this one does not come.
    void give_up(const Error& error);

  private:
    /// Rows of a file that go to one place, one after the other.
    struct Piece {
        const SafetensorsFile* file = nullptr;
        std::uint64_t first = 0; ///< of the first row
        std::int64_t row_bytes = 0, rows = 0, stride = 0;
        ops::Tensor to;
        std::uint64_t end() const;
    };
    void send(const ShardReader::Block& block);
    void send(const ShardReader::Block& block, const Piece& piece);

    std::shared_ptr<ShardReader> reader_;   ///< from run() on
    std::unique_ptr<ops::Uploads> uploads_; ///< goes before the memory that it copies from
    std::shared_ptr<SharedReading> reading_;
    ReadingOptions options_;
    std::vector<FileBytes> wanted_;
    std::unordered_set<const std::byte*> read_;
    std::vector<Piece> pieces_;
    std::size_t first_piece_ = 0; ///< that does not end before the block
    bool came_ = false;           ///< to the reading
    bool finished_ = false;       ///< well, or the others have been told
};

} // namespace hadal::model
