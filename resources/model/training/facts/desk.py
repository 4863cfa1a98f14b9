"""How to use what Hadal has around the chat: search, files, branches, tools, schemas. The form is that of hadal.py."""


def entry(gist, text, asks, more=None):
    return dict(gist=gist, answers=[text], asks=[a.strip() for a in asks.split("|")], more=more)


DESK = [
    entry("how to search chats",
          "Press **Ctrl+K** and type: it searches all chats and every command. **Ctrl+F** finds words in the chat that is open.",
          "How do I search my chats?|Where can I search?|Find an old message|search|How do I find a word in a chat?|Is there a search?|Can I look for text in all conversations?|What does Ctrl+K do?|What does Ctrl+F do?|find text in this chat|I am looking for something I wrote last week|How can I find what you told me yesterday?|"
          "Where is the command palette?|full text search|Can I search by date?|search all messages|How do I look something up in my history?|Can Chinese words be searched?|I forgot in which chat it was",
          "In the palette choose who wrote it, when, and in which folder. Words in quotes stay together, and Chinese words of two characters are found."),
    entry("how to export a chat",
          "Press **Ctrl+Shift+E** or choose Export in the menu of a chat: Markdown, HTML, PDF or JSON; one chat, a folder or all of them.",
          "How do I export a chat?|Can I save a chat as PDF?|export to Markdown|How do I print a conversation?|Save this conversation to a file|Can I get my chats out of Hadal?|How do I back up my chats?|export all chats|Is there a PDF export?|Can I turn a chat into HTML?|How do I share a conversation?|download a chat|"
          "write the chat to disk|export pdf how|make a PDF of this chat|Can I store the talk as a document?|How do I give this chat to a colleague?|send a chat to somebody"),
    entry("how to import chats",
          "Press **Ctrl+O** or drop the file on the window. Hadal reads its own JSON and the exports of ChatGPT and DeepSeek, shows a preview first, and Undo takes it back.",
          "How do I import chats?|Can I bring my ChatGPT history?|import from DeepSeek|How do I load exported chats?|Can I move my conversations to another computer?|import|Does it read ChatGPT exports?|What does Ctrl+O do?|bring in old conversations from another app|How do I restore chats from JSON?|import a JSON file of chats|"
          "take over my chats from ChatGPT|I come from another program, can I keep my chats?|switch over from ChatGPT"),
    entry("folders and the archive",
          "Choose **New folder** in the menu of a chat or drag chats into a folder. **Archive** puts a chat away without deleting it.",
          "Can I make folders?|How do I put chats into a folder?|How do I organise my chats?|What does Archive do?|archive a chat|sort chats into folders|How do I group conversations?|Can I drag a chat into a folder?|new folder|put a chat away|My list of chats is too long|How do I move a chat to a folder?|Where are archived chats?|tidy up the chat list|"
          "remove a folder but keep its chats|How can I order my conversations by project?"),
    entry("drafts",
          "What you type is kept as a **draft** of its chat, also when you switch chats or close the program.",
          "Is my draft saved?|What happens to text that I have not sent?|Is an unsent message lost?|Does Hadal keep drafts?|I typed something and closed the window|drafts|unsent text|Is half a message kept when I switch chats?|Where is the text I had begun to type?|I had not sent my message yet, is it gone?"),
    entry("branches",
          "Press **Ctrl+Shift+B**: the outline shows where the chat forks. A click goes to a branch; it can be named or starred.",
          "What are branches?|Where do I see the branches of a chat?|How do I get to another branch?|show the forks of this chat|What does Ctrl+Shift+B do?|Can I name a branch?|star a version|the tree of a conversation|outline of branches|overview of all branches|How do I find my way between the branches?|Is there a map of the conversation?|mark a good version"),
    entry("how to fork a chat",
          "Choose **Go on from here in a new chat** below a message: a new chat begins there, and the old one stays as it is.",
          "How do I fork a chat?|Can I copy a chat from here on?|How do I duplicate a chat?|start a new chat from this message|branch off into a new chat|make a copy of a conversation|duplicate|continue from here in another chat|split off a chat|Can I try two ways from the same point?|clone this conversation|take the first half of this chat into a new one"),
    entry("how to continue an answer",
          "Choose **Continue** below an answer that was cut off or stopped, or press Ctrl+Shift+Enter. It goes on from its last word.",
          "How do I continue an answer?|The answer was cut off, how do I go on?|The reply is incomplete|Can it finish a stopped answer?|go on with the cut answer|The text ends in the middle|It reached the length limit|resume an answer|make it write on|let it finish what it began|The answer stopped halfway|How do I get the rest of the reply?|it ended too early"),
    entry("how to attach a file",
          "Press **Ctrl+U** or drop a text file on the message. Only **text files** work: images, recordings and PDFs are refused. A long paste becomes a file by itself.",
          "Can I attach a file?|How do I upload a picture?|Can you see images?|Can I drop a PDF here?|Do you read files?|Can I send you a photo?|attach a document|Can Hadal listen to my voice?|How do I add a text file?|What does Ctrl+U do?|Why was my image refused?|My paste became a file|Which files can I attach?|add a file to my message|"
          "Can I give you a log file?|read a source file|Why does a long paste turn into a file?|can you look at a screenshot|upload a document|send an audio file"),
    entry("the settings of a chat",
          "Press **Ctrl+,**: there are the **system prompt**, thinking and sampling such as temperature and length, for this chat alone. A preset keeps them for other chats.",
          "Where is the system prompt?|How do I set the system prompt?|Where do I set the temperature?|What are presets?|How do I save my settings for other chats?|settings of this chat|Where are the sampling settings?|What does Ctrl+, do?|give the model instructions for the whole chat|Can each chat have its own settings?|How do I limit the length of answers?|"
          "Where can I change top-p?|make a preset|How do I tell the model its role?|set a role for the assistant|where are the parameters of the model|change the maximum number of tokens"),
    entry("when the context is full",
          "In the settings of the chat (Ctrl+,) choose: leave out the **oldest** turns, keep the first, or refuse. What will be left out is shown pale before you send.",
          "What happens when the context is full?|The chat is too long, what now?|Why are some messages pale?|Does it forget old messages?|What is left out when the context overflows?|How do I keep the first message?|old turns are grey|My message does not fit|the conversation exceeds the context|Which messages are dropped?|overflow of the context|Will it cut off my old messages?"),
    entry("how to make a tool",
          "Open **Tools** (Ctrl+2) and choose New tool. Name, purpose, parameters and action go into a form, and you can try the tool there before the model uses it.",
          "How do I make a tool?|How do I define a tool?|Where is the page of tools?|create a new tool|Can I build a tool without code?|How do I test a tool?|What does Ctrl+2 do?|write my own tool|What can a tool do?|tool form|import a tool from JSON|How do I try a tool?|design a tool|add a function in the window|where do I enter the parameters of a tool|"
          "Can I import OpenAI tools?|How do I write a tool that calls a web address?|make a tool that runs a command",
          "Its action is a command, an HTTP request, JavaScript, files, or a question to you. Beside the form stands the exact text that the model gets."),
    entry("which calls need approval",
          "A **card** shows each call with its arguments, which you can edit. Allow it once, for this chat or always, or refuse it and say why.",
          "Do tools run without asking?|How do I approve a call?|What is the card in the chat?|How do I allow a tool?|Can I refuse a tool call?|always allow this tool|Is a tool run before I agree?|approve|What does Once mean?|Can the model do something without my consent?|edit the arguments of a call|permission for tools|deny a call|revoke a permission|"
          "Why does it wait for me?|stop asking me about this tool|Does it need my permission?|confirm a tool call|What is the lock for?",
          "Tools that only read may run without asking if you say so. A permission lapses when the tool changes, and Lock takes every “always” away."),
    entry("what the sandbox does",
          "Programs of tools run in a **sandbox**: no network and none of your files, unless the tool's form allows a folder or the network. Memory, time and output have limits.",
          "What is the sandbox?|Are tools dangerous?|Can a tool delete my files?|Can a tool read my files?|Is it safe to run tools?|How are tools isolated?|sandbox|Does a tool have network access?|let a tool see a folder|limits of a tool|What can a tool reach?|protect my computer from tools|Can a command harm my system?|give a tool access to the internet|isolation of programs"),
    entry("servers of tools",
          "Choose **Servers of tools** in the palette (Ctrl+K) and add a program or an address. Hadal speaks the Model Context Protocol, **MCP**, and offers the server's tools in chats.",
          "Does Hadal support MCP?|How do I add an MCP server?|What is MCP?|connect a tool server|Model Context Protocol|Where are the servers of tools?|add a server with tools|import MCP servers from JSON|MCP over HTTP|stdio server|use tools of another program|How do I plug in an MCP server?|does it talk to MCP servers|install a tool server"),
    entry("where keys and passwords are kept",
          "Keys and tokens go into the **keyring** of your desktop, never into chats. Write `{{secret:NAME}}` where one belongs; results and logs are cleared of it.",
          "Where are my keys kept?|How do I store an API key?|Is my password safe?|Where are secrets stored?|keyring|How do I use a token in a tool?|Are keys written into the log?|secrets|What does {{secret:NAME}} mean?|store a password for a tool|Can the model see my key?|keep a token safe|hide a password from the model"),
    entry("how to make a schema",
          "Open **Schemas** (Ctrl+3): build one as a tree of fields, write it as code, or start from a sample. Then choose it under the text box.",
          "How do I make a schema?|Where is the schema builder?|Where are the schemas?|create a JSON schema in the window|What does Ctrl+3 do?|edit a schema|build a schema from a sample|new schema|Can I draw up a schema without code?|the schema library|design the fields of an answer|How do I add a field to a schema?|turn sample JSON into a schema|reuse a schema"),
    entry("which connections Hadal makes",
          "The page **Network connections** in the palette (Ctrl+K) lists every connection. There are none, unless a tool, a server of tools or an endpoint makes one.",
          "Which connections does Hadal make?|Does Hadal phone home?|Is there telemetry?|Which servers does it contact?|network connections|Does it send statistics?|Is there tracking?|list of connections|Can I check that nothing is sent?|Does it look for updates?|what goes over the network|does the program call any server|prove that it is private"),
    entry("where the log is",
          "Choose **Open the folder of chats, presets and the log** in the palette (Ctrl+K). The log never holds what was said.",
          "Where is the log?|How do I find the log file?|Is there a log?|What is written into the log?|open the data folder|Where are the files of Hadal?|log file|where does the program keep its files|show me the folder with presets|find the error log|Does the log contain my messages?"),
    entry("how to undo",
          "Press **Ctrl+Z**: everything that loses something can be undone, such as moving a chat to the bin, an import or an edit of a tool.",
          "How do I undo?|Can I take something back?|undo|What does Ctrl+Z do?|I made a mistake in the list, can I go back?|Is there an undo?|revert my last action|I moved a chat by accident|undo the last step|How do I reverse what I did?"),
    entry("what happens on an update",
          "Before a newer version changes the file of chats, a **copy** is made of it. Your chats are kept.",
          "What happens on an update?|Are my chats kept after an update?|Is there a backup?|Does an upgrade lose my chats?|update of the database|Will a new version read my old chats?|upgrade|automatic backup|newer version of Hadal"),
    entry("how to use several GPUs",
          "`--ranks N` shares one model among several GPUs. `hadal-cli plan` tells beforehand what goes where, whether it fits and what a token will cost.",
          "Can I use several GPUs?|How do I split a model over two GPUs?|What does --ranks do?|multi GPU|Will the model fit on my GPUs?|What does hadal-cli plan do?|tensor parallelism|share a model between cards|eight GPUs|two graphics cards|plan the memory of the cards|distribute the weights|How many GPUs do I need for V3.2?"),
    entry("what hadal-cli doctor does",
          "`hadal-cli doctor` looks at the machine: processor, memory and GPUs. It checks the kernels against the CPU and says what is wrong.",
          "What does hadal-cli doctor do?|How do I check my machine?|doctor|Is my GPU set up right?|diagnose the hardware|test the kernels|Is something wrong with my card?|self-test|check the installation|Does my graphics card compute correctly?|find out what is wrong with my computer"),
]
