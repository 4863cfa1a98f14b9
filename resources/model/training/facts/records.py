"""What the model turns into JSON.

A domain is a list of fields; the first is the subject of a sentence. A field is (possible
keys, JSON type, kind of value, phrases); a boolean has phrases for true and for false.
"""

DOMAINS = [
    [("name full_name person", "string", "fullname", ["{v}", "This is {v}", "My name is {v}", "Meet {v}", "{v} is here"]),
     ("age years", "integer", "age", ["{v} years old", "aged {v}", "age {v}", "is {v} years old", "turned {v}"]),
     ("city town place", "string", "city", ["lives in {v}", "from {v}", "home in {v}", "based in {v}", "at home in {v}"]),
     ("email mail", "string", "email", ["email {v}", "write to {v}", "mail: {v}", "can be reached at {v}"]),
     ("job profession role", "string", "job", ["works as a {v}", "is a {v}", "a {v} by trade", "job: {v}"]),
     ("phone tel", "string", "phone", ["phone {v}", "call {v}", "number {v}"]),
     ("birthday born", "string", "date", ["born on {v}", "birthday {v}"]),
     ("married is_married", "boolean", "onoff", (["married", "is married"], ["not married", "single"])),
     ("languages speaks", "array", "list:language", ["speaks {v}", "languages: {v}"])],
    [("product item title", "string", "word", ["{v}", "Product {v}", "One {v}", "The {v}", "An order: {v}"]),
     ("price cost", "number", "price", ["costs {v}", "price {v}", "at {v} each", "for {v}", "sold at {v}"]),
     ("quantity count pieces", "integer", "small", ["{v} pieces", "quantity {v}", "{v} units", "we have {v}"]),
     ("currency", "string", "currency", ["paid in {v}", "in {v}", "currency {v}"]),
     ("color colour", "string", "color", ["in {v}", "color {v}", "{v} one"]),
     ("in_stock available", "boolean", "onoff", (["in stock", "available now"], ["out of stock", "sold out", "not available"])),
     ("order_id number code", "string", "code", ["order {v}", "number {v}", "with code {v}"])],
    [("host server machine", "string", "host", ["{v}", "Server {v}", "Host {v}", "The machine {v}"]),
     ("ip address", "string", "ip", ["at {v}", "address {v}"]),
     ("port", "integer", "number", ["port {v}", "listens on {v}", "on port {v}"]),
     ("service software app", "string", "service", ["runs {v}", "with {v}", "service {v}"]),
     ("version release", "string", "version", ["version {v}", "release {v}", "v. {v}"]),
     ("status state", "string", "enum:running|stopped|failed", ["is {v}", "status {v}", "currently {v}"]),
     ("cpus cores", "integer", "tiny", ["{v} cores", "with {v} CPUs"]),
     ("tags labels", "array", "list:invent", ["tags {v}", "labelled {v}"])],
    [("title book name", "string", "title", ["{v}", "The book {v}", "“{v}”", "I read {v}"]),
     ("author writer", "string", "fullname", ["by {v}", "written by {v}", "author {v}", "from the pen of {v}"]),
     ("year published", "integer", "year", ["from {v}", "published in {v}", "came out in {v}", "year {v}"]),
     ("pages length", "integer", "number", ["{v} pages", "{v} pages long"]),
     ("language", "string", "language", ["in {v}", "written in {v}"]),
     ("rating stars", "number", "tiny", ["{v} stars", "rated {v}"])],
    [("event title what", "string", "event", ["{v}", "There is a {v}", "Event: {v}", "We plan a {v}"]),
     ("date day", "string", "date", ["on {v}", "date {v}", "it is on {v}"]),
     ("time start", "string", "clock", ["at {v}", "starts at {v}", "begins {v}"]),
     ("room place location", "string", "room", ["in the {v}", "room: {v}"]),
     ("guests people count", "integer", "small", ["{v} guests", "for {v} people", "{v} people come"]),
     ("attendees names", "array", "list:first", ["with {v}", "guests are {v}", "attended by {v}"])],
    [("flight number", "string", "code", ["{v}", "Flight {v}", "The flight {v}"]),
     ("from origin", "string", "city", ["from {v}", "leaves {v}", "takes off in {v}"]),
     ("to destination", "string", "country", ["to {v}", "bound for {v}", "lands in {v}"]),
     ("date day", "string", "isodate", ["on {v}", "date {v}"]),
     ("passenger name", "string", "fullname", ["passenger {v}", "for {v}", "booked by {v}"]),
     ("seats", "integer", "tiny", ["{v} seats", "seats: {v}"])],
    [("ticket id key", "string", "code", ["{v}", "Ticket {v}", "Issue {v}", "Bug {v}"]),
     ("priority severity", "string", "enum:low|medium|high|critical", ["priority {v}", "is {v}", "{v} priority", "severity {v}"]),
     ("assignee owner", "string", "first", ["assigned to {v}", "owner {v}", "{v} works on it", "for {v}"]),
     ("component module area", "string", "word", ["in {v}", "component {v}", "affects {v}"]),
     ("open is_open", "boolean", "onoff", (["open", "still open"], ["closed", "no longer open"])),
     ("created reported", "string", "date", ["created {v}", "reported on {v}", "since {v}"])],
    [("姓名 name", "string", "zhname", ["{v}", "我叫{v}", "这是{v}"]),
     ("年龄 age", "integer", "age", ["{v}岁", "今年{v}岁"]),
     ("城市 city", "string", "zhcity", ["住在{v}", "来自{v}"]),
     ("电话 phone", "string", "phone", ["电话{v}", "手机 {v}"])],
]

