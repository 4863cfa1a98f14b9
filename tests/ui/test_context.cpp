// What is left out of a request, and in which pieces a draft is counted.
#include "app/models/open_model.h"
#include "engine/tokenizer/tokenizer.h"
#include "ui/chat/context_plan.h"
#include "ui/chat/token_pieces.h"

#include <QRandomGenerator>
#include <QTest>

using namespace hadal;
using namespace hadal::ui;
using conversations::Role;

namespace {

/// Turns of a question and an answer, 50 tokens each.
PlanInput turns(int count) {
    PlanInput input;
    for (int i = 0; i < count; ++i) {
        input.roles += {Role::User, Role::Assistant};
        input.tokens += {20, 30};
    }
    input.length = 400;
    input.fixed = 100;
    return input;
}

} // namespace

class TestContext : public QObject {
    Q_OBJECT

  private slots:
    void whatFitsStays() {
        const ContextPlan plan = planContext(turns(6));
        QCOMPARE(plan.turns, 0);
        QCOMPARE(plan.to, 0);
        QVERIFY(plan.fits);
        PlanInput unknown = turns(1000);
        unknown.length = 0;
        QCOMPARE(planContext(unknown).turns, 0);
    }

    void theOldestGoInStepsOfAQuarter() {
        // The same messages stay in front while the conversation grows by two turns.
        for (const int count : {7, 8}) {
            const ContextPlan plan = planContext(turns(count));
            QCOMPARE(plan.from, 0);
            QCOMPARE(plan.to, 4);
            QCOMPARE(plan.turns, 2);
            QCOMPARE(plan.tokens, 100);
            QVERIFY(plan.fits);
        }
        QCOMPARE(planContext(turns(9)).turns, 4);
    }

    void theFirstTurnCanStay() {
        PlanInput input = turns(7);
        input.overflow = ChatSettings::LeaveOutMiddle;
        const ContextPlan plan = planContext(input);
        QCOMPARE(plan.from, 2);
        QCOMPARE(plan.to, 6);
        QVERIFY(plan.fits);
    }

    void refusingLeavesNothingOut() {
        PlanInput input = turns(7);
        input.overflow = ChatSettings::Refuse;
        const ContextPlan plan = planContext(input);
        QCOMPARE(plan.turns, 0);
        QVERIFY(!plan.fits);
    }

    void theQuestionThatIsAskedStays() {
        PlanInput input;
        input.roles = {Role::User, Role::Assistant, Role::User};
        input.tokens = {20, 30, 500};
        input.length = 400;
        input.lastIsAsked = true;
        const ContextPlan plan = planContext(input);
        QCOMPARE(plan.to, 2);
        QVERIFY(!plan.fits); // the question alone is too long
        input.lastIsAsked = false;
        QCOMPARE(planContext(input).to, 3);
    }

    void piecesJoinToTheText() {
        QRandomGenerator random(7);
        const QString letters = "ab c\n\n .,1中文 \tZ\r";
        for (int round = 0; round < 200; ++round) {
            QString text;
            for (int i = random.bounded(600); i > 0; --i)
                text += letters[random.bounded(letters.size())];
            QCOMPARE(tokenPieces(text).join(QString()), text);
        }
        QVERIFY(tokenPieces({}).isEmpty());
    }

    void piecesHaveTheTokensOfTheWhole() {
        const auto folder = models::directory_of(models::model_source("builtin"));
        const auto tokenizer = tokenizer::Tokenizer::from_file(folder / "tokenizer.json");
        const auto count = [&](const QString& text) {
            return tokenizer.encode(text.toStdString(), false).size();
        };
        QRandomGenerator random(11);
        const QStringList words = {
            "sparse",   "attention",     " ",  "  ",   "\n",   "\n\n", "x = 1;", "中文字",
            "。",       "it's",          "\t", "3.14", "\r\n", "word", " the",   " quick brown fox",
            "\n- item", "\n    indented"};
        for (int round = 0; round < 60; ++round) {
            QString text;
            for (int i = random.bounded(900); i > 0; --i)
                text += words[random.bounded(words.size())];
            size_t sum = 0;
            for (const QString& piece : tokenPieces(text))
                sum += count(piece);
            QCOMPARE(sum, count(text));
        }
    }

    void typingChangesFewPieces() {
        QString text;
        for (int i = 0; i < 3000; ++i)
            text += QString("word%1 and more words ").arg(QChar('a' + i % 26));
        const auto set = [](const QString& all) {
            const QStringList pieces = tokenPieces(all);
            return QSet<QString>(pieces.begin(), pieces.end());
        };
        const QSet<QString> before = set(text);
        text.insert(30000, "something new ");
        QSet<QString> fresh = set(text);
        fresh.subtract(before);
        QVERIFY2(fresh.size() <= 3, qPrintable(QString::number(fresh.size())));
        for (const QString& piece : fresh)
            QVERIFY(piece.size() < 4000);
    }
};

QTEST_GUILESS_MAIN(TestContext)
#include "test_context.moc"
