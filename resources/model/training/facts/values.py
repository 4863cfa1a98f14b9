"""Random values. Most are invented, so that copying is the only way to know them."""
import random

START = "b c d f g h j k l m n p r s t v w z br ch dr fl gr kl pr sh st tr".split()
VOWEL = "a e i o u ai ea io ou".split()
END = ["", "", "", "n", "r", "s", "l", "t", "m", "x", "rk", "nd"]
FIRST = "Ada Alan Grace Linus Mia Noah Emma Leo Ben Lena Omar Priya Chen Yuki Sara Ivan Olga Pedro Nora Hugo Anna Jack Kofi Amir Zoe Max Ines Tom Eva Paul Rosa Karl".split()
LAST = "Stone Rivera Okafor Lindqvist Tanaka Novak Meyer Silva Haddad Kumar Brown Moreau Rossi Larsen Wong Adeyemi Petrov Schmidt Garcia Ito".split()
CITY = """London Paris Bergen Tokyo Oslo Madrid Lima Cairo Delhi Rome Berlin Toronto Sydney Dublin Nairobi Seoul Vienna Prague Lisbon Boston Porto Osaka Geneva
Helsinki Austin Lyon Quito Milan Hanoi Accra""".split()
MONTH = "January February March April May June July August September October November December".split()
SERVICE = "nginx redis postgres mysql grafana kafka api web worker cache proxy mailer rabbitmq minio vault consul auth gateway billing search haproxy mongo traefik".split()
AREA = "ap eu us sa ca me af cn il mx".split()
SIDE = "north south east west central northeast southeast northwest southwest gov-east gov-west".split()
WORD = """report backup invoice garden network license index market bridge engine picture signal station planet order ticket server folder module window letter
parcel sensor camera device product customer project account recipe vehicle country language color""".split()
VERB = "scan sync deploy archive rename compress publish rotate inspect clone merge reset print export import lock unlock enable disable move delete start stop resize tag".split()
UNIT_WORD = "size limit depth priority retries width speed volume copies".split()
PHRASE = """the meeting starts at nine|dinner is ready|I am on my way|the build is green|please call back|the file is missing|all tests pass|the train is late|
see you on Friday|the report is done|lunch at noon|the server is down again|happy birthday|bring the blue folder|the door is open|we need more time""".replace("\n", "").split("|")
EVENT = "lunch|team meeting|dentist|birthday party|code review|yoga class|school play|board meeting|concert|flight home|book club|tax deadline".split("|")
PLACE = "Asia Pacific (Tokyo)|Europe (Ireland)|US East (Ohio)|South America (Sao Paulo)|Canada (Central)|Asia Pacific (Seoul)|Europe (Paris)|US West (Oregon)|Middle East (Bahrain)|Africa (Cape Town)".split("|")


def invent(r, n=None):
    return "".join(r.choice(START) + r.choice(VOWEL) + r.choice(END) for _ in range(n or r.choice([1, 2, 2, 3])))


def code(r):
    letters = "".join(r.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(r.choice([1, 2, 3])))
    digits = "".join(r.choice("0123456789") for _ in range(r.choice([2, 3, 4])))
    return r.choice([f"{letters}-{digits}", f"{letters}{digits}", f"{digits}-{letters}", f"{letters.lower()}-{invent(r, 1)}-{digits[:2]}", f"{invent(r)}-{digits[:1]}"])


