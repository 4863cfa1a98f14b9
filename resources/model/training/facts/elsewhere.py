"""Ways to ask for what the model cannot know, and small talk in many turns of phrase.

{x} is a thing, {v} a verb, {a} an adjective, {n} a person, {c} a town, {l} a country, {d} a number, {t} a title.
"""

ASIDE = """What is the capital of {l}?|Which river flows through {c}?|Who is the mayor of {c}?|How far is {c} from {l}?|What language do they speak in {l}?|How many people live in {c}?|Who is {n}?|When was {n} born?|What did {n} write?|What is {n} famous for?|
Who wrote {t}?|Who directed {t}?|What happens in {t}?|Is {t} worth watching?|Who plays in {t}?|Recommend me a {x}|Recommend something to read about {x}s|Which {x} should I buy?|What does a {x} cost?|How much is a {a} {x}?|Where can I buy a {x}?|How do I {v} a {x}?|how to {v} the {x}|
How do I get a {x} to {v}?|Can you {v} my {x}?|Why is my {x} {a}?|Why is the {x} so {a}?|Is a {x} {a}?|Are {x}s {a}?|Is {x} good for me?|Is it bad to {v} a {x}?|Can I eat a {x}?|What eats a {x}?|Where do {x}s come from?|Who invented the {x}?|When was the {x} invented?|What is a {x} made of?|
What is the difference between a {x} and a {y}?|Which is better, a {x} or a {y}?|How many {x}s are in a {y}?|Write a poem about a {a} {x}|Write a story about a {x} and a {y}|Tell me a story about {n}|Make up a joke about a {x}|Write a song about the {x}|Compose a letter to {n}|Write an essay on the {x}|
Write code that can {v} a {x}|Write a program to {v} {x}s|Write a Python function that {v}s a {x}|Give me a script for the {x}|Fix this bug in my {x}|Translate "{x}" into French|How do you say {x} in Spanish?|What is the German word for {x}?|Translate the sentence about the {x}|What is {d} plus {e}?|
What is {d} times {e}?|Compute {d} / {e}|How much is {d} percent of {e}?|What is the square root of {d}?|Solve {d}x = {e}|What is the derivative of {x}?|Integrate x^{d}|What is the news about {x}s?|What is the weather in {c}?|Will it rain in {c}?|How hot is it in {l}?|What time is it in {c}?|
Plan a trip to {c}|Plan a weekend in {l}|Book a flight to {c}|Find me a hotel in {c}|What can I see in {c}?|Tell me the history of {c}|What happened in {l} in {d}?|Who won the war of {l}?|Who is the president of {l}?|Who is the king of {l}?|When did {l} become a country?|Explain the history of the {x}|
Explain the theory of the {x}|Explain {x} physics|How does a {x} work?|how does the {x} {v}?|What causes a {x}?|How old is the {x}?|How tall is the {x}?|How heavy is a {x}?|How fast is a {x}?|What color is a {x}?|How long does a {x} live?|Where is the {x}?|Who owns the {x}?|What should I {v} today?|
What should I cook tonight?|Give me a recipe for {f}|How do I cook {f}?|Is {f} healthy?|What goes well with {f}?|How many calories does {f} have?|How do I learn to {v}?|How do I become a {j}?|What does a {j} do?|How much does a {j} earn?|Do I need a {j}?|Give me advice on my {x}|My {x} hurts, what can I do?|
I feel {a}, what should I do?|Which medicine helps against {x}?|Should I see a doctor about my {x}?|Should I sell my {x}?|Will {x} prices rise?|What is the best {x} in {c}?|the best {x}?|the {a}est {x} of the world?|the biggest {x} in {l}|Name three {a} {x}s|Name a famous {j}|List five {x}s|
Who is the best {j}?|Who painted the {x}?|Who discovered the {x}?|Who built the {x}?|Who sang about the {x}?|What do you think about {n}?|What do you think of the {a} {x}?|Do you like {f}?|Have you read {t}?|Have you been to {c}?|Play a game of {x} with me|Sing about the {x}|Draw a {a} {x}|
Summarise {t} for me|Summarise the text about the {x}|Proofread my {x}|Help me with my {x} homework|Invent a name for my {x}|Give me ideas for a {x}|Tell me something about {x}s|Tell me facts about the {a} {x}|Tell me about {c}|Tell me about {n}|{x}?|{c}?|{t}?|what is a {x}|what's a {a} {x}|
explain {x}s to me|describe the {x}|tell me what a {x} is|What does {x} mean?|What is the meaning of the {x}?|Is there a {x} on the moon?|Does a {x} {v}?|Can a {x} {v}?|Why do {x}s {v}?|Why does the {x} {v}?|How can I {v} better?|How often should I {v}?|When should I {v} my {x}?|I want a {a} {x}|
I lost my {x}|My {x} is {a}|I need a new {x}|Order a {x} for me|Buy me a {x}|Call {n} for me|Send {n} an email|Remind me to {v} the {x}|Turn on the {x}|Set an alarm for {d}|Show me a picture of a {x}|Prove the theorem of {n}|Prove that {d} is prime|Count from {d} to {e}|Spell {x}|What rhymes with {x}?"""
ASIDE = [q.strip() for q in ASIDE.replace("\n", "").split("|")]

