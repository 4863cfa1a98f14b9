#include "ui/schema/schema_check.h"

#include "app/base/when_done.h"

#include <QLocale>

#include <string_view>

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
    return index < 0 || index >= count() ? QString() : words(report_.findings[size_t(index)]);
}

QString SchemaCheck::reasonOf(const QString& pointer, const QString& keyword) const {
    for (const schemas::Finding& finding : report_.findings)
        if (finding.pointer == pointer.toStdString() &&
            (keyword.isEmpty() || finding.keyword == keyword.toStdString()))
            return words(finding);
    return {};
}

QString SchemaCheck::words(const schemas::Finding& finding) const {
    if (QLocale().language() == QLocale::English)
        return QString::fromStdString(finding.reason);
    struct Kind {
        const char* keywords; ///< each between blanks
        const char* words;
    };
    static constexpr Kind kinds[] = {
        {" pattern patternProperties ",
         QT_TR_NOOP("the expression uses what cannot be followed while the model writes")},
        {" format ", QT_TR_NOOP("this format cannot be followed while the model writes")},
        {" uniqueItems contains minContains maxContains ", QT_TR_NOOP("that depends on all items together")},
        {" minProperties maxProperties dependentRequired dependentSchemas dependencies propertyNames ",
         QT_TR_NOOP("that depends on all fields together")},
        {" not oneOf if then else unevaluatedProperties unevaluatedItems ",
         QT_TR_NOOP("what it rules out is known only when the value is whole")},
        {" $ref $dynamicRef $recursiveRef $schema ", QT_TR_NOOP("where it leads cannot be followed")},
        {" multipleOf minimum maximum exclusiveMinimum exclusiveMaximum ",
         QT_TR_NOOP("these numbers are beyond what can be followed while the model writes")},
    };
    if (report_.verdict == schemas::CheckReport::Invalid)
        return tr("its value is not one that this keyword can have");
    const std::string wanted = " " + finding.keyword + " ";
    for (const Kind& kind : kinds)
        if (!finding.keyword.empty() &&
            std::string_view(kind.keywords).find(wanted) != std::string_view::npos)
            return tr(kind.words);
    return tr("this cannot be followed while the model writes");
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
