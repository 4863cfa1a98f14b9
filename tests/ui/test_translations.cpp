// Every text of the interface is translated.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

class TestTranslations : public QObject {
    Q_OBJECT

  private slots:
    void chineseIsComplete() {
        QFile file(QStringLiteral(HADAL_RESOURCES "/translations/hadal_zh.ts"));
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
            for (const char* place : {"%1", "%2", "%L1", "%L2", "%n", "%Ln"})
                QVERIFY2(source.contains(place) == text.contains(place), qPrintable(source));
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(messages > 100);
    }

    /// The Chinese file knows every text that the QML asks for.
    void everyTextIsInTheFile() {
        QFile file(QStringLiteral(HADAL_RESOURCES "/translations/hadal_zh.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString known = QString::fromUtf8(file.readAll());
        const QRegularExpression call(QStringLiteral("qsTr\\(\"((?:[^\"\\\\]|\\\\.)*)\""));
        int texts = 0;
        QDirIterator qml(QStringLiteral(HADAL_RESOURCES "/../ui"), {"*.qml"}, QDir::Files,
                         QDirIterator::Subdirectories);
        while (qml.hasNext()) {
            QFile source(qml.next());
            QVERIFY(source.open(QIODevice::ReadOnly));
            for (auto matches = call.globalMatch(QString::fromUtf8(source.readAll())); matches.hasNext();
                 ++texts) {
                const QString text = matches.next().captured(1).toHtmlEscaped();
                QVERIFY2(known.contains("<source>" + text + "</source>"),
                         qPrintable(qml.filePath() + ": " + text));
            }
        }
        QVERIFY(texts > 100);
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "test_translations.moc"
