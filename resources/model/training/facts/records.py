"""What the model turns into JSON: field kinds and commands."""

# field names, JSON type, value kind
FIELDS = [
    ("name full_name person", "string", "person"), ("age years", "integer", "age"), ("city town place", "string", "city"),
    ("email mail", "string", "email"), ("job profession role", "string", "job"), ("phone tel", "string", "phone"),
    ("date day", "string", "date"), ("price cost", "number", "price"), ("code id key", "string", "code"), ("host server", "string", "host"),
    ("quantity count number", "integer", "small"), ("product item title", "string", "word"), ("active done", "boolean", "onoff"),
    ("label tag nick", "string", "invent"),
]
PEOPLE = [("name", "string", "person"), ("age", "integer", "age"), ("city", "string", "city")]

EXTRACT = ["Turn “{v}” into a record.", "Turn \"{v}\" into a record.", "Turn {v} into a record.", "Make a record of “{v}”.", "{v}", "Record: {v}",
           "Extract the fields from: {v}", "Put this into JSON: {v}", "Convert “{v}” to JSON.", "Parse this: {v}"]
SENTENCES = ["{name} is {age} years old and lives in {city}.", "{name}, {age}, from {city}", "My name is {name}, I am {age} and live in {city}.",
             "{name} ({age}) lives in {city}.", "In {city} lives {name}, aged {age}."]

# verb phrases with the action name and what they act on: noun -> how the argument is called
ACTIONS = ["restart", "stop", "start", "pause", "update", "remove", "inspect", "deploy", "scale", "kill"]
NOUNS = ["container", "service", "process", "job"]
COMMANDS = ["{V} the {x} {n} on host {h}.", "{V} the {x} {n} on {h}.", "{V} {n} {x} on host {h}.", "Please {v} the {x} {n} on {h}.", "{v} the {x} {n} on host {h}",
            "On host {h}, {v} the {x} {n}.", "{V} {x} on {h}."]
COMMANDS_NO_HOST = ["{V} the {x} {n}.", "Please {v} the {n} {x}.", "{v} {x}"]
