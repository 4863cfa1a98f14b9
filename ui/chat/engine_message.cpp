#include "ui/chat/engine_message.h"

#include "ui/chat/endpoint_sentences.h"

#include <QCoreApplication>
#include <QEvent>
#include <QRegularExpression>

namespace hadal::ui {
namespace {

struct Sentence {
    const char* english;
    QRegularExpression pattern;
};

QRegularExpression patternOf(const char* english) {
    QString pattern = QRegularExpression::escape(QString::fromUtf8(english));
    pattern.replace(QRegularExpression("\\\\%\\d"), "(.*)");
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern),
                              QRegularExpression::DotMatchesEverythingOption);
}

/// A test holds these against the sources that say them.
const std::vector<Sentence>& known() {
    static const std::vector<Sentence> all = [] {
        std::vector<Sentence> sentences;
        for (const char* english : {
                 QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "No model is loaded. Choose a model first."),
                 QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "Loading the model was stopped."),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "The model was not loaded: there is not enough memory. Choose a smaller context or "
                     "close other programs."),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "There is not enough memory for this request. Close other programs, or load the "
                     "model with a shorter context."),
                 QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "The engine failed unexpectedly: %1"),
                 QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "The engine broke off: %1"),
                 QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                                   "The engine ended without an answer. Ask again, or reload the model."),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "The prompt has %1 tokens, but the context holds %2, the answer included. Shorten "
                     "the conversation, begin a new one, or load the model with a longer context (it "
                     "can attend to %3 tokens)."),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "An answer that calls tools cannot be continued. Ask for the answer again."),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "The built-in model is missing. Install Hadal again, or choose a model folder. It "
                     "was looked for in:%1"),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "%1 has no config.json, so it is not a model folder. Choose the folder that has it."),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "This message is damaged in the database; its text is shown as far as it can be "
                     "read."),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "The conversations in %1 could not be read or saved: %2. Check that the disk has "
                     "room and the folder can be written to."),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "Process %1 (%2) is using the conversations in %3. Close it, or choose another "
                     "folder with HADAL_DATA_DIR."),
                 QT_TRANSLATE_NOOP(
                     "hadal::ui::EngineMessage",
                     "The conversations in %1 have version %2, and this program knows versions up to "
                     "%3. Use the newer program that wrote them; nothing was changed."),
             })
            sentences.push_back({english, patternOf(english)});
        for (const char* english : endpointSentences())
            sentences.push_back({english, patternOf(english)});
        return sentences;
    }();
    return all;
}

} // namespace

EngineMessage::EngineMessage(QObject* parent) : QObject(parent) {
    QCoreApplication::instance()->installEventFilter(this);
}

void EngineMessage::setRaw(const QString& raw) {
    if (raw == raw_)
        return;
    raw_ = raw;
    emit changed();
}

QString EngineMessage::translated(const QString& raw) {
    if (raw.isEmpty())
        return raw;
    for (const Sentence& sentence : known()) {
        const auto match = sentence.pattern.match(raw);
        if (!match.hasMatch())
            continue;
        QString text = QCoreApplication::translate("hadal::ui::EngineMessage", sentence.english);
        for (int i = match.lastCapturedIndex(); i >= 1; --i)
            text.replace(QString("%%1").arg(i), translated(match.captured(i)));
        return text;
    }
    return raw;
}

QStringList EngineMessage::sentences() {
    QStringList all;
    for (const Sentence& sentence : known())
        all += QString::fromUtf8(sentence.english);
    return all;
}

bool EngineMessage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == QCoreApplication::instance() && event->type() == QEvent::LanguageChange)
        emit changed();
    return QObject::eventFilter(watched, event);
}

} // namespace hadal::ui
