#!/usr/bin/env python3
"""A server of the Model Context Protocol whose behaviour is chosen by its arguments, for tests.

    scripted_server.py [--http] [WORD…]

Over stdio, or with --http on a free port of 127.0.0.1 that is printed first. Words change what it does:

    old, future     answer the handshake with another version of the protocol
    refuse          answer the handshake with an error
    deaf            never answer the handshake
    garbage         write lines that are no messages between the messages
    pages           give lists in pages of two
    loop            give the same cursor for ever
    strange         list tools that are damaged, huge or named oddly
    hints           list tools with hints about their effect
    python          list a tool that runs a text of Python
    session         (HTTP) hand out a session identifier and insist on it
    sse             (HTTP) answer with streams of events
    drop            (HTTP) break each stream before its answer, and resume it by Last-Event-ID
    auth            (HTTP) insist on the header Authorization: Bearer s3cr3t-value
    nothing         (HTTP) there is no server at this path
    moved           (HTTP) redirect
"""
import contextlib
import io
import json
import os
import sys
import threading
import time

words = set(sys.argv[1:])
lock = threading.Lock()
cancelled = set()
tools_version = 1

SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}}}


def tool(name, **more):
    return {"name": name, "description": f"The tool {name}.", "inputSchema": SCHEMA, **more}


