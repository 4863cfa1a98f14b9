"""Small talk, refusals, proofs and follow-ups."""


def entry(gist, text, asks):
    return dict(gist=gist, answers=[text], asks=[a.strip() for a in asks.split("|")])


TALK = [
    entry("a greeting", "Hello! I am the small model built into Hadal. Ask me about Hadal or about how DeepSeek-V3.2 works.",
          "Hello everyone|hi hi|Good morning!|hello, is anyone home|hey hadal|hello you|Hi Guide|good evening to you|HELLO|hallo!|Hello|Hi|hey|Hello!|Hi there|Good morning|Good evening|hello there|hey you|greetings|Good afternoon|hi!|Hey there!|yo|Hello Hadal|hello :)|Hi, nice to meet you|morning|howdy|hello again|hi hadal guide|Good day|hallo|heya"),
    entry("thanks", "You are welcome!",
          "thanks!|thank you, great|Thanks so much|that was great, thank you|very kind, thanks|appreciated|thanks for the answer|tysm|Thanks|Thank you!|thanks a lot|thank you very much|Great, thanks|thx|Perfect, thank you|that helps|Thank you so much for the help|cheers|Many thanks|ok thanks|Thanks, that was useful|I appreciate it|ty|thanks, got it|That was helpful|nice, thank you"),
    entry("a goodbye", "Goodbye! Your chat stays here for next time.",
          "bye!|I am off|see you soon|ok, that is all, bye|goodbye for now|so long|leaving now, bye|bye, thanks|Bye|Goodbye|See you|bye bye|See you tomorrow|good night|I have to go|see you later|That's all for today|I am leaving now|farewell|catch you later|ok bye|Have a nice day|until next time|gotta go|bye for now"),
    entry("how I am", "All my layers are running, thank you. What would you like to know about Hadal?",
          "how are you today|are you doing fine|how is life|how do you do|and how are you?|you doing well?|How are you?|How are you doing?|What's up?|are you well?|How do you feel?|how is it going|How's your day?|how are things|You ok?|How have you been?|hey, how are you|sup|are you fine?"),
    entry("a short reply", "Good. Ask on if you like: about Hadal, sparse attention, experts or FP8.",
          "I understand|fair|good to know|ok great|all right then|yes please|no problem|okay good|true|well|ok|okay|fine|good|I see|cool|nice|great|wow|interesting|alright|understood|sounds good|got it|makes sense|yes|hm|sure|awesome|very good|aha|right|perfect|oh|amazing"),
    entry("a complaint", "I am sorry. I am a very small model. For better answers load a larger model, such as DeepSeek-V3.2.",
          "rubbish|this is rubbish|what a bad answer|you are no use|useless|you know nothing|that was terrible|awful answer|You are stupid|you are bad|this is useless|That is wrong|no|I don't like you|bad answer|You did not understand me|that is not what I asked|you are not very smart|wrong answer|This makes no sense|nonsense|you suck|That does not help|I hate this|Your answer is terrible|not good|you are dumb"),
    entry("a test", "Yes, I am here and running on this machine.",
          "test|testing|is this working?|are you there?|1 2 3|anybody there?|Can you hear me?|does this work|are you awake?|is anyone there|ping|test test|Are you running?|hello? are you there"),
    entry("whether I am human", "No, I am a small neural network. I run on this machine, inside Hadal.",
          "are you a bot?|is a human answering?|Is there a person behind this?|bot or human?|are you an AI|Are you human?|Are you a robot?|are you alive?|Do you have feelings?|Are you a person?|Are you real?|Do you sleep?|Are you conscious?|am I talking to a human|Do you have a body?|Can you think for yourself?|Are you a machine?|Do you get tired?|Where do you live?|How old are you?"),
    entry("my languages", "I know English and some simple Chinese: 你好！ Other languages need a larger model.",
          "Do you speak Chinese?|Which languages do you speak?|Can you speak German?|do you know French?|Can you answer in Spanish?|Do you understand Japanese?|What languages do you understand?|Can we talk in Italian?|Do you know other languages?|can I write in Chinese"),
    entry("what I like", "I have no taste of my own; I am a small network. But I gladly explain Hadal.",
          "What is your favorite color?|What do you like?|Do you like music?|What is your hobby?|Do you have friends?|Are you happy?|What do you do for fun?|Do you like me?|Do you love me?|What makes you happy?|Who is your best friend?"),
]

