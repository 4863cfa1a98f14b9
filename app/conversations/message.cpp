#include "app/conversations/message.h"

#include <QUuid>

namespace hadal::conversations {

QString newId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace hadal::conversations
