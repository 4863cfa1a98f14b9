// Every text of the interface is translated.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

#include "ui/chat/engine_message.h"

class TestTranslations : public QObject {
    Q_OBJECT

  private slots:
    void chineseIsComplete_data() {
        QTest::addColumn<QString>("language");
        QTest::newRow("simplified") << "zh";
        QTest::newRow("traditional") << "zh_TW";
    }
    void chineseIsComplete() {
        QFETCH(QString, language);
        QFile file(QStringLiteral(HADAL_RESOURCES "/translations/hadal_%1.ts").arg(language));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        QXmlStreamReader xml(&file);
        int messages = 0;
        QString source;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == u"source")
                source = xml.readElementText();
            if (xml.name() != u"translation")
                continue;
            ++messages;
            QVERIFY2(!xml.attributes().hasAttribute("type"), qPrintable(source));
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            QVERIFY2(!text.isEmpty(), qPrintable(source));
            for (const char* place : {"%1", "%2", "%3", "%4", "%L1", "%L2", "%n", "%Ln"})
                QVERIFY2(source.contains(place) == text.contains(place), qPrintable(source));
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(messages > 100);
    }

    /// The Chinese file knows every text that the QML asks for, under the file that asks.
    void everyTextIsInTheFile_data() { chineseIsComplete_data(); }
    void everyTextIsInTheFile() {
        QFETCH(QString, language);
        QFile file(QStringLiteral(HADAL_RESOURCES "/translations/hadal_%1.ts").arg(language));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QHash<QString, QStringList> known;
        QString context;
        for (QXmlStreamReader xml(&file); !xml.atEnd();) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == u"name")
                context = xml.readElementText();
            else if (xml.name() == u"source")
                known[context] += xml.readElementText();
        }
        const QRegularExpression call(QStringLiteral("qsTr\\(\"((?:[^\"\\\\]|\\\\.)*)\""));
        int texts = 0;
        QDirIterator qml(QStringLiteral(HADAL_RESOURCES "/../ui"), {"*.qml"}, QDir::Files,
                         QDirIterator::Subdirectories);
        while (qml.hasNext()) {
            QFile source(qml.next());
            QVERIFY(source.open(QIODevice::ReadOnly));
            for (auto matches = call.globalMatch(QString::fromUtf8(source.readAll())); matches.hasNext();
                 ++texts) {
                const QString text = matches.next().captured(1);
                QVERIFY2(known[qml.fileInfo().completeBaseName()].contains(text),
                         qPrintable(qml.filePath() + ": " + text));
            }
        }
        QVERIFY(texts > 100);
    }

    /// What the engine, the host and the store are known to say is still what they say.
    void theSentencesOfTheEngineAreInItsSources() {
        QString sources;
        for (const char* folder : {"app", "engine"}) {
            QDirIterator files(QStringLiteral(HADAL_RESOURCES "/../") + folder, {"*.cpp"}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile source(files.next());
                QVERIFY(source.open(QIODevice::ReadOnly));
                sources += QString::fromUtf8(source.readAll());
            }
        }
        // Literals that follow one another are one; what stands between two pieces is a number or a name.
        sources.replace(QRegularExpression("\"\\s*\""), "");
        for (const QString& sentence : hadal::ui::EngineMessage::sentences())
            for (const QString& piece : sentence.split(QRegularExpression("%\\d"), Qt::SkipEmptyParts))
                if (piece.trimmed().size() > 3)
                    QVERIFY2(sources.contains(piece.trimmed()), qPrintable(sentence + " | " + piece));
    }

    void engineSentencesAreTranslatedWithTheirNumbers() {
        QTranslator chinese;
        QVERIFY(chinese.load(QStringLiteral(HADAL_TRANSLATIONS "/hadal_zh.qm")));
        QCoreApplication::installTranslator(&chinese);
        QCOMPARE(
            hadal::ui::EngineMessage::translated(
                "The prompt has 5000 tokens, but the context holds 4096, the answer included. Shorten the "
                "conversation, begin a new one, or load the model with a longer context (it can attend to "
                "8192 "
                "tokens)."),
            QStringLiteral(
                u"提示共 5000 个词元，而上下文连同回答只能容纳 4096 个。请缩短对话、新建对话，或以更长的"
                u"上下文载入模型（最长 8192 个词元）。"));
        QCOMPARE(hadal::ui::EngineMessage::translated("Something unheard of."), "Something unheard of.");
        QCoreApplication::removeTranslator(&chinese);
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "test_translations.moc"
