"""Words, tools, schemas and wordings that the training data never draws from: the exam is made of them.

`python heldout.py` checks that nothing here is also in the training facts.
"""
import exam_cases
import exam_cases_two
from facts import errands, household, pools, records, services, toolkit, trades
from facts.asks import ASKS
from facts.chinese import CHINESE
from facts.elsewhere import ASIDE, ASIDE_ZH
from facts.forms import FORMS
from facts.hadal import HADAL
from facts.ideas import IDEAS
from facts.papers import PAPERS
from facts.phrases import DO, THING
from facts.registers import REGISTERS
from facts.talk import ELSEWHERE, TALK, UNKNOWN_ZH
from facts.wordings import WORDINGS
from facts.words import HANZI, NOUNS, VERBS
from json_skills import AROUND, BESIDE
from talks import WANTED

SETS = exam_cases, exam_cases_two
STARTER = "lookup_region"  # of the request that the window offers: practised, and examined in other words


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
    tools = toolkit.TOOLS + errands.ERRANDS + services.SERVICES + trades.TRADES + household.HOUSEHOLD
    trained, names = {r for t in tools for r in t["requests"]}, {n for t in tools for n in t["names"]} - {STARTER}
    for cases in SETS:
        for q in [q for questions in cases.QUESTIONS.values() for q in questions] + cases.DECLINED:
            assert plain(q) not in asked, f"“{q}” is also trained on"
        assert not (both := trained & {r for t in cases.TOOLS for r in t["requests"]}), f"{both} are also trained on"
        assert not (both := names & {n for t in cases.TOOLS for n in t["names"]}), f"{both} are also trained on"
        assert not set(records.COMMAND_FORMS[2:]) & set(cases.ORDERS)
        assert not set(records.EXTRACT) - {"{v}"} & set(cases.EXTRACT)


def phrases(field):
    """The ways to say a field's value."""
    *_, said = field
    return {plain(p) for p in (said[0] + said[1] if isinstance(said, tuple) else said)}


def check_records():
    """No exam phrase may be practised, but those made of the key itself or of small words alone; nor may all the keys of a record."""
    practised = records.DOMAINS + FORMS + PAPERS + REGISTERS
    trained = {p for fields in practised for field in fields for p in phrases(field)} | {plain(p) for p in AROUND + BESIDE}
    small = {plain(p) for p in ("{v}", "a {v}", "at {v}", "by {v}", "for {v}", "from {v}", "in {v}", "of {v}", "on {v}", "with {v}")}
    for cases in SETS:
        for fields in cases.DOMAINS:
            for field in fields:
                key = plain(field[0])
                both = phrases(field) & trained - small - {key, "not" + key, key + "v", "v" + key}
                assert not both, f"{field[0]}: {both} are also trained on"
            keys = {field[0] for field in fields}
            assert not any(keys <= {key for names, *_ in other for key in names.split()} for other in practised), f"{keys} are also trained on"


check_pools()
check_wordings()
check_records()
