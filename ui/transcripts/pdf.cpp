#include "ui/transcripts/pdf.h"

#include "kernels/error.h"
#include "ui/transcripts/glyph_names.h"
#include "ui/transcripts/paper.h"
#include "ui/transcripts/typesetter.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

namespace hadal::ui {
namespace {

constexpr int kDpi = 96;
constexpr qreal kMargin = 64; // pixels at kDpi
constexpr qreal kFoot = 24;

/// All that the pages of a conversation show.
QString textOf(const QString& title, const QList<transcripts::Passage>& passages) {
    QString all = title;
    for (const transcripts::Passage& each : passages)
        all += each.heading + each.metadata + each.text;
    return all;
}

/// A conversation set for pages of a size in pixels at kDpi.
class Pages {
  public:
    Pages(const transcripts::Transcript& transcript, const transcripts::Choice& choice,
          const transcripts::Words& words, const QSizeF& size, QPaintDevice* device)
        : passages_(passages(transcript, choice, words)),
          standIns_(textOf(transcript.conversation.title, passages_)), typesetter_(document_, standIns_),
          size_(size.width() - 2 * kMargin, size.height() - 2 * kMargin - kFoot) {
        document_.documentLayout()->setPaintDevice(device);
        document_.setPageSize(size_);
        typesetter_.title(transcript.conversation.title);
        for (const transcripts::Passage& passage : passages_)
            typesetter_.passage(passage);
        typesetter_.finish();
    }

    int count() const { return document_.pageCount(); }
    const StandIns& standIns() const { return standIns_; }
    void draw(QPainter& painter, int number) const {
        painter.save();
        painter.translate(kMargin, kMargin - number * size_.height());
        QAbstractTextDocumentLayout::PaintContext context;
        const QRectF shown(0, number * size_.height(), size_.width(), size_.height());
        painter.setClipRect(shown);
        context.clip = shown.adjusted(0, 1, 0, -1); // a line that ends at the edge is on one page only
        document_.documentLayout()->draw(&painter, context);
        painter.restore();
        painter.setFont(textFont(10));
        painter.setPen(kText2);
        painter.drawText(QRectF(kMargin, kMargin + size_.height() + kFoot / 2, size_.width(), kFoot),
                         Qt::AlignHCenter, QStringLiteral("%1 / %2").arg(number + 1).arg(count()));
    }

  private:
    QList<transcripts::Passage> passages_;
    StandIns standIns_;
    QTextDocument document_;
    Typesetter typesetter_;
    QSizeF size_;
};

} // namespace

void writePdf(QIODevice& device, const transcripts::Transcript& transcript, const transcripts::Choice& choice,
              const transcripts::Words& words) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(kDpi);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins({});
    writer.setTitle(transcript.conversation.title);
    writer.setCreator("Hadal");
    const Pages pages(transcript, choice, words, QSizeF(writer.width(), writer.height()), &writer);
    QPainter painter;
    if (!painter.begin(&writer))
        throw Error(ErrorKind::InvalidFile,
                    "The PDF cannot be written: " + device.errorString().toStdString() + ".");
    for (int number = 0; number < pages.count(); ++number) {
        if (number > 0)
            writer.newPage();
        pages.draw(painter, number);
    }
    painter.end();
    const QByteArray file = pages.standIns().named(buffer.data());
    if (device.write(file) != file.size())
        throw Error(ErrorKind::InvalidFile,
                    "The PDF cannot be written: " + device.errorString().toStdString() + ".");
}

QImage firstPage(const transcripts::Transcript& transcript, const transcripts::Choice& choice,
                 const transcripts::Words& words, int width) {
    const QSize size = QPageSize(QPageSize::A4).sizePixels(kDpi);
    QImage image(width, width * size.height() / size.width(), QImage::Format_RGB32);
    image.setDotsPerMeterX(qRound(kDpi / 0.0254));
    image.setDotsPerMeterY(qRound(kDpi / 0.0254));
    image.fill(Qt::white);
    const Pages pages(transcript, choice, words, size, &image);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.scale(qreal(width) / size.width(), qreal(width) / size.width());
    pages.draw(painter, 0);
    return image;
}

} // namespace hadal::ui