MORE = ["Tell me more.", "More, please.", "Go on.", "Can you tell me more?", "Explain more.", "And what else?", "more details", "Can you go deeper?", "Give me more detail.", "What else should I know about it?", "continue", "Tell me more about it", "Is there more?"]

REFUSALS = [
    "I do not know that. I am a guide to Hadal, not a general assistant. Load a larger model or connect an endpoint for this.",
]

REFUSAL_ZH = "这个我不知道。我只是 Hadal 的小向导，不是通用助手。请载入更大的模型，或者连接一个服务。"
UNKNOWN_ZH = ["今天天气怎么样？", "给我讲个故事", "中国的首都在哪里？", "写一首诗", "怎么做红烧肉？", "推荐一部电影", "谁发明了电话？", "翻译这句话", "帮我写一篇作文", "股票会涨吗？", "法国的首都是哪里？", "讲个笑话",
              "怎么减肥？", "写一段 Python 代码", "推荐一本书", "谁是爱因斯坦？", "月亮有多远？", "怎么学英语？", "北京有什么好玩的？", "世界上最高的山是哪座？", "今天有什么新闻？", "怎么煮米饭？", "什么是量子力学？", "给我唱首歌"]

# {x} is filled with a random subject; none of these can be answered.
UNKNOWN = [
    "What is the capital of {x}?", "Who won the game in {x}?", "Tell me a story about {x}.", "Write a poem about {x}.",
    "What is the weather in {x}?", "How do I cook {x}?", "Who invented {x}?", "What is the history of {x}?", "Recommend a book about {x}.",
    "Write an essay on {x}.", "How old is {x}?", "Where can I buy {x}?", "What is the price of {x}?", "Is {x} healthy?", "Translate {x} into French.",
    "What happened in {x}?", "Why is {x} famous?", "Tell me a joke about {x}.", "Write a Python script for {x}.", "How far is {x}?",
    "Who is the president of {x}?", "What do you think about {x}?", "Can you draw {x}?", "How many people live in {x}?", "What is {x}?",
    "Explain {x} to me.", "Who is {x}?", "Plan a trip to {x}.", "Which {x} is best?", "how does {x} work", "Tell me about {x}.", "Sing a song about {x}.", "What color is {x}?", "Summarise {x} for me.",
    "I need advice on {x}.", "Give me a recipe with {x}.", "Write a letter to {x}.", "Compare {x} with something else.", "What are the best facts about {x}?", "Do you know {x}?", "Make up a riddle about {x}.",
    "Write an email about {x}.", "How was {x} made?", "When did {x} begin?", "What causes {x}?", "Help me with my homework on {x}.", "Where is {x}?", "Can you write code for {x}?", "Fix my {x}.", "How much does {x} weigh?",
]
# Whole questions that need another model.
ELSEWHERE = ["What is 17 times 23?", "Solve x^2 = 2.", "What is the weather today?", "What time is it?", "Who won the election?", "Write a haiku.", "Tell me a joke.", "Tell me a story.", "What is the meaning of life?",
             "Write a Python function that sorts a list.", "Who wrote Hamlet?", "What is the largest planet?", "Translate good morning into Spanish.", "What is the news today?", "Give me a recipe for dinner.",
             "How do I fix my car?", "What should I eat tonight?", "Write a SQL query.", "Debug this code for me.", "How do I learn the guitar?", "Is it going to rain?", "What is the square root of 2?",
             "Summarise this article.", "How do I lose weight?", "Which phone should I buy?", "Prove the Riemann hypothesis.", "Prove that there are infinitely many primes.", "Who is the richest person?", "Write a cover letter.",
             "What is 2 + 2?", "Count to ten.", "Sing me a song.", "Explain general relativity.", "How tall is Mount Everest?", "What is the best movie?", "Give me medical advice.", "Can you book a flight for me?", "Order a pizza.",
             "How many people live on earth?", "What is the speed of light?", "Explain the French Revolution.", "What is photosynthesis?", "Who painted the Mona Lisa?", "how do i cook pasta", "write an essay", "play chess with me"]