def tools():
    names = ["echo", "fail", "refuse", "slow", "progress", "silent", "big", "kinds", "structured", "promise", "die",
             "change", "ask", "environment", "huge_line", "hang", "talk", "headers"]
    listed = [tool(name) for name in names]
    if tools_version > 1:
        listed[0]["description"] = "Another description."
    if "promise" in names:
        listed[names.index("promise")]["outputSchema"] = {
            "type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    listed[names.index("echo")]["inputSchema"] = {**SCHEMA, "required": ["text"]}
    if "strange" in words:
        listed += [tool("no schema") | {"inputSchema": "x"}, {"description": "no name"}, 7, None, tool(""),
                   tool("large") | {"inputSchema": {"type": "object", "description": "x" * 100_000}},
                   tool("list") | {"inputSchema": {"type": "array"}}, tool("a.b"), tool("a b"), tool("工具"),
                   tool("x" * 100), tool("esc\x1b[2J")]
    if "hints" in words:
        listed += [tool("reads", annotations={"readOnlyHint": True}),
                   tool("destroys", annotations={"destructiveHint": True})]
    if "python" in words:
        listed += [tool("python")]
    return listed


RESOURCES = [{"uri": f"test://{i}", "name": f"r{i}", "mimeType": "text/plain", "size": i} for i in range(5)]
TEMPLATES = [{"uriTemplate": "test://{name}", "name": "any"}]
PROMPTS = [{"name": "greet", "description": "Greets.",
            "arguments": [{"name": "who", "required": True}]}]


class Refusal(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def text_result(text, **more):
    return {"content": [{"type": "text", "text": text}], **more}


def page(key, items, params):
    if "loop" in words:
        return {key: items[:1], "nextCursor": "again"}
    if "pages" not in words:
        return {key: items}
    at = int(params.get("cursor", "0"))
    result = {key: items[at:at + 2]}
    if at + 2 < len(items):
        result["nextCursor"] = str(at + 2)
    return result


def call(name, arguments, params, ident, send, headers):
    global tools_version
    if name == "echo":
        return text_result(arguments.get("text", ""))
    if name == "fail":
        return text_result("It went wrong: " + arguments.get("text", ""), isError=True)
    if name == "refuse":
        raise Refusal(-32602, "These arguments will not do.")
    if name == "slow":
        time.sleep(0.2)
        return text_result("slowly")
    if name == "silent":
        sys.stderr.write("silent for long\n")
        sys.stderr.flush()
        for _ in range(600):
            if ident in cancelled:
                return None
            time.sleep(0.05)
        return text_result("at last")
    if name == "hang":
        with lock:  # nothing is answered any more, not even a ping
            time.sleep(60)
    if name == "progress":
        token = params.get("_meta", {}).get("progressToken")
        for step in range(1, 4):
            send({"jsonrpc": "2.0", "method": "notifications/progress",
                  "params": {"progressToken": token, "progress": step, "total": 3, "message": f"step {step}"}})
            time.sleep(0.25)
        return text_result("arrived")
    if name == "big":
        return text_result("x" * 500_000 + "end")
    if name == "kinds":
        return {"content": [
            {"type": "text", "text": "words \x1b[31mred\x1b[0m \u202e"},
            {"type": "image", "data": "A" * 4000, "mimeType": "image/png"},
            {"type": "audio", "data": "AAAA", "mimeType": "audio/wav"},
            {"type": "resource", "resource": {"uri": "test://x", "text": "inside"}},
            {"type": "resource", "resource": {"uri": "test://y", "blob": "AAAA", "mimeType": "application/zip"}},
            {"type": "resource_link", "uri": "test://z", "name": "zed"},
            {"type": "hologram"}, 7, None]}
    if name == "structured":
        return {"content": [], "structuredContent": {"n": 7}}
    if name == "promise":
        return {"content": [{"type": "text", "text": "kept?"}], "structuredContent": {"n": "seven"}}
    if name == "die":
        sys.stderr.write("dying as asked\n")
        sys.stderr.flush()
        os._exit(3)
    if name == "change":
        tools_version += 1
        for _ in range(50):
            send({"jsonrpc": "2.0", "method": "notifications/tools/list_changed"})
        return text_result("changed")
    if name == "ask":
        for method in ("ping", "roots/list", "sampling/createMessage", "elicitation/create"):
            send({"jsonrpc": "2.0", "id": "s-" + method, "method": method, "params": {}})
        deadline = time.time() + 10
        while len(answers) < 4 and time.time() < deadline:
            time.sleep(0.02)
        return text_result(json.dumps(answers, sort_keys=True))
    if name == "environment":
        return text_result(os.environ.get(arguments.get("text", ""), "unset"))
    if name == "headers":
        return text_result(json.dumps({key.lower(): value for key, value in headers.items()}))
    if name == "talk":
        secret = os.environ.get("TOKEN", "")
        sys.stderr.write(f"my token is {secret}\n")
        sys.stderr.flush()
        send({"jsonrpc": "2.0", "method": "notifications/message",
              "params": {"level": "info", "data": {"token": secret}}})
        return text_result("the token is " + secret)
    if name == "huge_line":
        sys.stdout.write("y" * (9 << 20) + "\n")
        sys.stdout.flush()
        return text_result("after it")
    if name == "python" and "python" in words:
        written = io.StringIO()
        try:
            with contextlib.redirect_stdout(written):
                exec(arguments["text"], {"send": send})
        except BaseException as error:
            return text_result(f"{written.getvalue()}{type(error).__name__}: {error}", isError=True)
        return text_result(written.getvalue() or "nothing")
    raise Refusal(-32602, f"There is no tool {name}.")


answers = {}


def handle(message, send, headers):
    """Returns the response to a request, None to anything else."""
    if "method" not in message:
        answers[str(message.get("id"))] = message.get("result", message.get("error", {}).get("code"))
        return None
    method, params, ident = message["method"], message.get("params", {}), message.get("id")
    if ident is None:
        if method == "notifications/cancelled":
            cancelled.add(params.get("requestId"))
            sys.stderr.write(f"cancelled {params.get('requestId')}\n")
            sys.stderr.flush()
        return None
    try:
        if method == "initialize":
            if "refuse" in words:
                raise Refusal(-32602, "Unsupported protocol version")
            if "deaf" in words:
                return None
            version = "2025-03-26" if "old" in words else "1999-01-01" if "future" in words \
                else params["protocolVersion"]
            result = {"protocolVersion": version, "serverInfo": {"name": "scripted", "version": "1"},
                      "capabilities": {"tools": {"listChanged": True}, "resources": {}, "prompts": {}, "logging": {}},
                      "instructions": "Be kind."}
        elif method == "ping":
            result = {}
        elif method == "tools/list":
            result = page("tools", tools(), params)
        elif method == "resources/list":
            result = page("resources", RESOURCES, params)
        elif method == "resources/templates/list":
            result = page("resourceTemplates", TEMPLATES, params)
        elif method == "prompts/list":
            result = page("prompts", PROMPTS, params)
        elif method == "resources/read":
            if params["uri"] not in [resource["uri"] for resource in RESOURCES]:
                raise Refusal(-32002, "Resource not found")
            result = {"contents": [{"uri": params["uri"], "text": "the text of " + params["uri"]}]}
        elif method == "prompts/get":
            result = {"messages": [{"role": "user", "content": {
                "type": "text", "text": "Hello, " + params.get("arguments", {}).get("who", "?")}}]}
        elif method == "tools/call":
            result = call(params["name"], params.get("arguments", {}), params, ident, send, headers)
            if result is None:
                return None
        else:
            raise Refusal(-32601, "Method not found")
        return {"jsonrpc": "2.0", "id": ident, "result": result}
    except Refusal as refusal:
        return {"jsonrpc": "2.0", "id": ident, "error": {"code": refusal.code, "message": str(refusal)}}


def serve_stdio():
    out = sys.stdout  # what a text of Python prints goes elsewhere

    def send(message):
        with lock:
            if "garbage" in words:
                out.write('hello\n{"jsonrpc": "2.0"\n[]\n7\n{"id": 1}\n{"jsonrpc":"2.0","id":99,"result":{}}\n')
                out.buffer.flush()
                out.flush()
                out.buffer.write(b"\xff\xfe\x00\n")
                out.buffer.flush()
            out.write(json.dumps(message) + "\n")
            out.flush()

    def work(message):
        response = handle(message, send, {})
        if response is not None:
            send(response)

    sys.stderr.write("begun\n")
    sys.stderr.flush()
    for line in sys.stdin:
        threading.Thread(target=work, args=(json.loads(line),), daemon=True).start()


def serve_http():
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    session = "session-1"
    kept = {}  # by event id: the rest of a stream that was broken

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *arguments):
            pass

        def plain(self, status, body=b"", kind="text/plain", **headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def begin_stream(self, **headers):
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True

        def event(self, message, ident=None):
            with lock:
                if ident:
                    self.wfile.write(f"id: {ident}\nretry: 10\n".encode())
                self.wfile.write(b": a comment\r\ndata: " + json.dumps(message).encode() + b"\r\n\r\n")
                self.wfile.flush()

        def refused(self):
            if "nothing" in words:
                self.plain(404, b"no such page")
            elif "moved" in words:
                self.plain(307, Location="http://127.0.0.1:9/elsewhere")
            elif "auth" in words and self.headers.get("Authorization") != "Bearer s3cr3t-value":
                self.plain(401)
            else:
                return False
            return True

        def do_GET(self):
            ident = self.headers.get("Last-Event-ID")
            if ident in kept:
                self.begin_stream()
                self.event(kept.pop(ident))
                return
            self.plain(405)

        def do_DELETE(self):
            sys.stderr.write("deleted " + str(self.headers.get("Mcp-Session-Id")) + "\n")
            sys.stderr.flush()
            self.plain(200)

        def do_POST(self):
            nonlocal session
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.refused():
                return
            message = json.loads(body)
            first = message.get("method") == "initialize"
            more = {}
            if "session" in words:
                if first:
                    more["Mcp_Session_Id"] = session
                elif self.headers.get("Mcp-Session-Id") != session:
                    return self.plain(404)
            if not first and self.headers.get("MCP-Protocol-Version") != "2025-06-18":
                return self.plain(400, b"the version is missing")
            if message.get("params", {}).get("name") == "die":
                session = "session-2"
                return self.plain(404)
            if "id" not in message or "method" not in message:
                handle(message, None, {})
                return self.plain(202)
            if "sse" not in words and "drop" not in words:
                response = handle(message, lambda message: None, self.headers)
                return self.plain(200, json.dumps(response).encode(), "application/json", **more)
            self.begin_stream(**more)
            response = handle(message, self.event, self.headers)
            if "drop" in words and not first:
                kept[f"e{message['id']}"] = response
                return self.event({"jsonrpc": "2.0", "method": "notifications/message",
                                   "params": {"level": "info", "data": "breaking off"}}, f"e{message['id']}")
            self.event(response)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()


serve_http() if "--http" in words else serve_stdio()
