// Tool requests from the shared vectors: what the prompt encoders write of the expected calls can be
// generated, and what must be rejected cannot, in every family's markup.
#include "engine/chat/format.h"
#include "engine/grammar/matcher.h"
#include "engine/runtime/tool_choice.h"

#include <QDir>
#include <QTest>

using namespace hadal;
using namespace hadal::runtime;

namespace {

/// An answer with these calls, as the family's encoder writes it, without the end of the sentence.
chat::Prompt answer_with(const chat::Format& format, const Json& calls) {
    chat::Message user, assistant;
    user.content = "?";
    assistant.role = chat::Role::Assistant;
    assistant.content = "";
    for (const Json& call : calls)
        assistant.tool_calls.push_back({"", call["name"], print_python(call["arguments"])});
    const std::vector<chat::Message> both{user, assistant};
    const std::size_t before = format.encode(std::span(both).first(1), {}).text().size();
    return format.encode(both, {}).after(before);
}

} // namespace

class GoldenCallsTest : public QObject {
    Q_OBJECT

  private slots:
    void everyCaseInEveryMarkup_data() {
        QTest::addColumn<int>("family");
        QTest::newRow("V3.2") << static_cast<int>(chat::Family::V32);
        QTest::newRow("V3.1") << static_cast<int>(chat::Family::V31);
        QTest::newRow("V3") << static_cast<int>(chat::Family::V3);
    }
    void everyCaseInEveryMarkup() {
        QFETCH(int, family);
        const QDir folder(QStringLiteral(HADAL_SHARED_DIR "/golden/tools"));
        const auto files = folder.entryList({"*.json"});
        if (files.isEmpty())
            QSKIP("the tool cases are not at hand (HADAL_SHARED_DIR)");
        const chat::Format& format = chat::format(static_cast<chat::Family>(family));
        const auto tokenizer = tokenizer::Tokenizer::from_file(HADAL_RESOURCES "/model/tokenizer.json");
        const std::int32_t eos = *tokenizer.token_id(format.eos());
        const auto vocabulary =
            std::make_shared<const grammar::Vocabulary>(tokenizer, std::vector{eos}, format.call_markup());
        int accepted = 0, rejected = 0;
        for (const QString& name : files) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const Json example = parse_json(file.readAll().toStdString());
            grammar::Matcher matcher(
                vocabulary, grammar_of({}, example["tools"], tool_choice_from_json(example["tool_choice"]),
                                       example["parallel_tool_calls"], format.call_markup()));
            const auto generates = [&](const Json& calls) {
                matcher.reset();
                const chat::Prompt answer = answer_with(format, calls);
                for (const std::int32_t id : tokenizer.encode(answer.text(), answer.quoted()))
                    if (matcher.has_ended()) // some templates go on after the end of the sentence
                        return true;
                    else if (!grammar::allows(matcher.mask(), id) || !matcher.accept(id))
                        return false;
                return matcher.has_ended();
            };
            if (!example["expected"].empty()) {
                QVERIFY2(generates(example["expected"]), qPrintable(name));
                ++accepted;
            }
            for (const Json& call : example["must_reject"]) {
                QVERIFY2(!generates(Json::array({call})), (name.toStdString() + call.dump()).c_str());
                ++rejected;
            }
        }
        QVERIFY(accepted > 20 && rejected > 50);
    }
};

QTEST_APPLESS_MAIN(GoldenCallsTest)
#include "golden_calls_test.moc"