def value(r, kind):
    pick = r.choice
    if kind[0] == "=":  # a given value
        return kind[1:]
    if kind == "any":
        return value(r, pick(["word", "code", "host", "service", "invent", "invent", "path", "person", "city"]))
    return {
        "region": lambda: f"{pick(AREA)}-{pick(SIDE)}-{r.randint(1, 4)}" if r.random() < 0.85 else f"{invent(r, 1)}-{invent(r, 1)}-{r.randint(1, 9)}",
        "date": lambda: pick([f"{r.randint(1, 28)} {pick(MONTH)}"] * 3 + [f"{pick(MONTH)} {r.randint(1, 28)}", value(r, "isodate")]),
        "isodate": lambda: f"20{r.randint(24, 29)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}",
        "today": lambda: "today",
        "clock": lambda: f"{r.randint(0, 23):02}:{r.randint(0, 59):02}",
        "city": lambda: pick(CITY) if r.random() < 0.6 else invent(r).capitalize(),
        "place": lambda: pick(PLACE) if r.random() < 0.5 else f"{invent(r).capitalize()} ({pick(CITY)})",
        "unit": lambda: pick(["celsius", "fahrenheit"]),
        "weather": lambda: f"{r.randint(-9, 35)} degrees and {pick(['sunny', 'cloudy', 'rainy', 'windy', 'clear', 'foggy'])}",
        "service": lambda: pick(SERVICE) if r.random() < 0.6 else invent(r),
        "host": lambda: pick([f"{pick(['web', 'db', 'app', 'node', 'edge', 'prod', 'cache', invent(r, 1)])}-{r.randint(1, 30):02}"] * 3
                             + [f"{invent(r)}.{pick(['local', 'example.com', 'lan'])}", f"10.{r.randint(0, 99)}.{r.randint(0, 99)}.{r.randint(1, 99)}"]),
        "person": lambda: pick(FIRST) if r.random() < 0.5 else f"{pick(FIRST)} {pick(LAST) if r.random() < .6 else invent(r).capitalize()}",
        "phrase": lambda: pick(PHRASE) if r.random() < 0.5 else " ".join(pick(WORD + [invent(r)]) for _ in range(r.randint(2, 4))),
        "small": lambda: r.randint(1, 90),
        "number": lambda: r.choice([r.randint(1, 99), r.randint(100, 9999)]),
        "amount": lambda: r.choice([r.randint(1, 999), round(r.uniform(1, 99), 1)]),
        "currency": lambda: pick(["USD", "EUR", "GBP", "JPY", "CHF", "CNY", "INR", "SEK"]),
        "path": lambda: f"/{pick(['etc', 'home', 'var', 'srv', 'data', 'notes'])}/{pick([invent(r), pick(WORD)])}" + pick(["", ".txt", ".log", ".md", ".conf"]),
        "word": lambda: pick(WORD),
        "invent": lambda: invent(r),
        "sum": lambda: f"{r.randint(1, 999)} {pick('+-*/')} {r.randint(1, 99)}",
        "code": lambda: code(r),
        "event": lambda: pick(EVENT),
        "room": lambda: pick(["kitchen", "bedroom", "hall", "office", "bathroom", "cellar", "garage"]),
        "onoff": lambda: r.random() < 0.5,
        "airport": lambda: "".join(r.choice("ABCDEFGHIKLMNOPRSTUVWZ") for _ in range(3)),
        "done": lambda: pick(["ok", "done", "success", "ready in 3 s", "finished"]),
        "updown": lambda: pick(["up", "down", "no answer", f"up, {r.randint(1, 90)} ms"]),
        "status": lambda: pick(["on its way", "sent", "waiting", "delivered", "cancelled", "being packed"]),
        "email": lambda: f"{pick(FIRST).lower()}@{invent(r)}.{pick(['com', 'org', 'net'])}",
        "age": lambda: r.randint(3, 99),
        "job": lambda: pick(["engineer", "teacher", "nurse", "painter", "baker", "pilot", "lawyer", "farmer", "student", "chemist"]),
        "price": lambda: r.choice([r.randint(1, 500), round(r.uniform(1, 90), 2)]),
        "phone": lambda: f"{r.randint(100, 999)}-{r.randint(1000, 9999)}",
    }[kind]()


def shuffled(r, items):
    items = list(items)
    r.shuffle(items)
    return items


if __name__ == "__main__":
    rng = random.Random(1)
    for k in "region date host person code path any".split():
        print(k, [value(rng, k) for _ in range(5)])