EXTRACT = ["Turn “{v}” into a record.", "Turn \"{v}\" into a record.", "Turn this into a record: {v}", "Make a record of “{v}”.", "{v}", "{v}", "{v}", "Record: {v}",
           "Extract the fields from: {v}", "Put this into JSON: {v}", "Convert “{v}” to JSON.", "Parse this: {v}", "Fill in the form: {v}", "Text: {v}", "As JSON, please: {v}",
           "Here is the text: {v}", "Input: {v}", "Read this and extract the data.\n{v}"]
EXTRACT_ZH = ["{v}", "{v}", "提取字段：{v}", "转换成 JSON：{v}", "把“{v}”变成记录"]

# Orders. {V}/{v} verb, {n} what kind of thing, {x} its name, {w} what kind of place, {h} its name.
OBJECTS = "container container service process job database queue pod volume cluster backup worker session deployment pipeline table site".split()
COMMAND_FORMS = ["{V} the {x} {n} on {w} {h}.", "{V} the {x} {n} on {w} {h}.", "{V} {n} {x} on {w} {h}.", "Please {v} the {x} {n} on {w} {h}.", "{v} the {x} {n} on {w} {h}", "On {w} {h}, {v} the {x} {n}.",
                 "{V} the {n} {x} on {w} {h}.", "Can you {v} the {x} {n} on {w} {h}?", "{v} {n} {x} on {w} {h}", "The {x} {n} on {w} {h}: {v} it.", "I want you to {v} the {n} {x} on {w} {h}."]
NAMED_FORMS = ["{V} the {n} named {x}.", "{V} the {n} called {x}.", "{V} the {x} {n}.", "Please {v} the {n} {x}.", "{v} {n} {x}", "{V} {n} {x}.", "Can you {v} the {x} {n}?", "{V} the {n} {x} now."]
ORDERS = [("scale", "Scale the {x} {n} to {a} replicas.", "replicas"), ("scale", "scale {n} {x} to {a} replicas", "replicas"), ("resize", "Resize the {n} {x} to {a} GB.", "size"),
          ("set", "Set the limit of the {n} {x} to {a}.", "limit"), ("wait", "Wait {a} seconds for the {x} {n}.", "seconds"), ("keep", "Keep {a} copies of the {n} {x}.", "copies"),
          ("retry", "Retry the {x} {n} {a} times.", "times"), ("sleep", "Put the {n} {x} to sleep for {a} minutes.", "minutes")]

# Longer orders: an opening, one of NAMED_FORMS, and where.
OPENERS = ["", "please ", "can you ", "could you ", "now ", "I want you to ", "let us ", "you should ", "it is time to ", "quickly ", "someone has to ", "I need you to ", "next, ", "first ", "I ask you to ", "you have to ",
           "do not forget to ", "remember to ", "make sure to ", "try to ", "go and ", "be so good as to ", "I would like you to ", "is it possible to ", "how about we ", "help me ", "my order: ", "hey, ", "then ", "just ", "it would be good to "]
# Or one who does it, and a word of wish or duty; the action is what comes after.
WHO, SHALL = "you we they I someone she he".split(), ["can", "could", "should", "must", "would", "might", "want to", "need to", "have to", "shall", "ought to", "are to"]
PLACES = ["on {w} {h}", "on {w} {h}", "on the {w} {h}", "at {w} {h}", "running on {w} {h}", "that is on {w} {h}", "of {w} {h}", "in {w} {h}", "- {w} {h}", "({w} {h})", "on {w} {h} today", "on {w} {h} at once", "on {w} {h}, thanks"]
