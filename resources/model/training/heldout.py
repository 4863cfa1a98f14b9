"""Words, tools, schemas and wordings that the training data never draws from: the exam is made of them.

`python heldout.py` checks that nothing here is also in the training facts.
"""
import exam_cases
from facts import errands, pools, records, toolkit
from facts.chinese import CHINESE
from facts.elsewhere import ASIDE, ASIDE_ZH
from facts.hadal import HADAL
from facts.ideas import IDEAS
from facts.phrases import DO, PHRASES, THING
from facts.talk import ELSEWHERE, TALK, UNKNOWN_ZH
from facts.words import NOUNS, VERBS

POOLS = dict(
    FIRST="Thandiwe Ragnar Mireille Dmitri Saoirse Kwame Beatriz Anders Noor Lucien Svetlana Tariq Wanjiru Eamon Chiara Joaquin".split(),
    LAST="Abernathy Bianchi Chowdhury Dalgaard Esposito Fitzgerald Gunnarsson Hashimoto Iyer Jankowski Kovacs Lefevre Mbeki Nakamura".split(),
    CITY="Reykjavik Tallinn Bratislava Marrakesh Brisbane Edinburgh Kathmandu Salvador Ljubljana Adelaide Nagoya Bilbao Tbilisi Calgary".split(),
    COUNTRY="Iceland Estonia Slovakia Morocco Nepal Slovenia Georgia Bolivia".split(),
    SERVICE="clickhouse keycloak gitea influxdb varnish caddy zookeeper temporal checkout notifier reporting squid".split(),
    STEM="alpha media relay hub worker vpn batch cell".split(),
    WORD="anchor violin cactus saddle compass lantern glacier pepper turbine walnut sparrow canyon thimble orchid".split(),
    VERB="audit migrate calibrate duplicate quarantine provision snapshot throttle".split(),
    PHRASE="the plumber comes at four|we moved to room twelve|your order was refunded|the bridge is closed today|please water the plants|the demo went well".split("|"),
    EVENT="choir practice|wine tasting|eye test|budget review|moving day|chess night".split("|"),
    JOB="architect librarian welder surgeon gardener translator".split(),
    COLOR="turquoise crimson beige maroon teal ivory".split(),
    TITLE="The Copper Compass|Under Ten Moons|A Field of Clocks|The Ferryman|Winter Wheat|Letters from Uppsala".split("|"),
    ROOM="pantry balcony library lounge workshop porch".split(),
    FOOD="paella|goulash|risotto|ramen|dumplings|lasagna".split("|"),
    ZH_SURNAME="谢唐韩曹许邓", ZH_GIVEN="浩宇婷雪梅龙飞凤", ZH_CITY="厦门 昆明 大连 哈尔滨 济南 郑州".split(),
)


def check_pools():
    for name, words in POOLS.items():
        both = set(words) & {w for trained in (getattr(pools, name), NOUNS, VERBS) for w in trained}
        assert not both, f"{name}: {both} are also trained on"


def plain(text):
    """Without case and punctuation, which practice varies at will."""
    return "".join(c for c in text.lower() if c.isalnum())


def check_wordings():
    """No exam question, tool request or order form may occur in the facts."""
    asked = {plain(a) for group in (HADAL, IDEAS, CHINESE, TALK) for e in group for a in e["asks"]}
    asked |= {plain(q) for q in UNKNOWN_ZH + ELSEWHERE + ASIDE + ASIDE_ZH}
    for text in PHRASES.values():
        do, things = ([p.strip() for p in half.split("|")] for half in text.split(";"))
        asked |= {plain(form.format(d=d)) for form in DO for d in do} | {plain(form.format(t=t)) for form in THING for t in things}
    for q in [q for questions in exam_cases.QUESTIONS.values() for q in questions] + exam_cases.DECLINED:
        assert plain(q) not in asked, f"“{q}” is also trained on"
    trained = {r for t in toolkit.TOOLS + errands.ERRANDS for r in t["requests"]}
    assert not trained & {r for t in exam_cases.TOOLS for r in t["requests"]}
    assert not set(records.COMMAND_FORMS[2:]) & set(exam_cases.ORDERS)
    assert not set(records.EXTRACT) - {"{v}"} & set(exam_cases.EXTRACT)


check_pools()
check_wordings()
