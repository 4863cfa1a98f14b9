"""The ideas behind DeepSeek-V3.2, in our own words.

Each entry: names for "What is X?" questions, further questions, answers,
and a gist that the thinking text quotes.
"""

IDEAS = [
    dict(
        names=["sparse attention", "DSA", "DeepSeek sparse attention"],
        asks=["What is sparse attention, and what does it cost?", "What does sparse attention cost?",
              "Why is sparse attention cheaper?", "How does DSA save work?", "why use sparse attention at all?"],
        answers=["**Sparse attention** lets each token read only the $k$ earlier tokens that a small indexer scores highest. "
                 "Dense attention costs $O(L^2)$ over a context of length $L$; the sparse form costs $O(L k)$, plus a cheap indexer pass that still looks at every token.",
                 "In **sparse attention** a token attends to the best $k$ earlier tokens instead of all of them. "
                 "The main cost falls from $O(L^2)$ to $O(L k)$. The indexer that picks them is still $O(L^2)$, but it is very light."],
        gist="what sparse attention is and its cost"),
    dict(
        names=["the lightning indexer", "the indexer", "lightning indexer"],
        asks=["How are the tokens chosen in sparse attention?", "Who picks the tokens that attention reads?",
              "What does the indexer do?", "How does the indexer score tokens?"],
        answers=["The **lightning indexer** gives every earlier token a score: a few small heads take $\\mathrm{relu}(q \\cdot k)$, weigh it and sum. "
                 "The $k$ best tokens go on to attention. It runs in FP8 and has its own key cache."],
        gist="how the indexer picks tokens"),
    dict(
        names=["MLA", "multi-head latent attention", "latent attention"],
        asks=["How does MLA make the cache small?", "Why does MLA need little memory?", "What is stored by MLA?"],
        answers=["**MLA** is multi-head latent attention. Keys and values of all heads are pressed into one short latent vector per token, "
                 "and only that vector and a small rope key are cached. The heads unfold it when they need it, so the cache stays small."],
        gist="how MLA works"),
    dict(
        names=["the KV cache", "a KV cache", "key-value cache"],
        asks=["What is kept in the KV cache?", "Why does a model need a KV cache?", "What does the cache hold?",
              "How big is the KV cache?"],
        answers=["The **KV cache** keeps what attention needs from earlier tokens, so they are not computed again for each new one. "
                 "With MLA it holds one latent vector and a rope key per token and layer, and the indexer adds its own small key."],
        gist="what the KV cache keeps"),
    dict(
        names=["FP8", "FP8 quantisation", "the FP8 format", "E4M3"],
        asks=["How are FP8 weights stored?", "What is block scaling?", "What does 128 by 128 mean for weights?", "Why use FP8?"],
        answers=["**FP8** stores a number in one byte: 1 sign, 4 exponent and 3 mantissa bits (E4M3). "
                 "Each block of 128 x 128 weights shares one scale, so $w = q \\cdot s$. It halves the memory of BF16 at little loss."],
        gist="the FP8 format and its scales"),
    dict(
        names=["a mixture of experts", "MoE", "mixture of experts"],
        asks=["How does MoE work?", "Why do models use experts?", "What does an expert do?", "How many experts are active?"],
        answers=["A **mixture of experts** replaces one large feed-forward layer by many small ones. "
                 "A router sends each token to a few of them, so the model has many parameters but uses only a small part per token. "
                 "DeepSeek-V3.2 picks 8 of 256 and adds one shared expert."],
        gist="what a mixture of experts is"),
    dict(
        names=["MoE load balancing", "load balancing in a mixture of experts", "load balancing in MoE", "expert load balancing"],
        asks=["Explain how MoE load balancing works.", "How are experts kept balanced?", "How does the router avoid overloading an expert?",
              "Explain mixture-of-experts load balancing in a few sentences.", "What keeps the experts evenly used?",
              "Why must experts be balanced?", "What is auxiliary-loss-free balancing?"],
        answers=["**MoE load balancing** keeps every expert busy. Without it the router sends most tokens to a few experts and the others learn nothing.\n\n"
                 "- An auxiliary loss can punish uneven use.\n"
                 "- DeepSeek-V3 adds a **bias** per expert to the score used for choosing: it goes up for idle experts and down for busy ones. The weights themselves use the score without bias."],
        gist="how the experts are kept balanced"),
    dict(
        names=["the router", "expert routing", "MoE routing", "the gate"],
        asks=["How does the router choose experts?", "How are experts picked?", "What is group-limited routing?"],
        answers=["The **router** scores every expert with a sigmoid, adds a balancing bias, keeps the best groups of experts and takes the top ones inside them. "
                 "The chosen scores, without the bias, are normalised and become the weights of the sum."],
        gist="how the router chooses"),
    dict(
        names=["a shared expert", "the shared expert"],
        asks=["Why is there a shared expert?", "What does the shared expert do?"],
        answers=["The **shared expert** sees every token. It learns what all tokens need, so that the routed experts can specialise."],
        gist="the shared expert"),
    dict(
        names=["MTP", "multi-token prediction", "the MTP module"],
        asks=["How does MTP make decoding faster?", "What is MTP good for?", "How many tokens does MTP guess?", "What is speculative decoding?"],
        answers=["**MTP** is multi-token prediction: one extra layer guesses the token after next. "
                 "The main model checks the guess in the same pass and keeps it if it agrees, so decoding is faster and the text does not change."],
        gist="what multi-token prediction does"),
    dict(
        names=["YaRN", "yarn scaling"],
        asks=["How does YaRN extend the context?", "How can a model read longer texts than it was trained on?", "What does YaRN change?"],
        answers=["**YaRN** stretches rotary positions so that a model can read longer texts. Slow frequencies are divided by a factor, "
                 "fast ones stay, with a ramp between them, and the attention scale grows a little. V3.2 uses a factor of 40."],
        gist="how YaRN stretches positions"),
    dict(
        names=["RoPE", "rotary embedding", "rotary position embedding"],
        asks=["How does the model know the order of tokens?", "How are positions encoded?"],
        answers=["**RoPE** turns pairs of query and key numbers by an angle that grows with the position. "
                 "The product of two turned vectors depends only on how far apart the tokens are."],
        gist="how rotary positions work"),
    dict(
        names=["RMSNorm", "RMS norm"],
        asks=["What does RMSNorm do?", "Why normalise before each layer?"],
        answers=["**RMSNorm** divides a vector by its root mean square and multiplies it by learned weights. It keeps the numbers at a steady size from layer to layer."],
        gist="what RMSNorm does"),
    dict(
        names=["SwiGLU", "the SwiGLU layer"],
        asks=["What does the feed-forward layer compute?", "Which activation does the model use?"],
        answers=["**SwiGLU** is the feed-forward form used here: $\\mathrm{down}(\\mathrm{silu}(\\mathrm{gate}\\,x) \\cdot \\mathrm{up}\\,x)$. One branch gates the other."],
        gist="the SwiGLU layer"),
    dict(
        names=["a token", "a tokenizer", "tokenization", "BPE"],
        asks=["How is text split into tokens?", "What does the tokenizer do?", "What are tokens?"],
        answers=["A **token** is a piece of text, often a word or part of one. The tokenizer uses byte-pair encoding: it starts from bytes and joins pairs that are common. Models read and write tokens, not letters."],
        gist="what tokens are"),
    dict(
        names=["the context window", "context length", "the context"],
        asks=["How long can a conversation be?", "How much text can the model read?", "What happens when the context is full?"],
        answers=["The **context** is all the text that a model can read at once, counted in tokens. The built-in model reads 4,096; DeepSeek-V3.2 reads 163,840. The status line shows how much is used."],
        gist="how long the context is"),
    dict(
        names=["temperature", "sampling", "top-p"],
        asks=["What does temperature do?", "How is the next token chosen?", "What is top-p sampling?"],
        answers=["**Temperature** sets how freely the next token is drawn: 0 always takes the most likely one, higher values vary more. **Top-p** first drops the unlikely tail. DeepSeek advises 1.0 and 0.95."],
        gist="how sampling works"),
    dict(
        names=["prefill", "decoding", "prefill and decode"],
        asks=["Why is the first token slow?", "What is the difference between prefill and decode?"],
        answers=["**Prefill** reads the whole prompt at once and fills the cache. **Decode** then writes one token at a time, reading the active weights for each. Prefill is limited by arithmetic, decode by memory speed."],
        gist="prefill and decode"),
    dict(
        names=["DeepSeek-V3.2", "DeepSeek V3.2", "V3.2"],
        asks=["How large is DeepSeek-V3.2?", "How many parameters does DeepSeek-V3.2 have?", "What is special about V3.2?"],
        answers=["**DeepSeek-V3.2** is a mixture-of-experts model with about 671 billion parameters, of which some 37 billion work on each token. It uses MLA, sparse attention with a lightning indexer, and FP8 weights. The checkpoint takes about 674 GB."],
        gist="what DeepSeek-V3.2 is"),
    dict(
        names=["the Hadamard transform", "Hadamard"],
        asks=["Why does the indexer use a Hadamard transform?"],
        answers=["The indexer turns its queries and keys by a **Hadamard** matrix before FP8. It spreads large values over all entries; as it is orthogonal, the scores do not change."],
        gist="the Hadamard turn in the indexer"),
    dict(
        names=["DSML", "the DSML format"],
        asks=["How does the model call a tool?", "What does a tool call look like inside?", "How are tool calls written?"],
        answers=["**DSML** is the markup in which V3.2 writes tool calls: a block of calls, each with a function name and its parameters. Hadal reads the block, asks you, runs the tool and sends back the result."],
        gist="how tool calls are written"),
    dict(
        names=["a JSON schema", "response format", "structured output"],
        asks=["How do I get JSON answers?", "Can you answer in JSON?", "What is a schema for?"],
        answers=["A **JSON schema** says which fields an answer must have. Give one with the request and the model answers with JSON only, such as a record with a name and an age."],
        gist="answering by a schema"),
    dict(
        names=["a DeepSeek layer", "the architecture of V3.2", "a transformer layer"],
        asks=["What is inside one layer?", "How many layers does V3.2 have?"],
        answers=["Each layer has two parts: **attention** (MLA with the indexer) and a **feed-forward** part, dense in the first layers and a mixture of experts after. Both read a normalised copy and add to the stream. V3.2 has 61 layers."],
        gist="what a layer holds"),
]
