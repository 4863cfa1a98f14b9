// A small tokenizer.json: one token for each byte, and the special strings of V3.2.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hadal::test {

inline const QStringList special_strings = {"<｜begin▁of▁sentence｜>",
                                            "<｜end▁of▁sentence｜>",
                                            "<｜User｜>",
                                            "<｜Assistant｜>",
                                            "<think>",
                                            "</think>"};

/// Ids: 0… the special strings, then the bytes 0 to 255.
inline int byte_id(unsigned char byte) {
    return static_cast<int>(special_strings.size()) + byte;
}

inline bool write_byte_tokenizer(const QString& path) {
    QJsonArray added;
    QJsonObject vocabulary;
    for (const auto& text : special_strings) {
        vocabulary[text] = added.size();
        added.append(QJsonObject{{"id", added.size()},
                                 {"content", text},
                                 {"single_word", false},
                                 {"lstrip", false},
                                 {"rstrip", false},
                                 {"normalized", false},
                                 {"special", true}});
    }
    // Byte-level BPE writes bytes that are no printable Latin-1 characters as U+0100 and on.
    ushort next = 0x100;
    for (int byte = 0; byte < 256; ++byte) {
        const bool printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte != 0xad);
        const QChar character(printable ? static_cast<ushort>(byte) : next++);
        vocabulary[QString(character)] = byte_id(static_cast<unsigned char>(byte));
    }
    const QJsonObject byte_level = {
        {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", false}};
    const QJsonObject tokenizer = {{"version", "1.0"},
                                   {"truncation", QJsonValue::Null},
                                   {"padding", QJsonValue::Null},
                                   {"added_tokens", added},
                                   {"normalizer", QJsonValue::Null},
                                   {"pre_tokenizer", byte_level},
                                   {"post_processor", QJsonValue::Null},
                                   {"decoder", byte_level},
                                   {"model", QJsonObject{{"type", "BPE"},
                                                         {"dropout", QJsonValue::Null},
                                                         {"unk_token", QJsonValue::Null},
                                                         {"continuing_subword_prefix", QJsonValue::Null},
                                                         {"end_of_word_suffix", QJsonValue::Null},
                                                         {"fuse_unk", false},
                                                         {"byte_fallback", false},
                                                         {"vocab", vocabulary},
                                                         {"merges", QJsonArray()}}}};
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(tokenizer).toJson()) > 0;
}

} // namespace hadal::test