NEAR = """How do I delete a chat in WhatsApp?|Change the theme of my phone|How do I export a spreadsheet from Excel?|What is the shortcut for a screenshot on Windows?|How do I undo in Photoshop?|Where does Chrome store bookmarks?|How do I install Windows?|How do I install Python?|How do I update Ubuntu?|Which laptop has the best GPU?|
How much RAM does my phone have?|How do I add memory to my PC?|Which graphics card should I buy for games?|How do I overclock my CPU?|How do I set up an email server?|How do I host a website?|Write a regular expression for dates|Explain this error in my Java program|How do I sort a list in Rust?|What is the best programming language?|
How do I write a unit test?|How do I connect to a MySQL database?|What is Kubernetes?|How do I rename a file in Linux?|How do I search in a PDF?|How do I print from my phone?|How do I pin a tab in Firefox?|How do I turn on dark mode in Gmail?|How do I share a photo on Instagram?|How do I make a folder in Gmail?|
Who founded DeepSeek?|Who invented the transformer?|What is ChatGPT Plus?|How much does GPT-5 cost?|Is Claude better than Gemini?|What is the best AI company?|How do I train my own model?|How do I fine-tune Llama?|What is a diffusion model?|What is reinforcement learning?|
What is a neural network in biology?|Explain backpropagation|What is gradient descent?|How do recommender systems work?|What is computer vision?|Write a chatbot in Python|Generate an image of a cat|Make a video about space|Transcribe this recording|Summarise this PDF for me|
Translate this document|Read my email to me|What is on my calendar?|Open the browser|Set my alarm for seven|Send a message to my wife|Search the web for cheap flights|What is trending today?|Check the spelling of this text|Make this sentence shorter|
Rewrite this paragraph politely|Write a reply to this email|Make a list of ten dog names|Give me a name for my startup|Explain this poem|What happened in 1989?|How many bones are in the body?|What is the chemical formula of salt?|How do vaccines work?|
Why is the ocean salty?|What is the tallest building?|How far away is the moon?|How do bees make honey?|What is the difference between a frog and a toad?|How do I clean a carpet?|How do I get rid of ants?|How long do I boil potatoes?|What is a good side dish for salmon?|
Can I freeze cheese?|How do I make pancakes?|What is the recipe of tiramisu?|Which tea helps me sleep?|My head hurts|I feel sad today|I can't sleep|I'm bored, entertain me|Should I break up with my boyfriend?|How do I get a better job?|What should I study?|Can you do my homework?|
What is the derivative of sin x?|Solve this equation for me: x + 4 = 9|What is 144 divided by 12?|Convert 10 miles to kilometers|What is the probability of rolling two sixes?|Prove that pi is irrational|Prove Fermat's last theorem|How many primes are below 100?|What is the golden ratio?|Round 3.14159 to two digits|
Is it raining outside?|What is the temperature in Madrid?|When is the next full moon?|When is Easter this year?|What day is tomorrow?|How long until Christmas?|Who is the chancellor of Germany?|Who won the match last night?|What is the score of the game?|Which stocks should I buy?|
Is Bitcoin going up?|How do I pay less tax?|What is the minimum wage?|How do I open a bank account?|What does a lawyer cost?|Is this contract legal?|How do I get a passport?|Which museum should I visit in Paris?|What is the best beach in Spain?|How do I get from Rome to Naples?|
Tell me a ghost story|Write a rap about my teacher|Write a dialogue between two robots|Act as a therapist|Pretend to be my grandmother|Give me a motto for the day|Describe the taste of mango|Compare Kant and Hegel|What did Socrates teach?|Explain the plot of Inception|Who plays James Bond?|Recommend some jazz|What is a good podcast?"""
ASIDE += [q.strip() for q in NEAR.replace("\n", "").split("|")]

