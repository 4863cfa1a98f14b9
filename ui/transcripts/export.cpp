#include "ui/transcripts/export.h"

#include "app/transcripts/json.h"
#include "app/transcripts/markdown.h"
#include "kernels/error.h"
#include "ui/transcripts/html.h"
#include "ui/transcripts/pdf.h"

#include <QBuffer>
#include <QDir>
#include <QJsonDocument>
#include <QSaveFile>
#include <QSet>

namespace hadal::ui {

using transcripts::Transcript;

QByteArray bytesOf(Format format, const Transcript& transcript, const transcripts::Choice& choice,
                   const transcripts::Words& words) {
    switch (format) {
    case Format::Markdown:
        return transcripts::toMarkdown(transcript, choice, words).toUtf8();
    case Format::Html:
        return toHtmlPage(transcript, choice, words).toUtf8();
    case Format::Pdf: {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        writePdf(buffer, transcript, choice, words);
        return buffer.data();
    }
    case Format::Json:
        break;
    }
    return QJsonDocument(transcripts::toJson({transcript})).toJson();
}

namespace {

void write(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw Error(ErrorKind::InvalidFile, "\"" + path.toStdString() + "\" cannot be written: " +
                                                file.errorString().toStdString() + ".");
}

} // namespace

QString nameOf(Format format) {
    static const char* const names[] = {"md", "json", "html", "pdf"};
    return QLatin1String(names[int(format)]);
}

QStringList exportTo(const QString& path, Format format, const QList<Transcript>& all,
                     const transcripts::Choice& choice, const transcripts::Words& words,
                     const transcripts::Step& step) {
    if (format == Format::Json) {
        write(path, QJsonDocument(transcripts::toJson(all)).toJson());
        return {path};
    }
    if (all.size() == 1) {
        write(path, bytesOf(format, all.first(), choice, words));
        return {path};
    }
    if (!QDir().mkpath(path))
        throw Error(ErrorKind::InvalidFile, "The folder \"" + path.toStdString() + "\" cannot be made.");
    QStringList files;
    QSet<QString> taken;
    for (const Transcript& transcript : all) {
        if (step && !step(int(files.size())))
            throw Error(ErrorKind::Cancelled,
                        QStringLiteral("Stopped after %1 files.").arg(files.size()).toStdString());
        const QString name = transcripts::fileName(transcript.conversation);
        QString free = name;
        for (int copy = 2; taken.contains(free.toLower()); ++copy)
            free = QStringLiteral("%1 (%2)").arg(name).arg(copy);
        taken.insert(free.toLower());
        files += path + '/' + free + '.' + nameOf(format);
        write(files.last(), bytesOf(format, transcript, choice, words));
    }
    return files;
}

} // namespace hadal::ui
