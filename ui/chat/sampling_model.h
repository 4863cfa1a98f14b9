// How the next token is chosen, as a list of numbers to set.
#pragma once

#include "engine/runtime/request.h"

#include <QAbstractListModel>
#include <QJsonObject>
#include <QtQml/qqmlregistration.h>

#include <map>

namespace hadal::ui {

/// One row a number. A number that the person has not set follows what the model recommends.
class SamplingModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ChatSettings.")

  public:
    enum Field {
        Temperature,
        TopP,
        TopK,
        MinP,
        RepetitionPenalty,
        PresencePenalty,
        FrequencyPenalty,
        MaxTokens,
        Seed
    };
    Q_ENUM(Field)

    enum Role {
        FieldRole = Qt::UserRole + 1, ///< Field
        ValueRole,                    ///< double
        OwnRole,                      ///< it was set by the person
        MinimumRole,
        MaximumRole,
        StepRole,
        DecimalsRole,
    };

    SamplingModel(const runtime::Sampling& recommended, QObject* parent);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void setRecommended(const runtime::Sampling& recommended);
    /// Brought into the range of the field.
    Q_INVOKABLE void set(int field, double value);
    /// Follows the model again.
    Q_INVOKABLE void reset(int field);

    /// The numbers that were set, by the names of the API ("temperature", "top_p", …).
    QJsonObject json() const;
    void load(const QJsonObject& numbers);
    /// What a request gets.
    runtime::Sampling sampling() const;

  signals:
    void changed();

  private:
    double recommended(Field field) const;

    runtime::Sampling recommended_;
    std::map<int, double> own_;
};

} // namespace hadal::ui