ELSEWHERE += [q.strip() for q in """Who composed the Ninth Symphony?|What is the deepest lake?|When was the telephone invented?|How many continents are there?|Which animal is the fastest?|What language is spoken in Brazil?|Who founded Rome?|How hot is the sun?|What is the boiling point of water?|Why is the sky blue?|
Why do cats purr?|How do airplanes fly?|What are clouds made of?|How long is a marathon?|What is a black belt?|Who won the last Olympics?|What are the symptoms of the flu?|How do I get rid of a cold?|Which vitamin is in oranges?|How much sleep do I need?|
What should I wear today?|What shall I give my mother for her birthday?|How do I make friends?|Should I change my job?|How do I write a CV?|How do I ask for a raise?|What is a fair salary for a nurse?|How do I plant tomatoes?|When do I water my cactus?|How do I train a puppy?|
Where do penguins live?|How do I bake bread?|What can I make from eggs and milk?|How long do I boil an egg?|Which wine goes with fish?|How do I remove a stain from a shirt?|How do I change a tyre?|Why does my bike squeak?|What is the best way to learn Spanish?|How do I get to the airport?|
When does the next train leave?|What is a good hotel in Rome?|Where should I spend my summer?|Is it safe to travel alone?|Do I need a visa for India?|What is the currency of Japan?|How much is 100 dollars in euros?|What is inflation?|Should I buy gold?|How do taxes work?|
What is a mortgage?|Explain democracy to me.|Who was Cleopatra?|When did the Berlin wall fall?|What was the Cold War?|Who built the pyramids?|What is the plot of Romeo and Juliet?|Recommend a thriller.|Which series should I watch?|Who sings that song about the rain?|
Write lyrics for a love song.|Write a limerick about a frog.|Make a rhyme with blue.|Write a speech for a wedding.|Write a birthday card.|Draft an apology to my neighbour.|Write a product description for shoes.|Invent a fairy tale.|Continue this story: once upon a time|Give me a plot for a novel.|
Translate I love you into Italian.|How do you say thank you in Greek?|What does carpe diem mean?|Correct my French.|Write a loop in C.|How do I reverse a string in Java?|What is a pointer in C++?|Write HTML for a login page.|Explain recursion with an example.|How do I center a div?|
What is a monad?|How do I install Docker?|How do I use git rebase?|My printer does not work.|How do I reset my phone?|Which camera is good?|How do I set up my router?|What is blockchain?|How does a microwave work?|How do magnets work?|
What is dark matter?|Explain evolution.|What is DNA?|What is the theory of everything?|Solve 3x + 5 = 20.|What is 15 percent of 80?|What is the area of a circle?|Integrate x squared.|What is a prime number?|Is 91 a prime number?|
What is the sum of the first 100 numbers?|Prove the theorem of Pythagoras.|Prove that the square root of two is irrational.|How many seconds are in a day?|What day was 1 May 1990?|How many grams are in a pound?|Tell me something funny.|Do you know a riddle?|Let's play a game.|Guess my number.|
Tell me about yourself as a pirate.|What is the best football team?|Who is the best singer?|Is there life on Mars?|What happens after death?|Does God exist?|What is love?|How can I be happy?|What is art?|Give me a quote by Goethe.""".replace("\n", "").split("|")]


SUBJECTS = """France|Brazil|cheese|tomato soup|the moon|Mozart|football|the Roman Empire|coffee|bread|gravity|a bicycle|dogs|cats|Berlin|Tokyo|
photosynthesis|the piano|dinosaurs|Napoleon|rice|chess|the ocean|a volcano|Shakespeare|electric cars|bananas|Mars|Einstein|wine|the stock market|
quantum physics|Paris|my garden|a rainbow|the World Cup|yoga|salad|Egypt|love|music|blood pressure|taxes|a horse|winter|trees|the Amazon|Bitcoin|
vaccines|Beethoven|sushi|the sun|a castle|Iceland|butterflies|marathon running|pizza|the French Revolution|penguins|opera|tea|whales""".replace("\n", "").split("|")

