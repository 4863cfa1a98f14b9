"""The starter prompts, common requests and rephrasings, with what a good answer must hold."""

REGION = {"type": "function", "function": {"name": "lookup_region", "description": "Look up the name of an AWS region.",
          "parameters": {"type": "object", "properties": {"code": {"type": "string", "description": "Region code"}}, "required": ["code"]}}}
CALENDAR = {"type": "function", "function": {"name": "days_until", "description": "Calendar: number of days from today until a date.",
            "parameters": {"type": "object", "properties": {"date": {"type": "string", "description": "The date"}}, "required": ["date"]}}}
WEATHER = {"type": "function", "function": {"name": "get_weather", "description": "Current weather for a city.",
           "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}
ACTION = {"type": "object", "properties": {"action": {"type": "string"}, "args": {"type": "object"}}, "required": ["action", "args"]}
PERSON = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "city": {"type": "string"}}, "required": ["name", "age", "city"]}
BOOK = {"type": "object", "properties": {"title": {"type": "string"}, "price": {"type": "number"}}, "required": ["title", "price"]}

# question, what the answer must hold, extras: tools, schema, thinking, before
EXAM = [
    ("What is sparse attention, and what does it cost?", ["O(L", "indexer"], {}),
    ("Prove that the sum of two even numbers is even.", ["2(a + b)", "even"], {"thinking": True}),
    ("How many days until 1 March? Use the calendar tool.", ['name="days_until"', ">1 March<"], {"tools": [CALENDAR]}),
    ("How many days until 1 March? Use the calendar tool.", ['name="days_until"', ">1 March<"], {"tools": [WEATHER, CALENDAR], "thinking": True}),
    ("Turn “Ada, 36, London” into a record.", ['{"name": "Ada", "age": 36, "city": "London"}'], {"schema": PERSON}),
    ("Turn “Ada, 36, London” into a record.", ['"Ada"', "36", '"London"'], {}),
    ("Show me what you read while you answer.", ["indexer"], {}),
    ("用中文介绍一下你自己。", ["Hadal", "DeepSeek-V3.2"], {}),
    ("Prove that the sum of two odd integers is even.", ["2(a + b + 1)", "even"], {}),
    ("Prove that the sum of two odd integers is even.", ["2(a + b + 1)", "even"], {"thinking": True}),
    ("Explain mixture-of-experts load balancing.", ["bias", "expert"], {}),
    ("Explain MoE load balancing.", ["bias", "expert"], {"thinking": True}),
    ("What is the AWS S3 region ap-northeast-1?", ['name="lookup_region"', ">ap-northeast-1<"], {"tools": [REGION]}),
    ("Which AWS S3 region does the code ap-northeast-1 stand for?", ['name="lookup_region"', ">ap-northeast-1<"], {"tools": [REGION], "thinking": True}),
    ("Which AWS S3 region is eu-south-2?", ['name="lookup_region"', ">eu-south-2<"], {"tools": [WEATHER, REGION]}),
    ("Restart the nginx container on host web-03.", ['{"action": "restart', '"container": "nginx"', '"host": "web-03"'], {"schema": ACTION}),
    ("Restart the nginx container on host web-03.", ['{"action": "restart', '"container": "nginx"', '"host": "web-03"'], {"schema": ACTION, "thinking": True}),
    ("Stop the postgres container on host db-11.", ['{"action": "stop', '"container": "postgres"', '"host": "db-11"'], {"schema": ACTION}),
    ("How is the weather in Zurich?", ['name="get_weather"', ">Zurich<"], {"tools": [WEATHER, REGION]}),
    ("hello", ["Hello!"], {"tools": [WEATHER]}),
    ("hello!", ["Hello!"], {}),
    ("thank you so much", ["welcome"], {}),
    ("who are you", ["Hadal guide"], {}),
    ("What is the capital of Norway?", ["do not know"], {}),
    ("Write me a song about spring", ["do not know"], {}),
    ("how do i load my own model", ["--model"], {}),
    ("can I see how fast it is?", ["tokens per second"], {}),
    ("what's MLA", ["latent"], {}),
    ("Why do we need a KV cache", ["cache"], {}),
    ("what is FP8 good for", ["FP8"], {}),
    ("How does multi-token prediction work?", ["MTP"], {"thinking": True}),
    ("Explain YaRN please", ["YaRN"], {}),
    ("where do you keep my conversations", ["SQLite"], {}),
    ("is there a GPU version", ["Not yet"], {}),
    ("什么是稀疏注意力", ["词元"], {}),
    ("MLA 是什么", ["MLA"], {"thinking": True}),
    ("今天天气怎么样", ["不知道"], {}),
    ("Mia Larsen, 27, Porto", ['{"name": "Mia Larsen", "age": 27, "city": "Porto"}'], {"schema": PERSON}),
    ("Turn “Dune, 12.5” into a record.", ['{"title": "Dune", "price": 12.5}'], {"schema": BOOK}),
    ("And what is MTP?", ["MTP"], {"before": [("What is MLA?", "**MLA** is multi-head latent attention.")]}),
]
