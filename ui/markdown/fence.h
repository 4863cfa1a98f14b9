// Fenced code on the top level, read as it was written.
#pragma once

#include "ui/markdown/block.h"

#include <QByteArray>

#include <optional>

namespace hadal::ui {

/// A fence that may still grow. Unlike md4c it keeps the tabs that a line begins with. Each line is read
/// once, however often the fence has grown.
class OpenFence {
  public:
    /// Nothing where a text does not begin with the whole first line of a fence.
    static std::optional<OpenFence> begin(const QByteArray& text);

    /// What the code has become: its first `keep` characters stay, the rest is replaced.
    struct Growth {
        qsizetype keep = 0;
        QString added;
    };
    /// `text` is the fence from its beginning: what was read before, and more.
    Growth read(const QByteArray& text);

    const QString& language() const { return language_; } ///< first word of the info string
    /// Offset behind the line that ends the fence; 0: it is open.
    qsizetype end() const { return end_; }

  private:
    char mark_ = 0;
    qsizetype length_ = 0;
    qsizetype indent_ = 0;
    QString language_;
    qsizetype at_ = 0;      ///< lines before this offset have been read
    qsizetype settled_ = 0; ///< characters of code in them, their line ends included
    qsizetype shown_ = 0;   ///< characters given out
    qsizetype end_ = 0;
};

/// The block of a text that is one fence and nothing else, closed or not; else nothing.
std::optional<Block> parseFence(const QByteArray& text);

} // namespace hadal::ui
