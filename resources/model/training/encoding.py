"""The V3.2 prompt format: messages in, text out.

Only what the training data needs. `python encoding.py FILE.jsonl` compares
the writer with golden prompts (one JSON object per line, key "prompt").
"""
import json
import sys

BOS = "<｜begin▁of▁sentence｜>"
EOS = "<｜end▁of▁sentence｜>"
USER = "<｜User｜>"
ASSISTANT = "<｜Assistant｜>"
DSML = "｜DSML｜"

TOOLS_HEAD = f"""## Tools

You have access to a set of tools you can use to answer the user's question.
You can invoke functions by writing a "<{DSML}function_calls>" block like the following as part of your reply to the user:
<{DSML}function_calls>
<{DSML}invoke name="$FUNCTION_NAME">
<{DSML}parameter name="$PARAMETER_NAME" string="true|false">$PARAMETER_VALUE</{DSML}parameter>
...
</{DSML}invoke>
<{DSML}invoke name="$FUNCTION_NAME2">
...
</{DSML}invoke>
</{DSML}function_calls>

String and scalar parameters should be specified as is without any escaping or quotes, while lists and objects should use JSON format. The "string" attribute should be set to "true" for string type parameters and "false" for other types (numbers, booleans, arrays, objects).

If the thinking_mode is enabled, then after function results you should strongly consider outputting a thinking block. Here is an example:

<{DSML}function_calls>
...
</{DSML}function_calls>

<function_results>
...
</function_results>

<think>...thinking about results</think>

Here are the functions available in JSONSchema format:
<functions>
"""
TOOLS_TAIL = "\n</functions>\n"
FORMAT_HEAD = "## Response Format:\n\nYou MUST strictly adhere to the following schema to reply:\n"


def dump(value):
    return json.dumps(value, ensure_ascii=False)


def tools_section(tools):
    return TOOLS_HEAD + "\n".join(dump(t["function"]) for t in tools) + TOOLS_TAIL


def fields(message):
    """The tools and response-format blocks of a system or developer message."""
    text = ""
    if message.get("tools"):
        text += "\n\n" + tools_section(message["tools"])
    if message.get("response_format"):
        text += "\n\n" + FORMAT_HEAD + dump(message["response_format"])
    return text


def call_block(calls):
    out = f"\n\n<{DSML}function_calls>\n"
    for call in calls:
        function = call.get("function", call)
        args = function["arguments"]
        args = json.loads(args) if isinstance(args, str) else args
        rows = []
        for key, value in args.items():
            is_text = isinstance(value, str)
            shown = value if is_text else dump(value)
            rows.append(f'<{DSML}parameter name="{key}" string="{str(is_text).lower()}">{shown}</{DSML}parameter>')
        out += f'<{DSML}invoke name="{function["name"]}">\n' + "\n".join(rows) + f"\n</{DSML}invoke>\n"
    return out + f"</{DSML}function_calls>"


def attach(messages, tools=None, response_format=None):
    """Place request-level tools and format on the leading system message."""
    messages = [dict(m) for m in messages]
    if tools or response_format:
        if not messages or messages[0]["role"] not in ("system", "developer"):
            messages.insert(0, {"role": "system", "content": ""})
        if tools:
            messages[0]["tools"] = tools
        if response_format:
            messages[0]["response_format"] = response_format
    return messages


def encode_parts(messages, thinking=False, bos=True):
    """Returns [(text, learned)]; learned marks what the assistant wrote."""
    last_user = max((i for i, m in enumerate(messages) if m["role"] in ("user", "developer")), default=-1)
    parts = [(BOS, False)] if bos else []
    calls = answered = 0
    for i, m in enumerate(messages):
        role, content = m["role"], m.get("content")
        gate = "<think>" if thinking and i >= last_user else "</think>"
        if role == "system":
            parts.append(((content or "") + fields(m), False))
        elif role in ("user", "developer"):
            if role == "developer":
                content = fields(m) + "\n\n# The user's message is: " + content
            parts.append((f"{USER}{content}{ASSISTANT}{gate}", False))
        elif role == "assistant":
            text = ""
            if thinking and i > last_user:
                text = (m.get("reasoning_content") or "") + "</think>"
            text += content or ""
            calls, answered = len(m.get("tool_calls") or []), 0
            if calls:
                text += call_block(m["tool_calls"])
            parts.append((text + EOS, True))
        elif role == "tool":
            answered += 1
            text = "\n\n<function_results>" if answered == 1 else ""
            text += f"\n<result>{content}</result>"
            if answered == calls:
                text += f"\n</function_results>\n\n{gate}"
            parts.append((text, False))
        else:
            raise ValueError(f"unknown role {role}")
    return parts


def encode(messages, thinking=False, bos=True):
    return "".join(text for text, _ in encode_parts(messages, thinking, bos))


def check(path):
    right = wrong = 0
    for line in open(path, encoding="utf-8"):
        case = json.loads(line)
        options = case["options"]
        if case["prompt"] is None or "context" in options:
            continue
        messages = attach(case["messages"], case["tools"], options.get("response_format"))
        try:
            same = encode(messages, case["thinking"], options.get("add_default_bos_token", True)) == case["prompt"]
        except Exception as error:  # report and go on: the rest still counts
            same = False
            print(case["name"], "raised", error)
        right, wrong = right + same, wrong + (not same)
        if not same:
            print("differs:", case["name"])
    print(f"{right} right, {wrong} wrong")
    return wrong == 0


if __name__ == "__main__":
    sys.exit(0 if check(sys.argv[1]) else 1)
