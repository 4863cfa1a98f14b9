// The person's named secrets: API keys, tokens, passwords.
#pragma once

#include "app/base/json_file.h"
#include "app/secrets/keyring.h"
#include "app/secrets/redactor.h"

#include <QHash>
#include <QMap>
#include <QObject>
#include <QStringList>

#include <memory>

namespace hadal::secrets {

/// Values live in the keyring, or, where the person chose so, in this object until the program ends. What is
/// written to disk is the list of names: keyrings have no common way to be asked for theirs. Lives on the
/// interface thread; no call blocks.
class Secrets : public QObject {
    Q_OBJECT

  public:
    enum Keep { InKeyring, ThisSession };

    /// `folder` is the data folder; the names are kept in its `secrets.json`.
    Secrets(std::shared_ptr<Keyring> keyring, const QString& folder, QObject* parent = nullptr);

    /// All names, in the order of the alphabet.
    QStringList names() const;
    /// Whether the value will be gone when the program ends.
    bool isForThisSession(const QString& name) const { return session_.contains(name); }

    /// Keeps or replaces a secret. A keyring that does not answer is said, and nothing is kept: whether to
    /// keep it for the session is the person's choice.
    QFuture<Answer> keep(const QString& name, const QString& value, Keep where = InKeyring);
    QFuture<Answer> remove(const QString& name);

    /// Values of all `names`, from the session first.
    struct Values {
        QMap<QString, QString> values;
        QString problem; ///< what the first one that is missing needs; empty: all are there
    };
    QFuture<Values> values(const QStringList& names);

    /// Knows every value that was kept or read since the program began, those removed included.
    const Redactor& redactor() const { return redactor_; }

    /// What is wrong with a name or a value; empty for nothing.
    static QString nameProblem(const QString& name);
    static QString valueProblem(const QString& value);

  signals:
    void namesChanged();

  private:
    void addName(const QString& name);
    void removeName(const QString& name);
    void save();

    std::shared_ptr<Keyring> keyring_;
    JsonFile file_;
    QStringList names_;               // those in the keyring
    QHash<QString, QString> session_; // never written anywhere
    Redactor redactor_;
};

/// The names that stand as {{secret:NAME}} in `text`, each once.
QStringList secretNames(const QString& text);
/// `text` with each {{secret:NAME}} replaced by its value; one whose name is not in `values` stays as it is.
QString filled(const QString& text, const QMap<QString, QString>& values);

} // namespace hadal::secrets
