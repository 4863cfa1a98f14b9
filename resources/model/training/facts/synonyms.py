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
install|set up|get running
typo|spelling mistake|misspelling|slip of the pen
fix|correct|repair|mend
rephrase|reword|rewrite|put differently
crash|crashes|freeze|break down
crashes|dies|hangs|freezes|breaks down
crashed|died|froze|hung up
power cut|power failure|outage|blackout
clipboard|paste buffer
paste|insert|drop in
snippet|piece of code|code fragment|listing
code|source code|program text
privacy|confidentiality|data protection
upload|send|transmit|hand over
uploaded|sent|transmitted|passed on
attach|add|include|enclose
attachment|enclosed file|attached file
audio|sound|a recording|voice
screenshot|screen capture|picture of my screen
log|protocol|record of events
bin|trash|recycle bin|waste basket
restore|recover|get back|bring back|rescue
recovered|restored|brought back|rescued
deleted|removed|erased|thrown away
history|past|record
title|name|heading|caption
rename|retitle|give a new name to|relabel
pin|fix|fasten|stick
top|head|very top|first place
sidebar|side panel|left panel|left column
hide|conceal|put away|make invisible
export|save|write out|download
import|read in|load|bring over
backup|safety copy|spare copy
PDF|a PDF|PDF document
print|put on paper|print out
group|bundle|sort|gather
organise|arrange|sort|order|tidy
archive|put aside|stow away|shelve
draft|unsent message|unfinished message
unsent|not yet sent|unfinished
branch|fork|path|direction
branches|forks|paths|directions
duplicate|clone|copy|replicate
overview|outline|map|summary
truncated|cut off|cut short|incomplete|broken off
continue|go on|carry on|proceed|keep going|resume
remainder|rest|missing part|remaining text
regenerate|redo|produce again|repeat
again|anew|afresh|one more time|another time
different answer|other answer|new answer|fresh answer
attempt|try|go|shot
version|variant|alternative
versions|variants|alternatives|attempts
arrows|little arrows|arrow buttons
waiting|pending|queued
queue|waiting line|backlog
system prompt|standing instructions|general instructions
instructions|directions|orders
preset|saved settings|stored configuration
temperature|randomness|degree of chance
random|varied|unpredictable
creative|imaginative|inventive
length|size|extent
limit|maximum|upper bound|cap
full|used up|exhausted|at its limit
forget|lose|drop
dropped|left out|omitted|discarded
pale|faded|grey|greyed out
context|window of text|context window
bar|meter|gauge|indicator
remaining|left|available|free
bright|glaring|white|light
eyes|eyesight|vision
contrast|difference in brightness
theme|look|appearance|color scheme
zoom|magnification|scaling
enlarge|magnify|increase|scale up
enlarged|magnified|increased
shrink|reduce|make smaller
animations|motion|moving effects|transitions
dizzy|sick|seasick|unwell
translate|localise|show
menus|labels|buttons
Chinese|Mandarin|simplified Chinese
line break|new line|newline
paragraph|block of text
formula|equation|mathematical expression
formulas|equations|maths|mathematics
LaTeX|TeX|math markup
rendered|drawn|displayed|shown
colored|highlighted|in color
syntax highlighting|code coloring|highlighting
wrap|fold|break
table|grid
headings|titles|headers
licence|terms of use|license
open source|free software
free|without charge|gratis
written in|programmed in|coded in|implemented in
compile|build|make
installer|setup program|package
Windows|Microsoft Windows
Mac|macOS|Apple computer
laptop|notebook|portable
connection|network connection|link
Wi-Fi|wireless network|WLAN
telemetry|usage statistics|tracking
spy on|watch|track|monitor
contact|talk to|reach|connect to
keyring|key store|wallet
password|passphrase|secret
key|token|credential
keys|tokens|credentials
secret|confidential|hidden
undo|take back|reverse|revert
accident|mistake|chance
upgrade|update|new version|new release
tool|function|helper
tools|functions|helpers
call|invocation|function call
calls|invocations|function calls
approve|confirm|permit|agree to|authorise
allow|permit|let
refuse|deny|reject|decline
permission|consent|approval|authorisation
dangerous|harmful|risky|unsafe
sandbox|isolation|walled area
isolated|walled off|separated|shielded
schema|structure|template
fields|entries|properties
JSON|structured data|machine-readable data
valid|correct|well-formed
force|compel|oblige|bind
endpoint|remote server|hosted service
remote|distant|hosted
cloud|online service|internet service
API key|access key|API token
address|URL|base URL
checkpoint|set of weights|model folder
larger|bigger|more capable|stronger
smarter|cleverer|more intelligent|brighter
downloaded|fetched|got
folder of weights|model directory|checkpoint folder
compatible|supported|usable
architecture|design|structure
requirements|needs|demands
sufficient|enough|adequate
gigabytes|GB|gigs
processor|CPU|chip
CUDA|NVIDIA's CUDA
accelerate|speed up|make faster
several|multiple|two or more
split|divide|share out|distribute|spread
benchmark|speed test|performance test
measure|gauge|determine|time
performance|speed|throughput
command line|terminal|shell|console
script|program|shell script
automate|script|batch
window|graphical interface|GUI
ids|numbers|token numbers
count|number|tally
raw|exact|literal|plain
template|format|layout
backend|server|service
serve|provide|offer
probability|likelihood|chance
probabilities|likelihoods|chances|odds
likely|probable
word|token|term
inside|internals|inner workings
panel|pane|inspector
alternatives|other candidates|other possibilities
attention|what it looked at|focus
trust|rely on|believe|depend on
reliable|dependable|trustworthy
trained|taught|made|brought up
training data|training text|learning material
tiny|very small|little|miniature
parameters|weights|learned numbers
layers|blocks|levels
sparse attention|DSA|DeepSeek sparse attention
dense attention|full attention|ordinary attention
cost|complexity|effort|amount of work
long texts|long contexts|long inputs|long documents
score|rate|rank|grade
scores|ratings|ranks|grades
cache|KV cache|store of keys and values
compress|squeeze|shrink|pack
latent|compressed|hidden
eight bits|8 bits|one byte
precision|accuracy|exactness
block|tile|square
mixture of experts|MoE
balanced|evenly loaded|evenly used
overloaded|swamped|too busy
idle|unused|without work
router|gate|dispatcher
picks|selects|chooses
picked|selected|chosen
predict|guess|foresee
draft|guess|proposal
drafts|guesses|proposals
stretch|extend|lengthen
positions|places|locations
normalise|rescale|bring to one size
grammar|set of rules
mask|block|forbid
guarantee|ensure|make sure of
vector|list of numbers|embedding
first word|first token|beginning
delay|pause|wait
greedy|always the most likely
quantised|stored with fewer bits|rounded
newcomer|beginner|new user
purpose|aim|point|use
describe|characterise|outline|sketch
tell me|let me know|say
show me|let me see
I'd like to know|I want to know|I wonder|I'm curious
where|in what place|at which place
which|what
also|too|as well
often|frequently|many times
immediately|at once|straight away|right away
by hand|manually|myself
automatically|by itself|on its own
colleague|coworker|friend|teammate
boss|manager|superior
problem|issue|trouble|difficulty
broken|faulty|damaged|defective
strange|odd|weird|funny
check|verify|test|examine
examine|inspect|look into|investigate
press|hit|push|tap
click|press|tap
type|enter|key in
send|submit|post
appears|shows up|comes up|pops up
disappeared|vanished|is gone|went away
impossible|not possible
necessary|needed|required
enough|sufficient"""
GROUPS = [g.split("|") for g in GROUPS.split("\n")]

AROUND_QUESTION = """I am new here.|I just installed it.|I have been looking everywhere.|My colleague asked me this.|I cannot find it.|It is for my work.|I'm a bit lost.|Sorry for asking.|I could not find this in the manual.|Just curious.|This is my first time.|I tried the menu already.|
I am using Debian.|I'm on a laptop.|My boss wants to know.|I read about it yesterday.|Somebody mentioned it.|I am a student.|I don't know much about computers.|Short answer please.|In a few words.|I don't get it.|Be brief.|Thanks in advance.|It would help me a lot.|I forgot.|Seriously.|No rush.|
There must be a way.|I hope you know.|Let me ask something.|Here is my problem.|Right then.|I've got a question for you.|Maybe you can help.|So tell me.|Another thing.|By the way.""".replace("\n", "").split("|")
