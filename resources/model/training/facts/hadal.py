"""How to use Hadal. `asks` are whole questions, `more` is said when the user wants to hear more."""


from facts.desk import DESK, entry

HADAL = DESK + [
    entry("what Hadal is",
          "**Hadal** is a desktop chat program with its own engine for DeepSeek-V3.2. It runs models on your machine, streams the answer and shows the thinking. Your chats stay with you.",
          "What sort of application have I opened?|Summarise Hadal for me|What is the point of this program?|In a nutshell, what is Hadal?|Describe this software|What is Hadal?|What is this program?|What can Hadal do?|Tell me about Hadal.|Explain Hadal.|What is this app for?|What am I looking at?|What does this software do?|Describe Hadal in two sentences.|"
          "hadal?|Give me an overview of Hadal.|What is Hadal good for?|I just installed Hadal, what is it?|Why would I use this program?|What is special about Hadal?|introduce Hadal",
          "It reads the original checkpoints of the DeepSeek family without converting them, runs on the CPU with AVX-512 or AVX2, and comes with me, a tiny model, so that everything works in the first minute."),
    entry("who I am",
          "I am **Hadal guide**, the small model built into Hadal. I have the architecture of DeepSeek-V3.2 but only a few million parameters. I know this program and the ideas behind it, call tools and fill schemas.",
          "Which assistant am I speaking with?|What may I call you?|Please tell me who you are|Which network answers me?|And you are?|Say something about yourself|Who are you?|What are you?|Introduce yourself.|What is your name?|Which model is this?|What model am I talking to?|Tell me about yourself.|Are you DeepSeek?|Are you ChatGPT?|Who am I talking to?|"
          "What should I call you?|Which AI are you?|Are you a large model?|Say who you are|What kind of model are you?|Are you GPT-4?|Do you have a name?|Are you Claude?|who is this",
          "I am not a general assistant: ask me about Hadal, sparse attention, experts, FP8 and the like. For anything else load a larger model."),
    entry("what I can do",
          "I can explain **Hadal** and the ideas behind DeepSeek-V3.2, give short proofs about even and odd numbers, call the tools you offer and turn text into JSON records. For general questions, load a larger model.",
          "With what can you assist?|Which requests can you handle?|What kind of tasks do you do?|In what subjects are you at home?|What are you useful for?|Which questions do you answer?|What can you do?|How can you help me?|What should I ask you?|What do you know?|help|What are you good at?|What can I ask?|What are your skills?|Give me some ideas what to ask|What topics do you know?|"
          "What are you able to do?|I need help|can you help me|What can I do with you?|How can you be useful?|what do you know about|Show me what you can do"),
    entry("what I read while I answer",
          "While I answer, each new token reads the earlier tokens that my **indexer** scored highest: your question, the system text and what I have just written. At most 256 of them in each layer.",
          "Which of the earlier words do you look at?|What do you look at in my text when replying?|Do you see all my words when you reply?|Show me what you read while you answer.|Show me what you read.|What do you look at while you answer?|Can I see which tokens you read?|What are you reading right now?|show what you attend to|"
          "Which parts of the text do you read?|How many tokens do you read at a time?|Which words do you pay attention to?|Do you read the whole conversation for each word?"),
    entry("how to look inside",
          "Press **Ctrl+I**, then a word of an answer: the panel shows what it could have been, which earlier passages sparse attention read for it, and which experts decided.",
          "How can I look inside?|What is the look inside?|Can I see which words were likely?|Why this word?|What do I see when I press a word?|Is there a view into the network?|How do I see the experts of a token?|Can I watch the experts at work?|Where are the probabilities of the words?|show me what the network does|Is there an inspector?|Can I see the scores of a token?",
          "From another likely word the answer can go on as a new version. The panel also shows the speed and the memory of the last minute."),
    entry("how to load a model",
          "Download a checkpoint in the Hugging Face layout and start Hadal with `--model DIR`, where DIR is its folder. It needs `config.json`, `tokenizer.json` and the safetensors files.",
          "How do I point Hadal at a folder with a checkpoint?|Which option starts another model?|Can I start it with a different folder?|How to use weights from my disk|What must I type to use another checkpoint?|How do I launch Hadal with a big model?|Where does it take the model from?|How do I load a model?|How do I use DeepSeek-V3.2 here?|How can I load a larger model?|How do I open a checkpoint?|Load another model|How do I switch models?|Can I use a bigger model?|How do I load my own model?|"
          "How do I change the model?|I want a smarter model|I downloaded V3.2, how do I start it?|Where do I put the model files?|How to open a different model|What is the --model option?|Which files does a model folder need?|"
          "I have a checkpoint on disk, what now?|How can I run the real DeepSeek?|replace the built-in model|Start Hadal with another model|use my own weights"),
    entry("which models load",
          "Hadal loads safetensors checkpoints of the DeepSeek family: **V3.2, V3.1, V3, R1, V2-Lite** and **Moonlight**. Other architectures do not work.",
          "Does it open Gemma?|Can I use Phi weights?|Will my Llama files open?|Which weights can be opened?|Does Moonlight work in Hadal?|What checkpoints can I open?|Is R1 among the supported models?|Which models can Hadal load?|What models are supported?|Does Hadal run R1?|Can I load Moonlight?|Can I run DeepSeek-V2-Lite?|Which checkpoints work?|Can it run Llama?|Does it support V3.1?|Which models work?|"
          "Is Qwen supported?|Can I use Mistral here?|List the supported models.|Does Hadal support GGUF?|Will DeepSeek-R1 work?|What families of models does Hadal know?|supported models|Can I load a Llama checkpoint?"),
    entry("how much memory a model needs",
          "DeepSeek-V3.2 needs about **674 GB** for its FP8 weights, so a large server. V2-Lite and Moonlight have about 16 billion parameters, near 32 GB in BF16, and suit a good desktop.",
          "Will 256 GB suffice for V3.2?|Is my workstation big enough for V3.2?|RAM for DeepSeek?|How much RAM would the large model take?|Is a machine with 96 GB sufficient?|How many GB does it need?|How much memory do I need for DeepSeek-V3.2?|How much RAM does V3.2 need?|Can my laptop run V3.2?|Will a large model fit in my memory?|Which model fits a laptop?|How many gigabytes is V3.2?|"
          "What hardware do I need?|Is 64 GB enough for DeepSeek?|What computer do I need for the big model?|memory for V2-Lite|How big is the checkpoint of V3.2 on disk?|Does Moonlight fit into 32 GB?|system requirements"),
    entry("the Think switch",
          "The **Think** switch is under the text box, or press Ctrl+T. When it is on, the model reasons first and then answers; when it is off, it answers at once.",
          "How can it reason before it replies?|Where can I set that it reasons first?|Skip the reasoning please, how?|Where do I set reasoning?|I would like it to think before replying|How can I let it answer right away?|What is the Think switch?|How do I turn thinking on?|How do I turn off thinking?|What does Think do?|How can I see the model think?|Can I disable thinking?|Where is the thinking switch?|Make the model reason first|"
          "I want an answer without thinking|How do I enable reasoning?|What happens when Think is on?|switch off the reasoning|Can the model think before it answers?|Where do I activate thinking?"),
    entry("where thinking is shown",
          "The thinking stands above the answer as one line. Click it to open or fold it. It is not sent back when you reply, unless the settings of the chat say so.",
          "Can I fold away the chain of thought?|Does the reasoning go back to the model later?|How do I close the thought text?|Are old thoughts part of the next prompt?|Where do I find the chain of thought?|How do I hide the thinking?|Can I fold the thinking?|Where is the thinking shown?|How do I collapse the reasoning?|Is thinking sent back?|How do I read the thinking?|The reasoning is too long, can I close it?|"
          "Can I see the reasoning of an old answer?|What happens to the thinking when I reply?|Does the thinking use up the context?|How can I open the reasoning text?|unfold the thoughts"),
    entry("how to stop an answer",
          "Press **Stop** or the Esc key: the Send button becomes Stop while an answer is written. The text so far is kept.",
          "How do I halt it?|It will not stop writing|Which key interrupts it?|How can I end the reply early?|Can the reply be interrupted?|How do I make the model shut up?|How do I stop an answer?|Can I stop you?|How do I interrupt the model?|Stop generating|How can I cancel?|How do I abort?|The answer is too long, how do I end it?|What does Esc do?|How can I make it stop writing?|"
          "cancel the answer|Is there a stop button?|What happens to the text when I stop?|I want to break off the answer|halt"),
    entry("how to answer again",
          "Choose **Answer again** below the answer or press Ctrl+R. A new version is written, and the earlier one is kept.",
          "I want a second attempt|Let it try once more|Can it have another try?|How do I get another reply to the same question?|Where do I click to have it answer anew?|Can I ask for a new attempt?|How do I regenerate an answer?|Can I get another answer?|How do I try again?|How can I retry?|I want a different answer|How do I get a new version?|regenerate|Is there a retry button?|"
          "I don't like this answer, can I get another?|Can the model answer the same question again?|repeat the generation|How can I redo the last answer?"),
    entry("versions of a message",
          "When an answer is written again or a message is edited, the earlier **versions** are kept. The small arrows below it, such as 2 / 3, switch between them.",
          "Where is the previous attempt?|How do I flip between attempts?|What are the arrows below an answer for?|Is the earlier attempt still there?|What does 1 / 2 under the answer mean?|How do I see the earlier answer?|What are versions?|What do the small arrows do?|What does 2 / 3 mean?|How do I go back to the old version?|Are old answers kept?|Where did my first answer go?|"
          "How can I compare two answers?|Can I return to the previous version of a message?|switch between versions|Is the old text lost when I edit?"),
    entry("how to edit a message",
          "Point at your message and choose **Edit**, or press Ctrl+E for the last one. The answer is written anew from there, and the old version is kept. Answers can be edited too.",
          "My question has a mistake, can I fix it?|How is a sent message changed?|Can I alter my prompt afterwards?|Is it possible to change my message?|Fix a mistake in my prompt|How do I edit a message?|Can I change my question?|How do I correct my message?|Can I edit what I sent?|I made a typo in my question|How can I rewrite my prompt?|edit a sent message|Can I fix my last message?|"
          "I want to change what I wrote|How do I modify a question?|Is it possible to edit an older message?|Can I edit the answer?"),
    entry("how to copy",
          "Choose **Copy** below the answer; it copies the text with its Markdown. A code block has its own copy button.",
          "How do I get the reply on the clipboard?|Can I copy only the code?|How can I take the reply into another program?|Put the answer on the clipboard|copy just the code block|How do I copy an answer?|Can I copy the text?|Where is the copy button?|How do I copy code?|How can I copy a code block?|I want to paste the answer elsewhere|copy to the clipboard|Does copy keep the Markdown?|"
          "How do I get the text out of Hadal?|Can I take the code over into my editor?"),
    entry("the themes",
          "Hadal has a **light** and a **dark** theme and high contrast. Open Appearance at the foot of the sidebar and choose Light, Dark or System.",
          "Can it be black at night?|I like a dark look, how?|Where do I turn on the light look?|How do I get a bright window?|Make it dark please|Is there a dark mode?|How do I change the theme?|Can I use a light theme?|How do I switch to dark?|dark theme?|Where are the themes?|How do I make the window dark?|It is too bright|How do I change the colors?|"
          "Can Hadal follow the system theme?|night mode|Switch to the light theme|I want a black background|appearance settings"),
    entry("text size and zoom",
          "Ctrl and + makes everything larger, Ctrl and - smaller, Ctrl and 0 resets. Under Appearance you can set the **text size** and the **zoom**.",
          "The font is too small|How can I enlarge the font?|What keys make it bigger?|My eyes are bad, can the text be bigger?|zoom keys|How do I increase the font?|How do I make the text larger?|The letters are too small|How do I zoom?|Can I change the font size?|How do I enlarge the window's content?|text size|What does Ctrl + do?|How can I make everything bigger?|"
          "How do I reset the zoom?|I can hardly read this|Is there a way to zoom in?|change the size of the letters"),
    entry("the language of the window",
          "Open Appearance at the foot of the sidebar and choose the **language**: the window speaks English, Simplified and Traditional Chinese.",
          "Can the menus be Chinese?|Show the menus in English|Are the menus available in another language?|How do I get Chinese menus?|How do I change the language?|Can the window be in Chinese?|Is there a Chinese interface?|How do I switch the interface to English?|Which languages does the interface have?|language of the menus|"
          "Does the program come in Chinese?|I want the buttons in Chinese|Where can I choose the language?"),
    entry("animations",
          "Under Appearance set **Motion** to Reduced, and the window moves less.",
          "How do I get rid of effects?|Too many moving effects|Switch the moving effects off|Can the window move less?|How do I turn off animations?|Can I reduce motion?|The animations disturb me|What is Motion in the settings?|Is there a setting for less movement?|stop the animations|reduced motion"),
    entry("keyboard shortcuts",
          "**F1** lists all keys. **Ctrl+N** starts a chat, **Ctrl+K** searches, **Ctrl+B** shows or hides the sidebar, **Ctrl+E** edits your last message, **Ctrl+R** answers again, **Esc** stops the answer.",
          "What hotkeys does the program have?|Tell me the keys|Which keys can be pressed here?|Is there a list of hotkeys?|keys?|Which keyboard shortcuts are there?|What are the shortcuts?|Can I use the keyboard?|keyboard shortcuts|Which keys can I use?|What does Ctrl+N do?|List the hotkeys.|What does F6 do?|"
          "Can I work without a mouse?|Which key hides the sidebar?|show me the key bindings"),
    entry("the sidebar",
          "The **sidebar** on the left lists your chats. Ctrl+B shows or hides it. Each row has a menu to rename, pin or delete the chat.",
          "Make the list on the left vanish|Where are earlier chats listed?|How can I get the chat list back?|Hide the list of chats|The left column is in the way|What is the sidebar?|How do I hide the sidebar?|Where is the list of chats?|How do I show the sidebar?|What is on the left side?|The chat list is gone|Where can I find my old chats?|How do I open an earlier conversation?|"
          "sidebar|How do I get more room for the text?|Where are my previous conversations?"),
    entry("how to delete a chat",
          "Open the menu of its row in the sidebar and choose **Move to bin**, or press Del. Undo brings it back, and the bin keeps it for 30 days.",
          "How do I throw a conversation away?|Can I get back what I deleted?|I want to remove this conversation|Throw away a chat|Is a deleted chat gone for ever?|How do I delete a chat?|Can I remove a conversation?|How do I erase a conversation?|I deleted a chat by mistake|Can I undo a deletion?|delete this chat|How do I get rid of old chats?|remove a chat from the list|"
          "How do I clear my history?|Can a deleted chat be restored?"),
    entry("how to rename or pin a chat",
          "Open the menu of its row in the sidebar: **Rename** (F2) gives it a new title, **Pin** keeps it at the top of the list.",
          "How does a chat get another title?|Fix a chat at the top|Can I call my chat something else?|Change the name of a conversation|How do I keep one chat first in the list?|How do I rename a chat?|Can I pin a conversation?|How do I change the title of a chat?|How do I keep a chat at the top?|rename|What does Pin do?|Can I give a chat a better name?|pin this chat|"
          "How do I mark an important chat?|How can I sort my chats?"),
    entry("where chats are stored",
          "Your conversations stay on this machine, in a local **SQLite** file. The built-in model runs here too, so nothing is sent to a server.",
          "Does my text reach some server?|Where on the disk are messages kept?|Who gets to see what I write?|Where do messages end up?|Do my conversations leave this computer?|In what place are chats kept?|Where are my chats stored?|Where are conversations saved?|Are my chats private?|Does Hadal send my data anywhere?|Do you store my messages?|Is anything uploaded?|Is my data safe?|Who can read my chats?|"
          "Does anything leave my computer?|In which file are the chats?|What about privacy?|Do you spy on me?|Is there a database?|Are messages sent to the cloud?|How are conversations saved?|Does Hadal collect data?"),
    entry("what happens to a chat that is cut off",
          "Answers are saved while they stream. If the program ends in the middle, the text so far is kept.",
          "Is everything gone when the program dies?|The program died in the middle of an answer|What remains after a crash?|If the computer stops, is the answer lost?|What happens if Hadal crashes?|Is my chat lost when I close the window?|Do I have to save my chats?|Are answers saved while they are written?|What if the power fails during an answer?|Does Hadal save automatically?|"
          "autosave|Can I close the program while it writes?"),
    entry("where the speed is shown",
          "Below each answer stand its numbers: how many tokens, how many **tokens per second**, and how long the first token took.",
          "Where do I read the speed?|How many tokens per second does it make?|Where are the tokens per second shown?|Can I see how quick it is?|How quickly do you write?|How do I see tokens per second?|How fast are you?|Where can I see the speed?|How many tokens did you write?|What do the numbers below the answer mean?|How fast is the model?|speed of generation|"
          "What is your speed?|How long did the first token take?|Is there a speed display?|tokens per second?"),
    entry("the context bar",
          "The **context bar** shows how much of the context is used and for what: system, tools, history, thinking, your draft and the reserve for the answer.",
          "How much of the context is taken already?|How can I tell if the context is full?|What fills up the context?|Is there a display of the used context?|How much context is used?|What is the context bar?|Where do I see how full the context is?|How many tokens are left?|What does Reserve mean?|Is the context nearly full?|What are the colored parts of the bar?|"
          "How do I know when the context ends?|What does the bar above the text box show?|Where can I see the used tokens?"),
    entry("messages in the queue",
          "You can write the next message while an answer is written: it waits in a **queue** and is sent when the answer has ended. You can still take it back.",
          "May I send something before the reply is finished?|Can I write on before you are done?|I sent a message while you were writing|Does my next message wait?|Can I write while you answer?|What happens if I send a message during an answer?|What is the queue?|Can I send the next message already?|Do I have to wait for the answer?|How do I take back a waiting message?|"
          "My message was not sent yet|Can I type ahead?|queued message"),
    entry("the starter prompts",
          "The **starter prompts** on the empty page show what I can do: explain, prove, fill a record and answer in Chinese. Click one to send it.",
          "What are starter prompts?|What are the examples on the empty page?|What are the questions on the first page?|What are these suggestions?|Can I click the examples?|What does \"Try one of these\" mean?|"
          "Where do the example questions come from?|suggested prompts"),
    entry("how to start a chat",
          "Choose **New chat** at the top of the sidebar or press Ctrl+N. Earlier chats stay in the list below it.",
          "I'd like a fresh conversation|Where do I click for a new chat?|Open a fresh chat|How do I get an empty chat?|How can I begin another conversation?|How do I start a new chat?|New conversation|How do I open a new conversation?|Start over|I want to begin again|How do I begin a fresh chat?|new chat|Can I have several chats?|How do I change the topic?|Open an empty chat|"
          "Where is the button for a new chat?|create a new conversation"),
    entry("what hadal-cli is",
          "`hadal-cli` is Hadal without a window. Its commands are `run`, `bench`, `doctor`, `plan`, `tokenize`, `encode`, `parse`, `export` and more. For example: `hadal-cli run --prompt \"Hello\"`.",
          "Does a command-line program come with it?|Can I use the shell instead of the window?|Is it usable from a shell?|Does it run without graphics?|Is there something for the terminal?|What is hadal-cli?|Is there a command line?|Can I use Hadal in a terminal?|How do I run Hadal without a window?|Can I script Hadal?|Does it work over SSH?|Is there a CLI?|How do I use it from a script?|"
          "Which commands does hadal-cli have?|headless mode|Can I run it on a machine without a screen?|terminal version|How do I ask a question from the shell?|command line tool"),
    entry("how to measure speed",
          "Run `hadal-cli bench`. It measures prefill and decode in tokens per second on your machine.",
          "How do I benchmark this machine?|Which command measures speed?|Measure how quick my machine is|run the benchmark|How do I measure the speed?|How do I run a benchmark?|How can I benchmark my computer?|Is there a benchmark?|How fast is my machine?|bench|Test the performance|How do I compare two computers?|"
          "What does hadal-cli bench do?|I want to measure tokens per second"),
    entry("how to see tokens",
          "Run `hadal-cli tokenize`: it prints the token ids of a text. `hadal-cli detokenize` turns ids back into text.",
          "How do I list the token ids?|List the tokens of my sentence|Which ids does my text have?|Turn my sentence into token ids|How do I count tokens?|How do I see the tokens of a text?|How do I tokenize a text?|What does detokenize do?|Can I print token ids?|How many tokens does my text have?|turn ids into text|"
          "Is there a tool to count the tokens?|show me the token ids of a sentence"),
    entry("how to see the exact prompt",
          "Run `hadal-cli encode`: it turns messages into the exact prompt text of V3.2. `hadal-cli parse` goes the other way and reads a finished answer.",
          "View the text that reaches the model|What exactly reaches the model?|Can I view the full prompt text?|Show me the very prompt|How do I see the exact prompt?|What text does the model really get?|How do I print the prompt?|What is hadal-cli encode?|What does parse do?|Can I look at the raw prompt?|How is my message formatted for the model?|"
          "Show the prompt template|What is the prompt format?"),
    entry("whether the GPU is used",
          "**Yes**, NVIDIA cards from Ampere to Blackwell: build Hadal with `packaging/build cuda`. Without one it runs on the CPU, which is enough for the built-in model.",
          "Will my RTX help?|Can a GeForce speed it up?|Does it use CUDA cores?|Is my GPU used?|Is the video card used at all?|Does Hadal use my GPU?|Is there GPU support?|Can I use CUDA?|Does it run on a graphics card?|Why is my graphics card idle?|Does it need an NVIDIA card?|Can it run on the GPU?|CUDA?|Does Hadal support AMD cards?|"
          "How do I turn on the GPU?|Is Metal supported?|Will it be faster with a graphics card?"),
    entry("which processors work",
          "Hadal runs on x86-64 processors. It picks **AVX-512**, **AVX2** or **SSE4** when it starts, whichever the machine has.",
          "On which processors does it run?|Does an AMD Ryzen work?|Is ARM supported?|Do I need a new processor?|Which CPU do I need?|Does Hadal need AVX-512?|Which processors work?|Does it run on an old CPU?|Does it use AVX2?|What processor is required?|Is my CPU fast enough?|How does Hadal use the processor?|CPU requirements|"
          "Will it work on an Intel chip?"),
    entry("whether there is a server",
          "**Not yet.** An OpenAI-compatible server is planned. Until then use `hadal-cli` from scripts.",
          "Can my application talk to Hadal?|Is an HTTP API offered?|Does it have an OpenAI-like endpoint?|How does my own program use Hadal?|Can it serve other programs?|Is there an API server?|Does Hadal offer an OpenAI server?|Can other programs use Hadal?|Can I call Hadal over HTTP?|Is there a REST API?|How do I connect my editor to Hadal?|Can I use it as a backend?|Does it have an API?|"
          "hadal-cli serve?|Can I reach Hadal from another computer?"),
    entry("remote endpoints",
          "Press **Ctrl+M** and add an **endpoint** that speaks OpenAI's API: its address, its key and a model. It then answers like a model of this machine; the key stays in the keyring.",
          "Can it use a model in the cloud?|How do I enter the address of a server?|Can I use an online model in Hadal?|Can I connect to an endpoint?|How do I use a remote model?|Can Hadal talk to the DeepSeek API?|How do I enter an API key?|Can I use a cloud model?|Does Hadal support remote servers?|Can I connect to OpenAI?|"
          "How do I connect an endpoint?|Use a model on another machine"),
    entry("how to give tools",
          "Press the **Tools** button under the text box and switch on the tools of this chat. On the command line: `hadal-cli run --tools FILE`.",
          "How are tools passed to the model?|Pass my own functions to you|How can I hand you a tool?|Does Hadal run tools?|How do I give you a tool?|How do I use function calling?|Can you execute code?|What is --tools?|"
          "Can Hadal call my functions?|How do tools work here?|function calling"),
    entry("how to get JSON answers",
          "Choose **Any JSON** or a schema under the text box: the answer cannot be anything else then. On the command line: `hadal-cli run --schema FILE`.",
          "How can I make sure the reply is JSON?|Which option takes the schema?|I want to receive JSON|The reply should be JSON, how?|Can replies be JSON only?|How do I get JSON answers?|Can you answer in JSON?|How do I use a schema?|Is there a JSON mode?|How do I make the model return JSON?|What is --schema?|How do I get structured output?|Can the answer follow a schema?|"
          "I need the answer as a record|Does Hadal support response formats?|What is JSON mode?|How do I force valid JSON?"),
    entry("code in answers",
          "Code in an answer is shown in its own block with **syntax highlighting**, a copy button and a switch to wrap long lines.",
          "Does code get colors?|Is source code colored?|Do you color source code?|highlighted code?|Is code highlighted?|Does Hadal show code nicely?|Is there syntax highlighting?|How are code blocks shown?|Can I wrap long lines of code?|Does it color the code?|The code lines are too long|"
          "How does code look in a message?"),
    entry("mathematics in answers",
          "Formulas are written in LaTeX between dollar signs and shown as **mathematics**, for example $a^2 + b^2 = c^2$.",
          "Are formulas rendered?|Does LaTeX work?|Can it display formulas?|Do you show math properly?|Can Hadal show formulas?|Does it render LaTeX?|How is mathematics shown?|Can I see equations?|Is math supported?|How do I write a formula?|Does Hadal support LaTeX?|Why do I see dollar signs?|"
          "Are equations displayed properly?"),
    entry("Markdown",
          "Answers are shown as **Markdown**: headings, lists, tables, quotes, code and formulas.",
          "Does Hadal support Markdown?|How are answers formatted?|Can I see tables?|Is there formatting in the answers?|Are lists and tables shown?|Which formatting does Hadal know?|Markdown?"),
    entry("how Hadal is made",
          "Hadal is written in **C++20** with **Qt 6**, and its inference engine is its own. The licence is MIT.",
          "Which language was Hadal written in?|What licence is it published under?|Was it written in Rust?|What technology is Hadal made with?|Who publishes Hadal and under which licence?|Is Hadal free?|Is the code open?|Who made Hadal?|What is Hadal written in?|Which licence does Hadal have?|Is Hadal open source?|In which language is Hadal programmed?|Does it use llama.cpp?|What is under the hood?|"
          "Which GUI toolkit is used?|Can I use Hadal at work?|Does Hadal use Python?|Is it built on PyTorch?"),
    entry("how to install Hadal",
          "On Debian 12 run `packaging/run`: it installs what is needed, builds Hadal and opens the window. `tests/run` runs every test.",
          "What do I run to build it?|How is it built on Debian?|Which command opens the window?|How do I get it running?|What must I do to compile Hadal?|How do I install Hadal?|How do I build Hadal?|How do I compile it?|What does packaging/run do?|How do I run the tests?|Is there an installer?|Which systems does Hadal run on?|Does it run on Windows?|"
          "installation|How do I set it up on Debian?|Can I use it on a Mac?|How do I start the program?"),
    entry("whether Hadal works offline",
          "Hadal works **offline**. The built-in model and any checkpoint you load run on this machine.",
          "Is it usable without internet?|I have no internet, does it work?|Can I use it on the train without network?|Does it work with no connection?|Do you need the internet?|Does Hadal work offline?|Can I use it without a network?|Does it need a connection?|Can I use Hadal on a plane?|Is the internet required?|offline?|Will it work without Wi-Fi?|Are you online?"),
    entry("how the built-in model is made",
          "I am a tiny network of DeepSeek-V3.2's design with a few **million** parameters, trained on text written for Hadal. I have sparse attention, experts, FP8 weights and an MTP layer, all in a few megabytes.",
          "What data were you trained on?|What size are you?|On which text did they train you?|How large is the little network?|What does the small model consist of?|How were you trained?|How big are you?|How many parameters do you have?|What is the built-in model?|Why are you so small?|What is your training data?|Who trained you?|How many layers do you have?|"
          "What is inside the built-in model?|How large is the guide model?|What architecture do you have?|On what were you trained?"),
    entry("how far I can be trusted",
          "I am very small and can be wrong. Trust me on Hadal itself; for anything else load a larger model and check what it says.",
          "Do your replies contain errors?|Can your replies be false?|Are you sure about this?|How good is your knowledge?|Why is your answer wrong?|Can I trust you?|Do you make mistakes?|Are you always right?|How reliable are you?|Is what you say true?|Can you be wrong?|Should I check your answers?|How accurate are you?"),
    entry("how to write several lines",
          "**Enter** sends the message; **Shift+Enter** begins a new line.",
          "How can I add a line break?|New line without sending|Which key makes a line break?|I want to write two lines|How do I write several lines?|How do I make a new line?|Why does Enter send?|Can I write a paragraph?|line break in the text box|How do I send a message?|What does Enter do?|How can I insert a line break?"),
]
