#include "ui/settings/language.h"

#include <QCoreApplication>
#include <QLocale>

namespace hadal::ui {

void Language::use(const QString& language) {
    QCoreApplication::removeTranslator(&translator_);
    if (!translator_.load(":/translations/hadal_" + language + ".qm"))
        qWarning("The translation \"%s\" is missing.", qPrintable(language));
    QCoreApplication::installTranslator(&translator_);
    QLocale::setDefault(language == "zh"      ? QLocale(QLocale::Chinese, QLocale::China)
                        : language == "zh_TW" ? QLocale(QLocale::Chinese, QLocale::Taiwan)
                                              : QLocale(QLocale::English, QLocale::UnitedStates));
    emit changed();
}

} // namespace hadal::ui
