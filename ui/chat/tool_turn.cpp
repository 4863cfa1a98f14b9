#include "ui/chat/tool_turn.h"

#include "app/host/model_host.h"

#include <QQmlEngine>

namespace hadal::ui {

using toolloop::ToolLoop;

ToolTurn::ToolTurn(const ToolServices& services, ChatSettings* settings, host::ModelHost* host,
                   QObject* parent)
    : QObject(parent), services_(services), settings_(settings),
      choices_(new ToolChoices(services.shelf, settings, this)) {
    connect(choices_, &ToolChoices::changed, this, &ToolTurn::itemsChanged);
    connect(settings_, &ChatSettings::changed, this, &ToolTurn::rulesChanged);
    if (!services_.complete())
        return;
    toolloop::Surroundings surroundings;
    surroundings.runner = services_.runner;
    surroundings.offered = [this] { return choices_->offeredTools(); };
    surroundings.policy = [this] { return services_.rules->policyWith(settings_->rules()); };
    // A quarter of the context for one result, three characters a token.
    surroundings.resultCharacters = [host] { return qsizetype(host->contextLength() / 4 * 3); };
    loop_ = new ToolLoop(surroundings, this);
    connect(services_.rules, &approval::RuleBook::changed, this, &ToolTurn::rulesChanged);
    loop_->setLimit(settings_->toolLimit());
    connect(settings_, &ChatSettings::changed, this, [this] { loop_->setLimit(settings_->toolLimit()); });
    connect(loop_, &ToolLoop::moved, this, &ToolTurn::follow);
    connect(loop_, &ToolLoop::allowed, this, [this](const approval::Rule& rule, bool always) {
        if (always)
            services_.rules->add(rule);
        else
            settings_->setRules(approval::with(settings_->rules(), rule));
    });
}

ToolTurn::~ToolTurn() {
    if (loop_)
        loop_->disconnect(this);
}

QString ToolTurn::pauseText() const {
    if (!paused())
        return {};
    switch (loop_->pause()) {
    case ToolLoop::Limit:
        return tr("%Ln calls of tools in this turn. Those that were asked for last have not run.", "",
                  loop_->calls());
    case ToolLoop::Repetition:
        return tr("%1 was called %Ln times with the same arguments and gave the same result each time.", "",
                  ToolLoop::repetitions)
            .arg(loop_->repeated());
    case ToolLoop::Unfinished:
    case ToolLoop::NotPaused:
        break;
    }
    return tr("This turn was left off before its end. What was done is kept.");
}

bool ToolTurn::canAnswerNow() const {
    return paused() && loop_->pause() != ToolLoop::NotPaused;
}

Json ToolTurn::items() const {
    const QList<tools::Tool> offered = available() ? choices_->offeredTools() : QList<tools::Tool>();
    if (offered.isEmpty())
        return nullptr;
    Json items = Json::array();
    for (const tools::Tool& tool : offered)
        items.push_back(tools::openAiItem(tool));
    return items;
}

ToolCard* ToolTurn::card(const QString& message) {
    const ToolLoop::Job* job = loop_ ? loop_->job(message) : nullptr;
    if (!job || job->tool.id.isEmpty() ||
        (job->record.phase != toolloop::Phase::Waiting && job->record.phase != toolloop::Phase::Running))
        return nullptr;
    ToolCard*& card = cards_[message];
    if (!card) {
        card = new ToolCard(loop_, message, !services_.rules->locked(),
                            services_.rules->onceAChat(job->tool.id) ? ToolCard::Chat : ToolCard::Once, this);
        QQmlEngine::setObjectOwnership(card, QQmlEngine::CppOwnership);
    }
    return card;
}

void ToolTurn::follow(const QString& message) {
    QList<ToolCard*> over;
    for (auto card = cards_.begin(); card != cards_.end();) {
        const ToolLoop::Job* job = loop_->job(card.key());
        if (job && job->record.phase != toolloop::Phase::Ended) {
            (*card)->follow();
            ++card;
            continue;
        }
        over += *card;
        card = cards_.erase(card);
    }
    emit callMoved(message);
    emit moved();
    for (ToolCard* card : over) // after what showed it
        card->deleteLater();
}

QString ToolTurn::firstWaiting() const {
    if (loop_)
        for (const ToolLoop::Job& job : loop_->jobs())
            if (job.record.phase == toolloop::Phase::Waiting || !job.question.isEmpty())
                return job.message.id;
    return {};
}

void ToolTurn::goOn() {
    if (loop_)
        loop_->goOn();
}

void ToolTurn::answerNow() {
    if (loop_)
        loop_->answerNow();
}

void ToolTurn::setLocked(bool locked) {
    if (services_.rules)
        services_.rules->setLocked(locked);
}

void ToolTurn::setReadsUnasked(bool unasked) {
    if (services_.rules)
        services_.rules->setReadsUnasked(unasked);
}

void ToolTurn::forgetRules() {
    settings_->setRules({});
    if (services_.rules)
        services_.rules->clear();
}

} // namespace hadal::ui