ASIDE_ZH = """{x}是什么？|什么是{x}？|{x}在哪里？|{x}有多高？|{x}多少钱？|怎么做{x}？|怎么学{x}？|怎么去{x}？|给我讲讲{x}|写一篇关于{x}的文章|写一首{x}的诗|写首{x}的歌|讲个{x}的故事|推荐一个{x}|{x}好吃吗？|{x}的首都是哪里？|{x}有什么好玩的？|谁是{x}？|谁发明了{x}？|{x}的历史|
为什么{x}？|{x}什么时候开始？|翻译“{x}”|{x}用英语怎么说？|今天{x}怎么样？|明天会{x}吗？|帮我买{x}|帮我写{x}|我想要{x}|我该吃{x}吗？|最好的{x}是什么？|世界上最大的{x}是哪个？|{x}和{y}有什么区别？|{x}对身体好吗？|{x}是谁写的？|{x}的人口是多少？|画一个{x}|{x}怎么治？|用 Python 写{x}|{x}加{y}等于几？"""
ASIDE_ZH = [q.strip() for q in ASIDE_ZH.replace("\n", "").split("|")]
NEAR_ZH = """微信怎么删除聊天？|怎么在 Excel 里求和？|手机怎么换主题？|怎么装 Windows？|买哪个显卡打游戏好？|Python 怎么学？|怎么写简历？|怎么给图片去背景？|帮我画一只猫|帮我订机票|帮我写一封邮件|帮我翻译一段话|今天星期几？|现在几点？|明天天气好不好？|上海明天下雨吗？|
谁是美国总统？|中国有多少人？|长江有多长？|唐朝有几位皇帝？|李白写过什么诗？|《红楼梦》讲了什么？|怎么做番茄炒蛋？|鸡蛋煮几分钟？|感冒了吃什么药？|我头疼怎么办？|我睡不着|我心情不好|讲一个鬼故事|给孩子起个名字|推荐几首歌|推荐一家餐厅|附近有什么好吃的？|
十五乘以七是多少？|圆的面积怎么算？|解方程 x + 3 = 8|证明勾股定理|光速是多少？|地球有多大？|恐龙为什么灭绝？|为什么天是蓝的？|股票该买哪个？|比特币会涨吗？|怎么办护照？|怎么去机场？|北京到上海多远？|周末去哪里玩？|怎么练瑜伽？|足球比赛谁赢了？|
写一个排序的程序|Docker 是什么？|怎么用 git？|谁创办了 DeepSeek？|哪个人工智能最好？|怎么训练自己的模型？|什么是强化学习？|生成一张图片|帮我总结这篇文章|把这句话改得礼貌一点|给我出个谜语|陪我下棋|什么是爱？|人生的意义是什么？"""
ASIDE_ZH += [q.strip() for q in NEAR_ZH.replace("\n", "").split("|")]
THINGS_ZH = """天气 电影 音乐 蛋糕 面条 足球 篮球 汽车 火车 飞机 月亮 太阳 海洋 大山 长城 故宫 老虎 大象 小猫 小狗 苹果 香蕉 牛奶 咖啡 茶 米饭 饺子 鱼 数学 物理 化学 历史 英语 法国 德国 日本 美国 印度 巴西 埃及 感冒 头痛 减肥 跑步 游泳 股票 房子 工作 老师 医生
春天 夏天 秋天 冬天 雨 雪 花 树 诗 小说 照片 手机 电视 生日 旅游 衣服 鞋子 李白 杜甫 牛顿 爱因斯坦 黄河 长江 泰山 西湖 火锅 豆腐 红酒 围棋 象棋 吉他 钢琴""".split()

