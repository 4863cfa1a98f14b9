// What a person has chosen for the window.
#pragma once

#include <QObject>
#include <QRect>
#include <QSettings>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Kept in an INI file; each change is written at once. Values out of range are brought into it.
class Preferences : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the program.")
    Q_PROPERTY(Scheme scheme READ scheme WRITE setScheme NOTIFY schemeChanged)
    Q_PROPERTY(
        QString language READ language WRITE setLanguage NOTIFY languageChanged) ///< "en", "zh" or "zh_TW"
    Q_PROPERTY(double zoom READ zoom WRITE setZoom NOTIFY zoomChanged)           ///< 0.8 to 2
    Q_PROPERTY(
        int readingSize READ readingSize WRITE setReadingSize NOTIFY readingSizeChanged) ///< 14 to 22 px
    Q_PROPERTY(QString face READ face WRITE setFace NOTIFY faceChanged) ///< to read in; empty: Hadal's own
    Q_PROPERTY(QString codeFace READ codeFace WRITE setCodeFace NOTIFY faceChanged) ///< of code, as above
    Q_PROPERTY(int sidebarWidth READ sidebarWidth WRITE setSidebarWidth NOTIFY sidebarWidthChanged)
    Q_PROPERTY(bool sidebarShown READ sidebarShown WRITE setSidebarShown NOTIFY sidebarShownChanged)
    Q_PROPERTY(bool insideShown READ insideShown WRITE setInsideShown NOTIFY insideShownChanged)
    Q_PROPERTY(bool reduceMotion READ reduceMotion WRITE setReduceMotion NOTIFY reduceMotionChanged)
    Q_PROPERTY(
        QRect windowArea READ windowArea WRITE setWindowArea NOTIFY windowChanged) ///< empty: not known
    Q_PROPERTY(bool maximized READ maximized WRITE setMaximized NOTIFY windowChanged)
    Q_PROPERTY(QUrl folder READ folder CONSTANT) ///< where they and the chats are kept
    Q_PROPERTY(QString endpoint READ endpoint WRITE setEndpoint NOTIFY endpointChanged) ///< empty: none
    Q_PROPERTY(bool contrast READ contrast WRITE setContrast NOTIFY contrastChanged)    ///< high
    Q_PROPERTY(bool systemDark READ systemDark NOTIFY systemDarkChanged)
    Q_PROPERTY(bool dark READ dark NOTIFY darkChanged) ///< what follows from the scheme and the system

  public:
    enum Scheme { System, Light, Dark };
    Q_ENUM(Scheme)

    explicit Preferences(const QString& file, QObject* parent = nullptr);

    /// Holds for this run only, until it is changed: what the command line says. `name` as in the file.
    void override(const QString& name, const QVariant& value) { overrides_[name] = value; }

    Scheme scheme() const;
    QString language() const;
    double zoom() const;
    int readingSize() const;
    QString face() const;
    QString codeFace() const;
    int sidebarWidth() const;
    bool sidebarShown() const;
    bool insideShown() const;
    bool reduceMotion() const;
    QRect windowArea() const;
    bool maximized() const;
    QUrl folder() const;
    QString endpoint() const; ///< whose model answers
    bool contrast() const;
    bool systemDark() const { return systemDark_; }
    bool dark() const { return scheme() == Dark || (scheme() == System && systemDark_); }

    void setScheme(Scheme scheme);
    void setLanguage(const QString& language);
    void setZoom(double zoom);
    void setReadingSize(int size);
    void setFace(const QString& face);
    void setCodeFace(const QString& face);
    void setSidebarWidth(int width);
    void setSidebarShown(bool shown);
    void setInsideShown(bool shown);
    void setReduceMotion(bool reduce);
    void setWindowArea(const QRect& area);
    void setMaximized(bool maximized);
    void setEndpoint(const QString& endpoint);
    void setContrast(bool contrast);
    void setSystemDark(bool dark);

  signals:
    void schemeChanged();
    void languageChanged();
    void zoomChanged();
    void readingSizeChanged();
    void faceChanged();
    void sidebarWidthChanged();
    void sidebarShownChanged();
    void insideShownChanged();
    void reduceMotionChanged();
    void windowChanged();
    void endpointChanged();
    void contrastChanged();
    void systemDarkChanged();
    void darkChanged();

  private:
    QVariant value(const QString& name, const QVariant& otherwise = {}) const;
    void write(const QString& name, const QVariant& value);

    QSettings settings_;
    QVariantHash overrides_;
    bool systemDark_ = false;
};

} // namespace hadal::ui
