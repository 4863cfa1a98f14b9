#include "tests/ui/hand.h"

#include <QAccessible>
#include <QDir>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

#include <utility>

namespace hadal::ui::test {

namespace {

/// In reading order, those that are not shown left out.
void collect(QAccessibleInterface* from, const QString& name, QList<QQuickItem*>& into) {
    if (!from || from->state().invisible)
        return;
    auto* item = qobject_cast<QQuickItem*>(from->object());
    if (item && item->isVisible() && from->text(QAccessible::Name) == name)
        into += item;
    for (int i = 0; i < from->childCount(); ++i)
        collect(from->child(i), name, into);
}

void list(QAccessibleInterface* from, int depth) {
    if (!from || from->state().invisible)
        return;
    qInfo("%*s%d %s", depth, "", int(from->role()), qPrintable(from->text(QAccessible::Name)));
    for (int i = 0; i < from->childCount(); ++i)
        list(from->child(i), depth + 1);
}

} // namespace

QQuickItem* Hand::find(const QString& name, int nth) const {
    QAccessible::setActive(true);
    QList<QAccessibleInterface*> inside = {QAccessible::queryAccessibleInterface(window_)};
    QList<QQuickItem*> found;
    for (const QString& step : name.split(" > ")) {
        found.clear();
        for (QAccessibleInterface* each : inside)
            collect(each, step, found);
        inside.clear();
        for (QQuickItem* item : found)
            inside += QAccessible::queryAccessibleInterface(item);
    }
    return found.value(nth);
}

QString Hand::focused() const {
    QAccessibleInterface* focus = QAccessible::queryAccessibleInterface(window_->activeFocusItem());
    return focus ? focus->text(QAccessible::Name) : QString();
}

QQuickItem* Hand::wait(const QString& name, int nth) {
    if (QTest::currentTestFailed()) // one is enough to know of
        return nullptr;
    const bool there = QTest::qWaitFor([&] { return find(name, nth) != nullptr; }, patience);
    if (!there && qEnvironmentVariableIsSet("HADAL_HAND"))
        list(QAccessible::queryAccessibleInterface(window_), 0);
    if (!there)
        QTest::qFail(qPrintable("There is no \"" + name + "\"; the focus is in \"" + focused() + "\"."),
                     __FILE__, __LINE__);
    return find(name, nth);
}

/// Whether its middle can be clicked: it is inside the window and inside everything that clips it.
bool Hand::inView(const QQuickItem* item, QPointF& middle) const {
    middle = item->mapToScene({item->width() / 2, item->height() / 2});
    if (!QRectF(QPointF(), window_->size()).contains(middle))
        return false;
    for (const QQuickItem* above = item->parentItem(); above; above = above->parentItem())
        if (above->clip() && !above->contains(above->mapFromScene(middle)))
            return false;
    return true;
}

/// A window manager that comes late, or another window, may have taken the focus away: keys would go nowhere.
void Hand::wake() const {
    if (window_->isActive())
        return;
    window_->requestActivate();
    if (!QTest::qWaitForWindowActive(window_, patience))
        QTest::qFail("The window does not become active.", __FILE__, __LINE__);
}

/// Until the window has laid out and drawn what has changed.
void Hand::frame() const {
    QSignalSpy drawn(window_, &QQuickWindow::frameSwapped);
    window_->update();
    if (!drawn.wait(patience))
        QTest::qFail("The window draws nothing.", __FILE__, __LINE__);
}

void Hand::press(const QString& name, int nth) {
    if (!wait(name, nth))
        return;
    wake();
    // It is clicked on where it stays: what was done before may still move it.
    QQuickItem* item = nullptr;
    QPointF middle, before(-1, -1);
    bool brought = false;
    const bool still = QTest::qWaitFor(
        [&] {
            frame();
            item = find(name, nth);
            if (!item)
                return false;
            const bool seen = inView(item, middle);
            if (!seen && !std::exchange(brought, true)) // pages bring into view what gets the focus
                item->forceActiveFocus(Qt::TabFocusReason);
            return std::exchange(before, middle) == middle && seen;
        },
        patience);
    if (!still)
        return QTest::qFail(qPrintable("\"" + name + "\" cannot be brought into view."), __FILE__, __LINE__);
    if (qEnvironmentVariableIsSet("HADAL_HAND"))
        qInfo("press %s (%s) at %g, %g", qPrintable(name), item->metaObject()->className(), middle.x(),
              middle.y());
    QTest::mouseClick(window_, Qt::LeftButton, {}, middle.toPoint());
    QCoreApplication::processEvents();
}

void Hand::fill(const QString& name, const QString& text, int nth) {
    press(name, nth);
    key(Qt::Key_A, Qt::ControlModifier);
    type(text);
}

void Hand::choose(const QString& name, const QString& choice, int nth) {
    press(name, nth);
    const QPointer<QQuickItem> row = wait(choice, 0);
    press(choice);
    // While the menu fades away it takes what is clicked beside it.
    if (!QTest::qWaitFor([&] { return !row || !row->isVisible(); }, patience))
        QTest::qFail(qPrintable("The menu of \"" + name + "\" stays open."), __FILE__, __LINE__);
}

void Hand::type(const QString& text) {
    wake();
    for (const QChar letter : text) {
        // Letters that no keyboard has come as an input method gives them.
        QKeyEvent down(QEvent::KeyPress, letter.toUpper().unicode(), Qt::NoModifier, QString(letter));
        QKeyEvent up(QEvent::KeyRelease, letter.toUpper().unicode(), Qt::NoModifier, QString(letter));
        QCoreApplication::sendEvent(window_, &down);
        QCoreApplication::sendEvent(window_, &up);
    }
    QCoreApplication::processEvents();
}

void Hand::key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    wake();
    QTest::keyClick(window_, key, modifiers);
}

void Hand::shortcut(Qt::Key key) {
    const auto nothingOver = [this] {
        const auto items = window_->contentItem()->childItems();
        return std::none_of(items.begin(), items.end(), [](const QQuickItem* item) {
            return item->inherits("QQuickOverlay") && item->isVisible();
        });
    };
    if (!QTest::qWaitFor(nothingOver, patience))
        return QTest::qFail("A menu or sheet stays open.", __FILE__, __LINE__);
    this->key(key, Qt::ControlModifier);
}

void Hand::picture(const QString& name) const {
    const QString folder = qEnvironmentVariable("HADAL_PICTURES");
    if (folder.isEmpty())
        return;
    QTest::qWait(400); // fades, and what comes a moment later
    QDir().mkpath(folder);
    QVERIFY2(window_->grabWindow().save(folder + "/" + name + ".png"), qPrintable(name));
}

} // namespace hadal::ui::test