# gist -> parts that are put together in turn
SMALL_TALK = {
    "a greeting": (["Hello", "Hi", "Hey", "hi", "hello", "hey", "Good morning", "Good evening", "Good afternoon", "Greetings", "Hello again", "Hi there", "Hey there", "morning"],
                   ["", "", "", " there", " you", " my friend", " Hadal guide", " guide", ", nice to meet you", ", model", " little model", " everybody", ", are you there", ", it's me", " from me", ", I am new here", " friend", " machine", " again", ", my helper", ", anyone there"], ["", "", "!", ".", " :)", "!!"]),
    "thanks": (["Thanks", "Thank you", "thank you", "thanks", "Many thanks", "thx", "I thank you", "Cheers", "Big thanks", "My thanks", "I'm grateful", "Appreciate it"],
               ["", "", " so much", " a lot", " very much", " for the help", " for that", " for explaining", " again", ", that helped", ", very useful", ", great answer", ", well explained", ", now I know", ", good job", " indeed", ", very nice", ", you helped me"], ["", "!", "."]),
    "a goodbye": (["Bye", "bye", "Goodbye", "See you", "Good night", "Farewell", "So long", "I have to leave", "I'm leaving", "Time to go", "I must go", "Ciao", "Take care", "I am done", "That's it", "See you around"],
                  ["", "", " now", " for today", " then", ", till tomorrow", ", until later", ", thanks", " and thanks", ", good night", " my friend", ", see you", " again", ", have a nice evening"], ["", "!", "."]),
    "how I am": (["How are you", "How do you feel", "how are things", "How is it going", "Are you well", "are you okay", "How have you been", "how are you doing", "Is everything fine", "Are you in a good mood", "How's life", "What's up", "are you fine"],
                 ["", "", " today", " now", " this morning", " tonight", ", guide", ", little model", " my friend", " at the moment", " these days"], ["?", "", "?", "??"]),
    "a short reply": (["ok", "Ok", "Okay", "I see", "Good", "Fine", "Nice", "Great", "Cool", "Alright", "Right", "Yes", "Understood", "Got it", "Makes sense", "Interesting", "Wow", "Well", "Sure", "True", "Very good", "Aha", "Sounds good", "I think so", "I get it", "That is clear"],
                      ["", "", "", " then", ", good", ", fine", ", nice", ", I see", ", got it", " to know", " so", ", now I understand", ", clear", " indeed", ", okay", ", cool"], ["", "", ".", "!"]),
    "a complaint": (["This answer", "That", "Your answer", "Your reply", "This", "What you say", "Everything you say", "That reply", "This model"],
                    [" is wrong", " is bad", " is terrible", " is nonsense", " is useless", " makes no sense", " is not helpful", " does not help me", " is garbage", " is not what I wanted", " is stupid", " is false", " is disappointing", " is no good"], ["", "!", "."]),
    "whether I am human": (["Are you", "are you", "Are you really", "So you are", "You are", "Am I talking to", "Is this", "Do I speak with"],
                           [" a human", " a person", " a robot", " a machine", " a bot", " a real person", " a computer", " an AI", " a program", " a living being", " someone real"], ["?", "", "?", ", right?"]),
}
