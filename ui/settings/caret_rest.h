// A caret that does not blink for ever.
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

namespace hadal::ui {

/// Each blink is a frame. Where nobody has pressed anything for a while the caret stays on, and the window
/// draws nothing; the next key or click lets it blink again. For as long as this object lives.
class CaretRest : public QObject {
    Q_OBJECT

  public:
    explicit CaretRest(std::chrono::milliseconds after = std::chrono::seconds(10), QObject* parent = nullptr);
    ~CaretRest() override;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    int flash_; ///< as the desktop has it, milliseconds
    QTimer timer_;
};

} // namespace hadal::ui
