"""The ideas behind DeepSeek-V3.2, in our own words.

names fit "What is X?" questions; `more` is said when the user wants to hear more.
"""


def idea(names, gist, text, asks, more=None):
    return dict(names=names.split("|"), gist=gist, answers=[text], asks=[a.strip() for a in asks.split("|")], more=more)


IDEAS = [
    idea("sparse attention|DSA|DeepSeek sparse attention|the sparse attention of V3.2", "what sparse attention is and its cost",
         "**Sparse attention** lets each token read only the $k$ earlier tokens that a small indexer scores highest. "
         "Dense attention costs $O(L^2)$ over a context of length $L$; the sparse form costs $O(L k)$, plus a cheap indexer pass that still looks at every token.",
         "How does sparse attention work?|Explain DSA and its cost|Why read only some of the tokens?|Could you explain sparse attention?|What does DSA cost?|Tell me how DSA works|Why would attention skip tokens?|What is sparse attention, and what does it cost?|What does sparse attention cost?|Why is sparse attention cheaper?|How does DSA save work?|why use sparse attention at all?|"
         "What is the difference between dense and sparse attention?|How many tokens does sparse attention read?|Why does V3.2 not read all tokens?|What does DSA stand for?|Is sparse attention faster?|"
         "How does V3.2 handle long texts cheaply?|What is top-k attention?|complexity of sparse attention|How expensive is DSA?",
         "In V3.2 $k$ is 2,048. The quality stays close to dense attention, because the indexer was trained to imitate where dense attention looks. Short texts gain nothing: below $k$ tokens all are read."),
    idea("the lightning indexer|the indexer|lightning indexer|an indexer", "how the indexer picks tokens",
         "The **lightning indexer** gives every earlier token a score: a few small heads take $\\mathrm{relu}(q \\cdot k)$, weigh it and sum. "
         "The $k$ best tokens go on to attention. It runs in FP8 and has its own key cache.",
         "How does the indexer rate tokens?|What is the job of the indexer?|Which part rates the tokens?|In DSA, who selects tokens?|By what does the indexer select?|How are the tokens chosen in sparse attention?|Who picks the tokens that attention reads?|What does the indexer do?|How does the indexer score tokens?|How does the indexer work?|Why is the indexer cheap?|"
         "What is the scoring function of the indexer?|How is the indexer trained?|Which tokens get the highest score?|What selects the top k tokens?|indexer heads",
         "It is trained to imitate attention: its scores are pulled towards the attention weights summed over the heads. Its keys take only 128 numbers per token in V3.2."),
    idea("MLA|multi-head latent attention|latent attention|the latent attention", "how MLA works",
         "**MLA** is multi-head latent attention. Keys and values of all heads are pressed into one short latent vector per token, "
         "and only that vector and a small rope key are cached. The heads unfold it when they need it, so the cache stays small.",
         "I read about MLA, what is it?|How does latent attention save memory?|In what way is MLA small?|What is the idea of MLA?|What is latent in latent attention?|How does MLA make the cache small?|Why does MLA need little memory?|What is stored by MLA?|What does MLA stand for?|How does latent attention differ from normal attention?|Why are keys and values compressed?|"
         "What is a latent vector good for?|What is multi-head latent attention?|How many numbers does MLA cache?|How does MLA compress keys and values?|Is MLA the same as multi-query attention?",
         "In V3.2 the latent vector has 512 numbers and the rope key 64, for all 128 heads together. Plain attention would need over 30,000 numbers per token."),
    idea("the KV cache|a KV cache|key-value cache", "what the KV cache keeps",
         "The **KV cache** keeps what attention needs from earlier tokens, so they are not computed again for each new one. "
         "With MLA it holds one latent vector and a rope key per token and layer, and the indexer adds its own small key.",
         "What is the purpose of a KV cache?|What good is a KV cache?|For what do I need the cache?|What sits in the cache?|What is kept in the KV cache?|Why does a model need a KV cache?|What does the cache hold?|How big is the KV cache?|Why are earlier tokens not computed again?|What is cached between tokens?|How is the cache used?|"
         "What takes memory during a long chat?|Does the cache grow with the context?"),
    idea("FP8|FP8 quantisation|the FP8 format|E4M3|FP8 weights", "the FP8 format and its scales",
         "**FP8** stores a number in one byte: 1 sign, 4 exponent and 3 mantissa bits (E4M3). "
         "Each block of 128 x 128 weights shares one scale, so $w = q \\cdot s$. It halves the memory of BF16 at little loss.",
         "How do eight-bit weights work?|Explain eight-bit floats|How does DeepSeek store weights in FP8?|What the heck is FP8?|Tell me about eight-bit numbers|How are FP8 weights stored?|What is block scaling?|What does 128 by 128 mean for weights?|Why use FP8?|How many bits does FP8 have?|What does E4M3 mean?|How precise is FP8?|Why are weights kept in eight bits?|"
         "How does FP8 save memory?|What is the scale of a block?|Is FP8 worse than BF16?|How are the weights quantised?|eight bit floating point"),
    idea("a mixture of experts|MoE|mixture of experts|an MoE layer", "what a mixture of experts is",
         "A **mixture of experts** replaces one large feed-forward layer by many small ones. "
         "A router sends each token to a few of them, so the model has many parameters but uses only a small part per token. "
         "DeepSeek-V3.2 picks 8 of 256 and adds one shared expert.",
         "Describe mixture-of-experts models|What is the idea behind MoE?|What are MoE models?|How do experts share the work?|Tell me the idea of experts|How does MoE work?|Why do models use experts?|What does an expert do?|How many experts are active?|What does MoE stand for?|How many experts does V3.2 have?|Why is a mixture of experts fast?|"
         "What is the benefit of experts?|Why are only some parameters active?|What are experts in a language model?|dense model or MoE, what is the difference?",
         "Every expert is a small SwiGLU layer. Experts do not know subjects as people do; they share the work in ways that training finds useful."),
    idea("MoE load balancing|load balancing in a mixture of experts|load balancing in MoE|expert load balancing|load balancing of experts|the load balancing of an MoE", "how the experts are kept balanced",
         "**MoE load balancing** keeps every expert busy. Without it the router sends most tokens to a few experts and the others learn nothing.\n\n"
         "- An auxiliary loss can punish uneven use.\n"
         "- DeepSeek-V3 adds a **bias** per expert to the score used for choosing: it goes up for idle experts and down for busy ones. The weights themselves use the score without bias.",
         "Explain how MoE load balancing works.|How are experts kept balanced?|How does the router avoid overloading an expert?|Explain mixture-of-experts load balancing in a few sentences.|What keeps the experts evenly used?|"
         "How is overload of an expert avoided?|Summarise load balancing among experts|How do models make sure every expert works?|Describe the balancing of experts|What balances the experts?|MoE load balancing please|How does balancing experts work?|Why must experts be balanced?|What is auxiliary-loss-free balancing?|What if one expert gets all the tokens?|How do you stop experts from being idle?|What is the bias of an expert for?|What happens without load balancing?|"
         "How does DeepSeek balance its experts?|Why is there a bias in the router?|What is expert collapse?|Explain load balancing for MoE models.",
         "The step of the bias is small and fixed, so balance comes slowly and does not disturb the loss. That is why it is called balancing without an auxiliary loss."),
    idea("the router|expert routing|MoE routing|the gate|group-limited routing", "how the router chooses",
         "The **router** scores every expert with a sigmoid, adds a balancing bias, keeps the best groups of experts and takes the top ones inside them. "
         "The chosen scores, without the bias, are normalised and become the weights of the sum.",
         "By what rule are experts picked?|How does routing work?|What rule does the router follow?|How does the router decide?|How does the router choose experts?|How are experts picked?|What is group-limited routing?|How does a token find its expert?|Why are experts put in groups?|What does the gate compute?|How are the expert weights computed?|"
         "Which experts does a token go to?|Who decides which expert is used?|Does the router use softmax or sigmoid?"),
    idea("a shared expert|the shared expert|shared experts", "the shared expert",
         "The **shared expert** sees every token. It learns what all tokens need, so that the routed experts can specialise.",
         "What is the role of the shared expert?|Which role has the shared expert?|What is the shared expert good for?|Why is there a shared expert?|What does the shared expert do?|Which expert sees every token?|Is there an expert that is always on?|How is the shared expert different from the others?|Do all tokens use one expert?"),
    idea("MTP|multi-token prediction|the MTP module|the MTP layer", "what multi-token prediction does",
         "**MTP** is multi-token prediction: one extra layer guesses the token after next. "
         "The main model checks the guess in the same pass and keeps it if it agrees, so decoding is faster and the text does not change.",
         "How does MTP speed things up?|Explain MTP to a beginner|In which way is MTP faster?|What is predicted by MTP?|Why guess several tokens?|How does MTP make decoding faster?|What is MTP good for?|How many tokens does MTP guess?|What is speculative decoding?|What does MTP stand for?|How can a model guess two tokens at once?|Does MTP change the answer?|"
         "What happens when the guess is wrong?|Why does V3 have an extra layer?|What is a draft token?|How are drafts checked?|speed up decoding with drafts",
         "The extra layer reads the last hidden state and the embedding of the token just chosen. A wrong guess costs little: it is dropped, and the main model's own token is used."),
    idea("YaRN|yarn scaling|the YaRN method", "how YaRN stretches positions",
         "**YaRN** stretches rotary positions so that a model can read longer texts. Slow frequencies are divided by a factor, "
         "fast ones stay, with a ramp between them, and the attention scale grows a little. V3.2 uses a factor of 40.",
         "What is YaRN about?|By what method is the context extended?|How did they extend the context?|What trick makes long contexts work?|How does YaRN extend the context?|How can a model read longer texts than it was trained on?|What does YaRN change?|How is the context made longer?|What is the factor of YaRN?|How are positions stretched?|"
         "What is context extension?|How does V3.2 reach 160 thousand tokens?"),
    idea("RoPE|rotary embedding|rotary position embedding|rotary positions", "how rotary positions work",
         "**RoPE** turns pairs of query and key numbers by an angle that grows with the position. "
         "The product of two turned vectors depends only on how far apart the tokens are.",
         "What does rotary position mean?|Explain rotary positions|What is rotated in RoPE?|How does the model know the order of tokens?|How are positions encoded?|What is the rope key?|Why are queries and keys rotated?|How does attention know distances?|What does RoPE stand for?|position encoding"),
    idea("RMSNorm|RMS norm|root mean square normalisation", "what RMSNorm does",
         "**RMSNorm** divides a vector by its root mean square and multiplies it by learned weights. It keeps the numbers at a steady size from layer to layer.",
         "What does RMSNorm do?|Why normalise before each layer?|How are the numbers kept at a steady size?|Which normalisation does V3.2 use?|Is it LayerNorm or RMSNorm?|normalisation layers"),
    idea("SwiGLU|the SwiGLU layer|the feed-forward layer", "the SwiGLU layer",
         "**SwiGLU** is the feed-forward form used here: $\\mathrm{down}(\\mathrm{silu}(\\mathrm{gate}\\,x) \\cdot \\mathrm{up}\\,x)$. One branch gates the other.",
         "What does the feed-forward layer compute?|Which activation does the model use?|What is inside an expert?|What are gate, up and down?|What is silu used for?|How does the MLP work?"),
    idea("a token|a tokenizer|tokenization|BPE|byte-pair encoding|tokens", "what tokens are",
         "A **token** is a piece of text, often a word or part of one. The tokenizer uses byte-pair encoding: it starts from bytes and joins pairs that are common. Models read and write tokens, not letters.",
         "What is meant by a token?|In what pieces is text read?|What does token mean?|Into which pieces do models cut text?|How is text split into tokens?|What does the tokenizer do?|What are tokens?|Why do models use tokens instead of letters?|How long is a token?|Is a token a word?|How does BPE work?|What are the pieces of text that a model reads?"),
    idea("the context window|context length|the context|the context limit", "how long the context is",
         "The **context** is all the text that a model can read at once, counted in tokens. The built-in model reads 4,096; DeepSeek-V3.2 reads 163,840.",
         "What is the maximum length you can read?|What is the longest input?|How much can you take in?|maximum context|How long can a conversation be?|How much text can the model read?|How many tokens fit into the context?|What is the longest text you can read?|How large is your context?|"
         "Can I paste a whole book?|How long is the context of V3.2?|Do you forget the beginning of a long chat?"),
    idea("temperature|sampling|top-p|nucleus sampling", "how sampling works",
         "**Temperature** sets how freely the next token is drawn: 0 always takes the most likely one, higher values vary more. **Top-p** first drops the unlikely tail. DeepSeek advises 1.0 and 0.95.",
         "What is the effect of temperature?|What does the temperature setting change?|How does the setting top-p work?|What does temperature do?|How is the next token chosen?|What is top-p sampling?|How do I make answers less random?|What is a good temperature?|Why do I get different answers each time?|What does temperature 0 mean?|"
         "How are tokens sampled?|What is greedy decoding?|Which sampling settings are recommended?"),
    idea("prefill|decoding|prefill and decode|the prefill phase|the decode phase", "prefill and decode",
         "**Prefill** reads the whole prompt at once and fills the cache. **Decode** then writes one token at a time, reading the active weights for each. Prefill is limited by arithmetic, decode by memory speed.",
         "Why does the first word take a while?|Why do I wait before the first word appears?|What is it doing before it writes?|Why is the first token slow?|What is the difference between prefill and decode?|What happens before the first token?|Why is decoding limited by memory?|What are the two phases of generation?|Why does a long prompt take time?|"
         "What does \"Reading the context\" mean?|Why is writing slower than reading?"),
    idea("DeepSeek-V3.2|DeepSeek V3.2|V3.2|the DeepSeek model", "what DeepSeek-V3.2 is",
         "**DeepSeek-V3.2** is a mixture-of-experts model with about 671 billion parameters, of which some 37 billion work on each token. It uses MLA, sparse attention with a lightning indexer, and FP8 weights. The checkpoint takes about 674 GB.",
         "Give me facts about V3.2|How many billion parameters does it have?|Some facts on V3.2, please|Tell me about the big DeepSeek model|How large is DeepSeek-V3.2?|How many parameters does DeepSeek-V3.2 have?|What is special about V3.2?|How many parameters are active in V3.2?|What kind of model is V3.2?|Tell me the facts about DeepSeek V3.2|"
         "What is new in V3.2?|How is V3.2 built?|Is V3.2 a mixture of experts?"),
    idea("the Hadamard transform|Hadamard|the Hadamard turn", "the Hadamard turn in the indexer",
         "The indexer turns its queries and keys by a **Hadamard** matrix before FP8. It spreads large values over all entries; as it is orthogonal, the scores do not change.",
         "Why does the indexer use a Hadamard transform?|What does the Hadamard matrix do?|Why are the indexer's keys rotated before FP8?|How are outliers spread in the indexer?"),
    idea("DSML|the DSML format|DSML markup", "how tool calls are written",
         "**DSML** is the markup in which V3.2 writes tool calls: a block of calls, each with a function name and its parameters. The results come back in the next message.",
         "In what form does V3.2 write function calls?|What form do function calls have?|How are functions called in the text?|How does the model call a tool?|What does a tool call look like inside?|How are tool calls written?|Which markup does V3.2 use for tools?|What is a function call block?|How does the model write a function call?|What do tool calls look like in the prompt?"),
    idea("a JSON schema|a schema|JSON Schema", "what a JSON schema is",
         "A **JSON schema** says which fields an answer must have and of which type. The model then answers with JSON only, such as a record with a name and an age.",
         "What is a schema for?|What does a schema describe?|How does a schema look?|Why would I use a schema?|What are required fields?"),
    idea("constrained decoding|grammar-constrained decoding|a token mask", "what constrained decoding is",
         "**Constrained decoding** allows at each step only the tokens that keep the answer valid, for example by a JSON schema. The others are masked before sampling, so the result always parses.",
         "How can output obey a grammar?|How is valid output ensured?|What makes the output follow a grammar?|How can JSON be guaranteed?|How does the grammar work?|How are invalid tokens avoided?|Why is the JSON always valid?|What does the mask do while sampling?|How does schema-constrained generation work?"),
    idea("a DeepSeek layer|the architecture of V3.2|a transformer layer|the layers", "what a layer holds",
         "Each layer has two parts: **attention** (MLA with the indexer) and a **feed-forward** part, dense in the first layers and a mixture of experts after. Both read a normalised copy and add to the stream. V3.2 has 61 layers.",
         "What is inside one layer?|How many layers does V3.2 have?|What are the parts of a layer?|What is the residual stream?|Which layers are dense?|How is a transformer block built?|What does a layer compute?"),
    idea("an embedding|embeddings|the embedding table|the output head", "embeddings and the head",
         "The **embedding** table turns a token id into a vector, which the layers then change. At the end the output **head** compares the last vector with every entry of the vocabulary and gives each token a score.",
         "How do tokens become vectors?|What does the output head do?|What are logits?|How does the model get from vectors to words?|What is the vocabulary?|Where do the scores of the next token come from?"),
    idea("quantisation|quantization|weight quantisation", "what quantisation is",
         "**Quantisation** stores weights with fewer bits and a shared scale. DeepSeek-V3.2 is published in FP8, one byte per weight, which halves the memory against BF16.",
         "What is meant by quantising?|What do people call quantised models?|What happens when a model is quantised?|Why are models quantised?|What does quantisation cost?|How many bytes does a weight take?|Does quantisation hurt quality?|What is the difference between BF16 and FP8?"),
    idea("prefix reuse|prompt caching|prefix caching", "why a chat goes on quickly",
         "**Prefix reuse** keeps the cache of a conversation. When you reply, only the new text is read; the earlier messages are already in the cache.",
         "Why is the second answer faster?|Does the model read the whole chat again?|What does cached mean below the answer?|Is the prompt cached?|How is a conversation continued without reading it again?|What are cached tokens?"),
    idea("AVX-512|AVX2|SIMD", "what AVX-512 is",
         "**AVX-512** lets a processor work on sixteen 32-bit numbers in one instruction, **AVX2** on eight. Hadal's CPU kernels use the widest form that the machine has.",
         "Why does AVX-512 help?|What is SIMD good for?|How does the CPU compute several numbers at once?|Which vector instructions does Hadal use?"),
]
