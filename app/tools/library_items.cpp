#include "app/tools/library_items.h"

#include "app/tools/problems.h"

#include <QUuid>

#include <algorithm>

namespace hadal::tools {

QString newToolId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString idOf(const Json& item) {
    const auto hadal = item.is_object() ? item.find("hadal") : item.end();
    if (!item.is_object() || hadal == item.end() || !hadal->is_object())
        return {};
    const auto id = hadal->find("id");
    return id == hadal->end() || !id->is_string() ? QString()
                                                  : QString::fromStdString(id->get<std::string>());
}

Json* itemWith(Json& items, const QString& id) {
    const auto it =
        std::find_if(items.begin(), items.end(), [&](const Json& item) { return idOf(item) == id; });
    return it == items.end() ? nullptr : &*it;
}

[[noreturn]] void unknown(const char* what, const QString& id) {
    throw Error(ErrorKind::InvalidArgument, std::string("There is no ") + what + " \"" + key(id) + "\".");
}

QString freeNameBeside(const QString& wish, const QStringList& taken) {
    QString name = wish.trimmed();
    for (QChar& c : name)
        if (!isToolName(QString(c)))
            c = u'_';
    name = name.isEmpty() ? QStringLiteral("tool") : name.left(64);
    QString free = name;
    for (int i = 2; taken.contains(free); ++i) {
        const QString suffix = u'_' + QString::number(i);
        free = name.left(64 - suffix.size()) + suffix;
    }
    return free;
}

} // namespace hadal::tools
