// Where secrets are kept: one value a name.
#pragma once

#include <QFuture>
#include <QMap>
#include <QString>

namespace hadal::secrets {

/// What became of a request.
struct Answer {
    enum Kind {
        Done,
        Unknown,   ///< nothing is kept under this name
        NoKeyring, ///< no keyring answers on this computer
        Refused,   ///< the person, or the keyring for them, said no
        Failed,    ///< the request itself cannot be: a name or value that is not one
    } kind = Done;
    QString value;   ///< of read()
    QString problem; ///< what happened and what to do, where not Done; never holds a value
};

/// Used on the interface thread; no call blocks. Futures end on that thread, and always end.
class Keyring {
  public:
    virtual ~Keyring() = default;

    virtual QFuture<Answer> read(const QString& name) = 0;
    /// Replaces what was kept under the name.
    virtual QFuture<Answer> write(const QString& name, const QString& value) = 0;
    virtual QFuture<Answer> remove(const QString& name) = 0;
};

/// The keyring of the desktop: Secret Service (GNOME) or KWallet, by way of QtKeychain.
class SystemKeyring : public Keyring {
  public:
    QFuture<Answer> read(const QString& name) override;
    QFuture<Answer> write(const QString& name, const QString& value) override;
    QFuture<Answer> remove(const QString& name) override;
};

/// Keeps secrets in memory; for tests, which may also take the keyring away.
class MemoryKeyring : public Keyring {
  public:
    QFuture<Answer> read(const QString& name) override;
    QFuture<Answer> write(const QString& name, const QString& value) override;
    QFuture<Answer> remove(const QString& name) override;

    QMap<QString, QString> values;
    bool missing = false; ///< answers as a computer without a keyring does
};

/// A future that has ended.
QFuture<Answer> answered(const Answer& answer);

} // namespace hadal::secrets
