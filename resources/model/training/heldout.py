"""Words, tools, schemas and wordings that the training data never draws from: the exam is made of them.

`python heldout.py` checks that nothing here is also in the training facts.
"""
import exam_cases
import exam_cases_two
from facts import errands, pools, records, services, toolkit, trades
from facts.asks import ASKS
from facts.chinese import CHINESE
from facts.elsewhere import ASIDE, ASIDE_ZH
from facts.hadal import HADAL
from facts.ideas import IDEAS
from facts.phrases import DO, THING
from facts.talk import ELSEWHERE, TALK, UNKNOWN_ZH
from facts.wordings import WORDINGS
from facts.words import HANZI, NOUNS, VERBS
from talks import WANTED

SETS = exam_cases, exam_cases_two


def check_pools():
    for name, words in (item for cases in SETS for item in cases.POOLS.items()):
        both = set(words) & {w for trained in (getattr(pools, name), NOUNS, VERBS, HANZI) for w in trained}
        assert not both, f"{name}: {both} are also trained on"


def plain(text):
    """Without case and punctuation, which practice varies at will."""
    return "".join(c for c in text.lower() if c.isalnum())


def check_wordings():
    """No exam question, tool request or order form may occur in the facts."""
    asked = {plain(a) for group in (HADAL, IDEAS, CHINESE, TALK) for e in group for a in e["asks"]}
    asked |= {plain(q) for asks in (WORDINGS, ASKS) for questions in asks.values() for q in questions}
    asked |= {plain(q) for q in UNKNOWN_ZH + ELSEWHERE + ASIDE + ASIDE_ZH}
    for do, things in WANTED.values():
        asked |= {plain(form.format(d=d)) for form in DO for d in do} | {plain(form.format(t=t)) for form in THING for t in things}
    trained = {r for t in toolkit.TOOLS + errands.ERRANDS + services.SERVICES + trades.TRADES for r in t["requests"]}
    for cases in SETS:
        for q in [q for questions in cases.QUESTIONS.values() for q in questions] + cases.DECLINED:
            assert plain(q) not in asked, f"“{q}” is also trained on"
        assert not trained & {r for t in cases.TOOLS for r in t["requests"]}
        assert not set(records.COMMAND_FORMS[2:]) & set(cases.ORDERS)
        assert not set(records.EXTRACT) - {"{v}"} & set(cases.EXTRACT)


check_pools()
check_wordings()
