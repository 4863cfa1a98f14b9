"""Words that may stand for one another in a question, and sentences people put around one."""

GROUPS = """chat|conversation|talk|discussion|dialogue
chats|conversations|talks|discussions|dialogues
answer|reply|response
answers|replies|responses
question|message|prompt|request
messages|questions|prompts
program|app|application|software|tool
window|program|app|application
computer|machine|PC|device|system
delete|remove|erase|discard|clear
show|display|reveal|present
see|view|look at|find|read
find|locate|discover|look up
make|create|set up|build
start|begin|open|launch
stop|halt|end|interrupt|quit
change|alter|modify|adjust|edit|switch
choose|select|pick|set
use|employ|work with|apply
explain|describe|clarify|outline|tell me about|teach me
save|keep|store|preserve
saved|kept|stored|preserved
stored|kept|saved|located
big|large|huge
bigger|larger
small|little|tiny
smaller|littler|tinier
fast|quick|speedy|swift
faster|quicker|speedier
slow|sluggish
font|letters|text|characters|type
picture|image|photo
pictures|images|photos
file|document
files|documents
folder|directory
list|overview|catalogue
key|button|shortcut
keys|hotkeys|shortcuts|buttons
menu|options|settings
settings|options|preferences|configuration
graphics card|GPU|video card|graphics processor
internet|network|web|connection
network|internet|web
offline|without internet|without a network
thinking|reasoning|thought process
think|reason|ponder|reflect
thoughts|reasoning|thinking
model|network|AI
models|networks|AIs
weights|parameters|numbers
parameters|weights
memory|RAM
experts|expert networks
token|word piece
tokens|word pieces
text|words|writing
write|type|compose
begin|start
finished|done|complete|over
again|once more|anew|another time
possible|feasible|doable|allowed
want to|wish to|would like to|need to|intend to|hope to|mean to
I want|I need|I wish for|I'd like
can I|could I|may I|am I able to|is it possible to
how do I|how can I|how would I|how might I|how should I|in what way do I|how could I
where is|where do I find|where can I find|where's
what is|what's|what exactly is|what do you call
why is|how come|for what reason is
does it|will it|can it|would it
is there|do you have|does Hadal have|is there any|have you got
please|kindly
now|right now|at the moment
dark|black|night
light|bright|white
language|tongue
private|confidential|secret
safe|secure
copy|duplicate
wrong|incorrect|false|mistaken
mistake|error|slip
server|host
run|execute|work|operate
load|open|use|bring in
supported|accepted|compatible|possible
need|require
needs|requires|takes
cost|price|expense
cheap|inexpensive
work|function
works|functions|operates
idea|principle|concept|notion
difference|distinction
balance|even out|equalise
balanced|even|equal
guess|predict|draft
beginner|newcomer|novice
old|earlier|previous|former|past
earlier|previous|former|old
new|fresh|another
quickly|fast|rapidly
left|remaining
hide|close|collapse|fold away
name|title
install|set up|get running"""
GROUPS = [g.split("|") for g in GROUPS.split("\n")]

AROUND_QUESTION = """I am new here.|I just installed it.|I have been looking everywhere.|My colleague asked me this.|I cannot find it.|It is for my work.|I'm a bit lost.|Sorry for asking.|I could not find this in the manual.|Just curious.|This is my first time.|I tried the menu already.|
I am using Debian.|I'm on a laptop.|My boss wants to know.|I read about it yesterday.|Somebody mentioned it.|I am a student.|I don't know much about computers.|Short answer please.|In a few words.|I don't get it.|Be brief.|Thanks in advance.|It would help me a lot.|I forgot.|Seriously.|No rush.|
There must be a way.|I hope you know.|Let me ask something.|Here is my problem.|Right then.|I've got a question for you.|Maybe you can help.|So tell me.|Another thing.|By the way.""".replace("\n", "").split("|")
