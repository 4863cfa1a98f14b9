import QtQuick
import QtTest
import Hadal.Chat
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

TestCase {
    id: root
    name: "Schema"
    when: windowShown
    width: 1000
    height: 700
    visible: true

    property Workspace workspace: Fixture.workspace

    SchemaDocument { id: document }
    SchemaBuilder {
        id: builder
        anchors.fill: parent
        document: document
    }
    JsonTree { id: tree }
    AnswerTree {
        id: answer
        width: 600
        visible: false
        text: ""
    }

    readonly property string sample: '{"type":"object","required":["b"],"properties":{"a":{"type":"object","properties":{}},'
        + '"b":{"type":"string"},"c":{"type":"integer","x-mine":1}}}'

    function init() {
        failOnWarning(/./);
        document.load(root.sample);
        builder.mode = SchemaBuilder.Form;
        builder.forceActiveFocus(Qt.TabFocusReason);
    }
    function json() { return JSON.parse(document.text); }
    function type(text: string) {
        for (const letter of text)
            keyClick(letter);
    }
    function focused(): Item { return Fixture.focusItem(builder); }
    /// Tabs until the control of this name has the focus.
    function tabTo(name: string) {
        for (let i = 0; i < 60; ++i) {
            keyClick(Qt.Key_Tab);
            if (root.focused().Accessible.name === name)
                return;
        }
        fail("Tab does not reach “" + name + "”");
    }
    function choose(pointer: string) {
        document.current = pointer;
        builder.forceActiveFocus(Qt.TabFocusReason);
    }

    function test_code_that_cannot_be_read_keeps_the_form_away() {
        builder.mode = SchemaBuilder.Code;
        root.tabTo("Code of the schema");
        const editor = root.focused();
        editor.text = "{\n  \"type\": \"object\"\n  \"a\": 1\n}";
        verify(!document.readable);
        compare(document.problemLine, 3);
        builder.show(SchemaBuilder.Form);
        compare(builder.mode, SchemaBuilder.Code);
        verify(builder.refusal.includes("3"));
        keyClick(Qt.Key_Z, Qt.ControlModifier);
        verify(document.readable);
        builder.show(SchemaBuilder.Form);
        compare(builder.mode, SchemaBuilder.Form);
    }
    function test_keywords_are_completed() {
        builder.mode = SchemaBuilder.Code;
        root.tabTo("Code of the schema");
        const editor = root.focused();
        editor.text = "{}";
        editor.cursorPosition = 1;
        root.type("\"addi");
        keyClick(Qt.Key_Return);
        compare(editor.text, "{\"additionalProperties\"}");
        editor.text = "{\"type\": }";
        editor.cursorPosition = 9;
        root.type("\"int");
        keyClick(Qt.Key_Tab);
        compare(editor.text, "{\"type\": \"integer\"}");
        compare(SchemaCompletion.offers("{\"properties\": {\"ty", 18, []), []);
        compare(SchemaCompletion.offers("{\"properties\": {\"type\": {\"ty", 28, []), ["type"]);
        compare(SchemaCompletion.offers("{\"$ref\": \"#/", 12, ["#", "#/$defs/a"]), ["#/$defs/a"]);
    }
    function test_the_check_says_where() {
        document.load('{"type":"object","properties":{"a":{"type":"array","uniqueItems":true,"items":{"type":"object"}}}}');
        tryCompare(document.check, "verdict", SchemaCheck.InPart);
        compare(document.check.reasonOf("/properties/a", "uniqueItems") !== "", true);
        document.load('{"type":"object","properties":{"a":{"minLength":"x"}}}');
        tryCompare(document.check, "verdict", SchemaCheck.Invalid);
        document.load(root.sample);
        tryCompare(document.check, "verdict", SchemaCheck.Enforceable);
    }
    function test_fields_are_dropped_where_they_may() {
        verify(document.canDrop("/properties/b", "/properties/a", SchemaDocument.Into));
        verify(!document.canDrop("/properties/a", "/properties/a", SchemaDocument.Into));
        verify(!document.canDrop("/properties/a", "/properties/b", SchemaDocument.Into));
        compare(document.drop("/properties/c", "/properties/a", SchemaDocument.Before), "");
        compare(Object.keys(root.json().properties), ["c", "a", "b"]);
        compare(document.drop("/properties/b", "/properties/a", SchemaDocument.Into), "");
        compare(root.json().properties.a.required, ["b"]);
    }

    // ---- answers ----

    function test_an_answer_is_a_tree_with_its_faults() {
        tree.schema = '{"type":"array","items":{"type":"object","properties":{"a":{"type":"integer"}}}}';
        tree.text = '[{"a": 1}, {"a": "x"}';
        verify(!tree.whole);
        tree.text = '[{"a": 1}, {"a": "x"}]';
        verify(tree.whole && tree.list);
        compare(tree.rowCount(), 5);
        compare(tree.broken, 1);
        compare(tree.valueAt("/1/a"), "x");
        compare(tree.exported("jsonl"), '{"a":1}\n{"a":"x"}\n');
        compare(tree.exported("csv"), 'a\r\n1\r\nx\r\n');
        tree.setOpen("/0", false);
        compare(tree.rowCount(), 4);
    }
    function test_json_mode_asks_for_it_and_shows_it() {
        const chat = root.workspace.chat;
        compare(root.workspace.schemas.write("Record", '{"type":"object","properties":{"a":{"type":"integer"}}}'), "");
        chat.format.choose(AnswerFormat.Schema, "Record");
        compare(chat.format.problem, "");
        compare(chat.format.name, "Record");
        compare(root.workspace.schemas.write("Record", '{"type":"object","properties":{"a":{"minLength":"x"}}}'), "");
        tryVerify(() => chat.format.problem !== "");
        verify(!chat.send("hello"));
        compare(root.workspace.schemas.remove("Record"), "");
        tryVerify(() => chat.format.problem.includes("Record"));
        chat.format.choose(AnswerFormat.Off);
        compare(chat.format.problem, "");
    }
}
