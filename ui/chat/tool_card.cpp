#include "ui/chat/tool_card.h"

#include <QDir>
#include <QFileInfo>

namespace hadal::ui {

using approval::Constraint;
using toolloop::Phase;

ToolCard::ToolCard(toolloop::ToolLoop* loop, const QString& message, bool canAlways, Scope scope,
                   QObject* parent)
    : QObject(parent), loop_(loop), message_(message), tool_(job()->tool), sandbox_(job()->sandbox),
      reason_(job()->reason), form_(new ArgumentForm(this)), canAlways_(canAlways), scope_(scope) {
    form_->setSchema(tool_.parameters);
    form_->setValue(job()->arguments);
    tick_.setInterval(1000);
    connect(&tick_, &QTimer::timeout, this, &ToolCard::ticked);
    // Where the arguments change, the permissions that are offered do.
    connect(form_, &ArgumentForm::edited, this, &ToolCard::chosen);
    // What a tool that changes things may do later is offered narrowly first.
    const bool wide = tool_.effect == tools::Effect::Reads || scope != Once;
    limit_ = wide ? int(constraints().size()) - 1 : 0;
    follow();
}

ToolCard::State ToolCard::state() const {
    const auto* now = job();
    if (!now || now->record.phase == Phase::Ended)
        return Ended;
    if (now->record.phase == Phase::Held)
        return Held;
    if (!now->question.isEmpty())
        return Asking;
    return now->record.phase == Phase::Running ? Running : Waiting;
}

QString ToolCard::note() const {
    switch (reason_) {
    case approval::Reason::Interrupted:
        return tr("It was running when the program ended. It may have done part of its work.");
    case approval::Reason::Changed:
        return tr("The tool has been changed since you allowed it.");
    case approval::Reason::NotCovered:
        return tr("You allowed it with other arguments.");
    default:
        return {};
    }
}

QString ToolCard::question() const {
    return job() ? job()->question : QString();
}

QString ToolCard::tail() const {
    return job() ? job()->tail : QString();
}

void ToolCard::setScope(Scope scope) {
    if (scope == scope_ || (scope == Always && !canAlways_))
        return;
    scope_ = scope;
    emit chosen();
}

void ToolCard::setLimit(int limit) {
    if (limit == limit_)
        return;
    limit_ = limit;
    emit chosen();
}

QList<QList<Constraint>> ToolCard::constraints() const {
    const Json& now = form_->value();
    QList<QList<Constraint>> all;
    if (now.is_object() && !now.empty()) {
        QList<Constraint> same, within;
        for (const auto& [name, value] : now.items()) {
            const QString argument = QString::fromStdString(name);
            same += {Constraint::Is, argument, value};
            const QString path =
                value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
            const QString folder = QFileInfo(path).path();
            if (path.startsWith('/') && folder != "/") {
                const Constraint inside{Constraint::Within, argument, Json(folder.toStdString())};
                if (approval::holds(inside, now))
                    within += inside;
            }
        }
        all += same;
        if (!within.isEmpty())
            all += within;
    }
    all += QList<Constraint>();
    return all;
}

QStringList ToolCard::limits() const {
    QStringList words;
    for (const QList<Constraint>& each : constraints()) {
        if (each.isEmpty())
            words += tr("with any arguments");
        else if (each.first().kind == Constraint::Is)
            words += tr("with these arguments only");
        else {
            QStringList folders;
            for (const Constraint& within : each)
                folders += QString::fromStdString(within.value.get<std::string>());
            folders.removeDuplicates();
            words += tr("in %1").arg(folders.join(QStringLiteral(", ")));
        }
    }
    return words;
}

void ToolCard::run() {
    if (state() != Waiting || !form_->valid())
        return;
    if (scope_ == Never) {
        loop_->refuse(message_, words_, true);
        return;
    }
    const auto all = constraints();
    loop_->approve(message_, QString::fromStdString(print_python(form_->value())),
                   scope_ == Once   ? toolloop::Scope::Once
                   : scope_ == Chat ? toolloop::Scope::Chat
                                    : toolloop::Scope::Always,
                   all.value(std::clamp(limit_, 0, int(all.size()) - 1)));
}

void ToolCard::refuse() {
    if (state() == Waiting)
        loop_->refuse(message_, words_, scope_ == Never);
}

void ToolCard::answer() {
    if (state() == Asking)
        loop_->answer(message_, reply_);
}

void ToolCard::follow() {
    if (state() == Running && !since_.isValid()) {
        since_.start();
        tick_.start();
    }
    emit moved();
}

} // namespace hadal::ui
