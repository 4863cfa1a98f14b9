#include "ui/markdown/code_lines.h"

#include <algorithm>

namespace hadal::ui {
namespace {

code::State after(QStringView text, code::State state) {
    for (const QStringView line : text.split('\n'))
        code::highlightLine(line, state);
    return state;
}

} // namespace

CodeLines::CodeLines(const QString& source, const QString& info, QObject* parent)
    : QAbstractListModel(parent) {
    assign(source, info);
}

int CodeLines::lineCount() const {
    return int(parts_.size() - 1) * kPart + parts_.back().lines;
}

QString CodeLines::language() const {
    return language_ ? language_->name : info_;
}

QString CodeLines::fileName() const {
    return QStringLiteral("code.") +
           (language_ && !language_->extension.isEmpty() ? language_->extension : QStringLiteral("txt"));
}

int CodeLines::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(parts_.size());
}

QVariant CodeLines::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != TextRole)
        return {};
    return parts_[size_t(index.row())].text;
}

QHash<int, QByteArray> CodeLines::roleNames() const {
    return {{TextRole, "partText"}};
}

code::State CodeLines::stateBefore(int row) const {
    return parts_[size_t(row)].before;
}

std::vector<CodeLines::Part> CodeLines::cut(QStringView source, code::State state) const {
    std::vector<Part> parts;
    for (qsizetype from = 0;;) {
        int lines = 0;
        qsizetype end = from - 1;
        while (lines < kPart && end < source.size()) {
            const qsizetype next = source.indexOf('\n', end + 1);
            end = next < 0 ? source.size() : next;
            ++lines;
        }
        parts.push_back({source.sliced(from, end - from).toString(), lines, state});
        if (end >= source.size())
            return parts;
        state = after(parts.back().text, state);
        from = end + 1;
    }
}

void CodeLines::assign(const QString& source, const QString& info) {
    size_t same = 0;
    qsizetype from = 0;
    if (info == info_ && !parts_.empty()) {
        // The last part may go on: only parts with a line behind them are certain.
        while (same + 1 < parts_.size()) {
            const QString& text = parts_[same].text;
            const qsizetype end = from + text.size();
            if (end >= source.size() || source.at(end) != '\n' ||
                QStringView(source).sliced(from, text.size()) != text)
                break;
            from = end + 1;
            ++same;
        }
    } else {
        info_ = info;
        language_ = code::findLanguage(info);
    }
    const code::State state = same > 0    ? parts_[same].before
                              : language_ ? code::State(language_)
                                          : code::State();
    length_ = source.size();
    replace(same, cut(QStringView(source).sliced(from), state));
}

void CodeLines::grow(qsizetype keep, const QString& added) {
    size_t same = parts_.size() - 1;
    qsizetype gone = length_ - keep;
    for (; same > 0 && gone > parts_[same].text.size(); --same)
        gone -= parts_[same].text.size() + 1;
    const QString text = parts_[same].text.chopped(gone) + added;
    length_ = keep + added.size();
    replace(same, cut(text, parts_[same].before));
}

QString CodeLines::text() const {
    QString all;
    all.reserve(length_);
    for (const Part& part : parts_)
        all += (&part == &parts_.front() ? QString() : QStringLiteral("\n")) + part.text;
    return all;
}

/// The parts after the first `same` ones become the rest.
void CodeLines::replace(size_t same, std::vector<Part> rest) {
    const size_t shared = std::min(parts_.size() - same, rest.size());
    if (parts_.size() > same + shared) {
        beginRemoveRows({}, int(same + shared), int(parts_.size()) - 1);
        parts_.resize(same + shared);
        endRemoveRows();
    }
    for (size_t i = 0; i < shared; ++i) {
        Part& part = parts_[same + i];
        const bool differs = part.text != rest[i].text || part.before != rest[i].before;
        part = rest[i];
        if (differs)
            emit dataChanged(index(int(same + i)), index(int(same + i)));
    }
    if (rest.size() > shared) {
        beginInsertRows({}, int(parts_.size()), int(same + rest.size()) - 1);
        parts_.insert(parts_.end(), rest.begin() + std::ptrdiff_t(shared), rest.end());
        endInsertRows();
    }
    emit changed();
}

} // namespace hadal::ui
