#include "ui/schema/schema_check.h"

#include "app/base/when_done.h"

namespace hadal::ui {

static_assert(int(SchemaCheck::Unknown) == int(schemas::CheckReport::Stopped));

SchemaCheck::SchemaCheck(QObject* parent) : QObject(parent) {
    delay_.setSingleShot(true);
    delay_.setInterval(150);
    connect(&delay_, &QTimer::timeout, this, &SchemaCheck::run);
}

SchemaCheck::~SchemaCheck() {
    stop_.request_stop();
}

QString SchemaCheck::pointerAt(int index) const {
    return index < 0 || index >= count() ? QString()
                                         : QString::fromStdString(report_.findings[size_t(index)].pointer);
}

QString SchemaCheck::keywordAt(int index) const {
    return index < 0 || index >= count() ? QString()
                                         : QString::fromStdString(report_.findings[size_t(index)].keyword);
}

QString SchemaCheck::reasonAt(int index) const {
    return index < 0 || index >= count() ? QString()
                                         : QString::fromStdString(report_.findings[size_t(index)].reason);
}

QString SchemaCheck::reasonOf(const QString& pointer, const QString& keyword) const {
    for (const schemas::Finding& finding : report_.findings)
        if (finding.pointer == pointer.toStdString() &&
            (keyword.isEmpty() || finding.keyword == keyword.toStdString()))
            return QString::fromStdString(finding.reason);
    return {};
}

void SchemaCheck::begin(const Json& schema) {
    stop_.request_stop();
    schema_ = schema;
    delay_.start();
}

void SchemaCheck::stop() {
    stop_.request_stop();
    delay_.stop();
    report_ = {};
    emit changed();
}

void SchemaCheck::run() {
    stop_ = {};
    if (!thread_)
        thread_ = std::make_unique<TaskThread>();
    whenDone(
        thread_->run([schema = schema_, stop = stop_.get_token()] { return schemas::check(schema, stop); }),
        this,
        [this, stop = stop_.get_token()](const schemas::CheckReport& report) {
            if (stop.stop_requested())
                return;
            report_ = report;
            emit changed();
        },
        [](const QString&) { /* check() never throws */ });
}

} // namespace hadal::ui
