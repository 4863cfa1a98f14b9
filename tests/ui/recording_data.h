// What the recording is about: a tool, a schema with an answer, and a server that calls tools.
#pragma once

#include "tests/app/remote/answers.h"

namespace hadal::ui::test {

/// A server that calls two tools in one answer, and then says what came of it.
inline remote::test::ScriptedEndpoint::Answer
marathon(const remote::test::ScriptedEndpoint::Request& request) {
    using remote::test::chunk;
    using remote::test::ScriptedEndpoint;
    if (!request.asks("POST"))
        return ScriptedEndpoint::json(R"({"object": "list", "data": [{"id": "deepseek-ai/DeepSeek-V3.2",
            "object": "model", "created": 1, "owned_by": "lab", "max_model_len": 131072}]})");
    if (request.json().at("messages").back().at("role") == "tool")
        return ScriptedEndpoint::stream(
            {chunk(R"({"role":"assistant","content":"A marathon is about **26.2 miles**."})"),
             chunk(R"({"content":" At 10 km/h it takes **4.2 hours**."})"), chunk("{}", "stop")});
    return ScriptedEndpoint::stream(
        {chunk(R"({"role":"assistant","content":"I work out both."})"),
         chunk(
             R"({"tool_calls":[{"index":0,"id":"call_miles","type":"function","function":{"name":"convert_units","arguments":""}}]})"),
         chunk(R"({"tool_calls":[{"index":0,"function":{"arguments":"{\"value\": 42.195, \"from\""}}]})"),
         chunk(R"({"tool_calls":[{"index":0,"function":{"arguments":": \"km\", \"to\": \"mi\"}"}}]})"),
         chunk(
             R"({"tool_calls":[{"index":1,"id":"call_hours","type":"function","function":{"name":"calculator","arguments":""}}]})"),
         chunk(R"({"tool_calls":[{"index":1,"function":{"arguments":"{\"expression\": \"42.195 / 9\"}"}}]})"),
         chunk("{}", "tool_calls")});
}

/// %1: the folder of the logs.
inline constexpr const char* logs_tool = R"({"type": "function", "function": {"name": "get_logs",
        "description": "Shows the last lines of a service's log. Use it before explaining an error.",
        "parameters": {"type": "object", "required": ["service", "lines"], "properties": {
            "service": {"type": "string", "description": "Name of the service"},
            "lines": {"type": "integer", "description": "How many lines", "minimum": 1, "maximum": 100, "default": 20},
            "level": {"enum": ["any", "error", "warning"]}}}},
        "hadal": {"effect": "reads", "action": {"kind": "command", "program": "tail",
            "arguments": ["-n", "{{lines}}", "{{service}}.log"], "folder": "%1"},
            "limits": {"folders": [{"path": "%1"}]}}})";
inline constexpr const char* paper_schema = R"({
  "type": "object",
  "required": ["title", "doi", "year"],
  "properties": {
    "title": {"type": "string", "description": "As printed"},
    "doi": {"type": "string", "description": "Without the https part", "pattern": "^(?=10\\.)\\d{2}\\.\\d{4,9}/\\S+$"},
    "year": {"type": "integer", "minimum": 1900, "maximum": 2100},
    "authors": {"type": "array", "minItems": 1, "maxItems": 40, "items": {"type": "object", "required": ["name"],
      "properties": {"name": {"type": "string", "description": "Family name last"}, "affiliation": {"type": ["string", "null"]}}}},
    "area": {"enum": ["attention", "moe", "quantisation", "training", "other"]}
  }
})";
inline constexpr const char* paper_record =
    R"({"title": "Sparse reading for long contexts", "doi": "doi.org/10.5555/41290",
        "year": 2025, "authors": [{"name": "Lin Yue", "affiliation": null}, {"name": "Marta Okafor"}], "area": "attention"})";

} // namespace hadal::ui::test
