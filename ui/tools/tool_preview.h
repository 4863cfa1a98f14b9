// What the model will see of a tool.
#pragma once

#include "app/host/model_host.h"
#include "app/tools/tool.h"

#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// The text that the model's prompt format makes of the tool, what it costs in every turn, and the item that
/// is sent to an endpoint.
class ToolPreview : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolDesk.")
    Q_PROPERTY(QString format READ format NOTIFY changed)   ///< of the model; empty: not known
    Q_PROPERTY(QString prompt READ prompt NOTIFY changed)   ///< empty: the format cannot tell of tools
    Q_PROPERTY(QString json READ json NOTIFY changed)       ///< the OpenAI item
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< why there is no prompt
    Q_PROPERTY(int tokens READ tokens NOTIFY counted)       ///< -1: not counted

  public:
    ToolPreview(host::ModelHost* host, QObject* parent);

    void show(const tools::Tool& tool);

    QString format() const { return format_; }
    QString prompt() const { return prompt_; }
    QString json() const { return json_; }
    QString problem() const { return problem_; }
    int tokens() const { return tokens_; }

  signals:
    void changed();
    void counted();

  private:
    void update();
    void count(const QString& text);

    host::ModelHost* host_;
    tools::Tool tool_;
    QString format_, prompt_, json_, problem_;
    QString countedText_;
    int tokens_ = -1;
};

} // namespace hadal::ui