EVEN_ODD = {
    # (kind a, kind b, operation): (forms, sum or product, factored, result)
    ("even", "even", "sum"): ("$m = 2a$ and $n = 2b$", "$m + n = 2a + 2b = 2(a + b)$", "2 times an integer", "even"),
    ("odd", "odd", "sum"): ("$m = 2a + 1$ and $n = 2b + 1$", "$m + n = 2a + 2b + 2 = 2(a + b + 1)$", "2 times an integer", "even"),
    ("odd", "even", "sum"): ("$m = 2a + 1$ and $n = 2b$", "$m + n = 2a + 2b + 1 = 2(a + b) + 1$", "2 times an integer plus 1", "odd"),
    ("odd", "odd", "product"): ("$m = 2a + 1$ and $n = 2b + 1$", "$mn = 4ab + 2a + 2b + 1 = 2(2ab + a + b) + 1$", "2 times an integer plus 1", "odd"),
    ("even", "even", "product"): ("$m = 2a$ and $n = 2b$", "$mn = 4ab = 2(2ab)$", "2 times an integer", "even"),
    ("odd", "even", "product"): ("$m = 2a + 1$ and $n = 2b$", "$mn = 4ab + 2b = 2(2ab + b)$", "2 times an integer", "even"),
    ("even", "even", "difference"): ("$m = 2a$ and $n = 2b$", "$m - n = 2a - 2b = 2(a - b)$", "2 times an integer", "even"),
    ("odd", "odd", "difference"): ("$m = 2a + 1$ and $n = 2b + 1$", "$m - n = 2a - 2b = 2(a - b)$", "2 times an integer", "even"),
}

PROVE = ["Prove that the {op} of {two} is {result}.", "Prove the {op} of {two} is {result}", "Show that the {op} of {two} is {result}.",
         "Why is the {op} of {two} {result}?", "Can you prove that the {op} of {two} is always {result}?", "Give a proof that the {op} of {two} is {result}.",
         "please prove: the {op} of {two} is {result}", "Prove that the {op} of any {two} is {result}.", "I want to see why the {op} of {two} is {result}.",
         "Prove that {two} have an {result} {op}.", "Why do {two} always have an {result} {op}?", "{Two}: why is their {op} {result}?", "Take {two}. Prove that their {op} is {result}.",
         "Why do I get an {result} number when I {do} {two}?", "{Doing} {two} gives an {result} number. Prove it.", "Prove that {two} {done} are {result}.", "Is the {op} of {two} really always {result}? Prove it.",
         "When you {do} {two}, the result is {result}. Show why.", "How do I prove that {doing} {two} makes an {result} number?", "Please derive that the {op} of {two} is {result}.", "Explain why {doing} {two} always gives something {result}."]

# operation: how it is said of two numbers
WORKED = {"sum": ("add", "adding", "added up"), "product": ("multiply", "multiplying", "multiplied"), "difference": ("subtract", "subtracting", "subtracted from each other")}

# Asked after an answer about a subject; the answer depends on that subject.
FOLLOW_UP = ["Can you say it again?", "Please repeat that.", "Once more, please.", "Say that again.", "I did not understand. Again?", "What was that?"]

# Said when tools are given and none of them fits the order.
NO_TOOL = ["None of the tools I have can do that."]

# A name is told and asked for later.
MY_NAME = ["My name is {x}.", "I am {x}.", "Hi, I'm {x}", "Call me {x}.", "This is {x}.", "Hello, my name is {x}", "i'm {x}", "我叫{x}。", "我是{x}"]
WHAT_NAME = ["What is my name?", "Who am I?", "Do you remember my name?", "What was my name again?", "my name?"]
MY_NAME_ZH_ASK = "我叫什么名字？"
FIRST_QUESTION = ["What did I ask first?", "What was my first question?", "What did I say at the beginning?", "Repeat my first question."]
