// Leads a window as a person does, by the names that its controls have for assistive technology.
#pragma once

#include <QQuickItem>
#include <QQuickWindow>

namespace hadal::ui::test {

/// What cannot be done fails the test that is running: each step waits until it can be taken, however busy
/// the computer is. Pictures are taken where the environment names a folder for them, HADAL_PICTURES.
class Hand {
  public:
    explicit Hand(QQuickWindow* window) : window_(window) {}

    /// The nth visible item of this name, in reading order; null: there is none. "Chats > Tools" is the one
    /// inside of what is called "Chats".
    QQuickItem* find(const QString& name, int nth = 0) const;
    bool sees(const QString& name) const { return find(name) != nullptr; }
    /// The name of what has the keyboard focus.
    QString focused() const;

    /// Brings it into view and clicks in its middle.
    void press(const QString& name, int nth = 0);
    /// Clicks on it and types in place of what it holds.
    void fill(const QString& name, const QString& text, int nth = 0);
    /// Opens a menu of choices and takes one.
    void choose(const QString& name, const QString& choice, int nth = 0);
    void type(const QString& text);
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    /// A key of the window with Ctrl: those rest while a menu or sheet is there, if only fading.
    void shortcut(Qt::Key key);

    static constexpr int patience = 60'000; ///< ms; what has not come by then does not come

    void picture(const QString& name) const;

  private:
    QQuickItem* wait(const QString& name, int nth);
    void wake() const;
    void frame() const;
    bool inView(const QQuickItem* item, QPointF& middle) const;

    QQuickWindow* window_;
};

} // namespace hadal::ui::test
