#include "engine/model/bulk_loader.h"

#include <algorithm>

namespace hadal::model {

using parallel::TensorShard;

std::shared_ptr<ShardReader> SharedReading::join(const MakeReader& make) {
    const std::lock_guard lock(mutex_);
    come();
    if (failure_)
        throw Error(*failure_);
    try {
        if (!reader_)
            reader_ = make();
    } catch (const Error& error) {
        failure_ = error;
        throw;
    }
    const auto reader = reader_;
    if (came_ == ranks_)
        reader_ = nullptr; // theirs alone: what it holds goes with them
    return reader;
}

void SharedReading::give_up(const Error& error) {
    const std::lock_guard lock(mutex_);
    come();
    failure_ = error;
    if (reader_)
        reader_->fail(error);
}

/// The first rank of the next load finds nothing of the last one.
void SharedReading::come() {
    if (came_ == ranks_) {
        came_ = 0;
        failure_.reset();
        reader_ = nullptr;
    }
    ++came_;
}

BulkLoader::~BulkLoader() {
    if (!finished_)
        give_up(Error(ErrorKind::Internal, "Another rank could not load its part of the model."));
}

void BulkLoader::give_up(const Error& error) {
    if (reader_)
        reader_->fail(error);
    else if (reading_ && !came_)
        reading_->give_up(error);
    finished_ = true;
}

void BulkLoader::read(const CheckpointTensor& tensor) {
    const std::uint64_t first = tensor.file->offset(tensor.data);
    const std::int64_t bytes = tensor.rows * tensor.cols * ops::size_of(tensor.dtype);
    wanted_.push_back({tensor.file, first, first + static_cast<std::uint64_t>(bytes)});
    read_.insert(tensor.data);
}

void BulkLoader::take(const CheckpointTensor& tensor, const TensorShard& part, ops::Tensor to) {
    const std::int64_t size = ops::size_of(tensor.dtype);
    const std::int64_t first = (part.rows.first * tensor.cols + part.cols.first) * size;
    Piece piece{tensor.file,
                tensor.file->offset(tensor.data) + static_cast<std::uint64_t>(first),
                part.cols.count * size,
                part.rows.count,
                tensor.cols * size,
                to};
    if (piece.row_bytes == piece.stride) { // as good as one row
        piece.row_bytes = piece.stride = piece.rows * piece.stride;
        piece.rows = 1;
    }
    pieces_.push_back(piece);
}

std::uint64_t BulkLoader::Piece::end() const {
    return first + static_cast<std::uint64_t>((rows - 1) * stride + row_bytes);
}

void BulkLoader::run(const std::function<void(double)>& report, const std::stop_token& stop) {
    const auto make = [&] {
        return std::make_shared<ShardReader>(wanted_, reading_ ? reading_->ranks() : 1, options_,
                                             [&](std::size_t bytes) { return uploads_->memory(bytes); });
    };
    came_ = true;
    reader_ = reading_ ? reading_->join(make) : make();
    std::sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) {
        return is_read_before(a.file, a.first, b.file, b.first);
    });
    // Some blocks are on their way to the device while the next one is looked through.
    const std::size_t most_on_the_way = options_.ring_blocks / 4;
    std::uint64_t first_mark = 0;
    std::size_t released = 0;
    const auto release_one = [&] {
        uploads_->wait(first_mark + released);
        reader_->release(released++);
    };
    for (std::size_t i = 0; i < reader_->blocks(); ++i) {
        send(reader_->wait(i, stop));
        const std::uint64_t mark = uploads_->mark();
        if (i == 0)
            first_mark = mark;
        if (i + 1 - released > most_on_the_way)
            release_one();
        report(static_cast<double>(reader_->read_bytes()) / static_cast<double>(reader_->total_bytes()));
    }
    while (released < reader_->blocks())
        release_one();
    finished_ = true;
}

void BulkLoader::send(const ShardReader::Block& block) {
    const auto lies_before = [&](const Piece& piece) {
        return is_read_before(piece.file, piece.end() - 1, block.bytes.file, block.bytes.first);
    };
    while (first_piece_ < pieces_.size() && lies_before(pieces_[first_piece_]))
        ++first_piece_;
    for (std::size_t i = first_piece_; i < pieces_.size(); ++i) {
        const Piece& piece = pieces_[i];
        if (piece.file != block.bytes.file || piece.first >= block.bytes.end)
            break;
        send(block, piece);
    }
}

/// What the block has of the piece: whole rows together, and parts of a row where it begins and ends.
void BulkLoader::send(const ShardReader::Block& block, const Piece& piece) {
    const auto row_bytes = static_cast<std::uint64_t>(piece.row_bytes);
    const auto stride = static_cast<std::uint64_t>(piece.stride);
    const std::uint64_t end = std::min(block.bytes.end, piece.end());
    for (std::uint64_t at = std::max(block.bytes.first, piece.first); at < end;) {
        const std::uint64_t row = (at - piece.first) / stride;
        const std::uint64_t within = (at - piece.first) % stride;
        if (within >= row_bytes) { // between two rows
            at = piece.first + (row + 1) * stride;
            continue;
        }
        const std::uint64_t whole = within == 0 ? (end - at + stride - row_bytes) / stride : 0;
        const std::uint64_t part = whole > 0 ? row_bytes : std::min(row_bytes - within, end - at);
        uploads_->copy(piece.to, static_cast<std::int64_t>(row * row_bytes + within),
                       block.data + (at - block.bytes.first), static_cast<std::int64_t>(part),
                       static_cast<std::int64_t>(std::max<std::uint64_t>(whole, 1)), piece.stride);
        at += whole > 0 ? whole * stride : part;
    }
}

} // namespace hadal::model
