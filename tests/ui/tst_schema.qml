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
        builder.takeFocus();
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
        builder.takeFocus();
    }

    function test_arrows_walk_and_fold() {
        compare(root.focused().Accessible.name, "The whole");
        keyClick(Qt.Key_Down);
        compare(document.current, "/properties/a");
        keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Down);
        compare(document.current, "/properties/c");
        keyClick(Qt.Key_Home);
        compare(document.current, "");
        keyClick(Qt.Key_End);
        compare(document.current, "/properties/c");
    }
    function test_alt_arrows_move_and_nest() {
        root.choose("/properties/c");
        keyClick(Qt.Key_Up, Qt.AltModifier);
        compare(Object.keys(root.json().properties), ["a", "c", "b"]);
        keyClick(Qt.Key_Right, Qt.AltModifier);
        compare(Object.keys(root.json().properties), ["a", "b"]);
        compare(document.current, "/properties/a/properties/c");
        compare(root.json().properties.a.properties.c["x-mine"], 1);
        keyClick(Qt.Key_Left, Qt.AltModifier);
        compare(Object.keys(root.json().properties), ["a", "c", "b"]);
    }
    function test_insert_duplicate_delete_and_undo() {
        const before = document.text;
        root.choose("/properties/b");
        keyClick(Qt.Key_Insert);
        compare(Object.keys(root.json().properties), ["a", "b", "field", "c"]);
        root.choose("/properties/b");
        keyClick(Qt.Key_D, Qt.ControlModifier);
        compare(document.current, "/properties/b_2");
        compare(root.json().required, ["b", "b_2"]);
        keyClick(Qt.Key_Delete);
        compare(Object.keys(root.json().properties), ["a", "b", "field", "c"]);
        for (let i = 0; i < 3; ++i)
            keyClick(Qt.Key_Z, Qt.ControlModifier);
        compare(document.text, before);
        verify(!document.canUndo);
        keyClick(Qt.Key_Z, Qt.ControlModifier | Qt.ShiftModifier);
        compare(Object.keys(root.json().properties).length, 4);
    }
    function test_every_control_of_the_form_by_keyboard() {
        root.choose("/properties/c");
        root.tabTo("Name");
        keyClick(Qt.Key_A, Qt.ControlModifier);
        root.type("year");
        keyClick(Qt.Key_Return);
        compare(document.current, "/properties/year");
        root.tabTo("Type");
        root.tabTo("Required");
        keyClick(Qt.Key_Space);
        compare(root.json().required, ["b", "year"]);
        root.tabTo("May be null");
        keyClick(Qt.Key_Space);
        compare(root.json().properties.year.type, ["integer", "null"]);
        root.tabTo("Description");
        root.type("when");
        compare(root.json().properties.year.description, "when");
        root.tabTo("At least");
        root.type("1900");
        compare(root.json().properties.year.minimum, 1900);
        root.tabTo("At most");
        root.type("x");
        compare(root.json().properties.year.maximum, undefined);
        keyClick(Qt.Key_Backspace);
        root.type("2100");
        compare(root.json().properties.year.maximum, 2100);
        for (const name of ["More than", "Less than", "Multiple of", "Default", "Examples, one a line", "Title"])
            root.tabTo(name);
        compare(root.json().properties.year["x-mine"], 1);
        compare(document.kept, ["x-mine"]);
    }
    function test_the_kind_is_changed_by_keyboard() {
        root.choose("/properties/b");
        root.tabTo("Type");
        keyClick(Qt.Key_Down); // to a number
        compare(root.json().properties.b.type, "number");
        keyClick(Qt.Key_Down);
        compare(root.json().properties.b.type, "integer");
        document.undo();
        document.undo();
        compare(root.json().properties.b.type, "string");
    }
    function test_values_of_an_enum_by_keyboard() {
        document.load('{"type":"object","properties":{"e":{"enum":["a"]}}}');
        root.choose("/properties/e");
        root.tabTo("Values, one a line");
        keyClick(Qt.Key_End, Qt.ControlModifier);
        keyClick(Qt.Key_Return);
        root.type("2");
        compare(root.json().properties.e.enum, ["a", 2]);
        keyClick(Qt.Key_Tab); // out again
        verify(root.focused().Accessible.name !== "Values, one a line");
    }
    function test_a_reference_by_keyboard() {
        document.load('{"type":"object","properties":{"r":{"$ref":"#"}},"$defs":{"one":{},"two":{}}}');
        root.choose("/properties/r");
        root.tabTo("Leads to");
        keyClick(Qt.Key_Down);
        compare(root.json().properties.r.$ref, "#/$defs/one");
        keyClick(Qt.Key_Down);
        compare(root.json().properties.r.$ref, "#/$defs/two");
    }
    function test_a_union_by_keyboard() {
        document.load('{"type":"object","properties":{"u":{"anyOf":[{"type":"string"}]}}}');
        root.choose("/properties/u");
        root.tabTo("Add an alternative");
        keyClick(Qt.Key_Space);
        compare(root.json().properties.u.anyOf.length, 2);
    }
    function test_text_has_a_pattern_a_format_and_switches() {
        root.choose("/properties/b");
        root.tabTo("At least, characters");
        root.type("2");
        root.tabTo("Pattern");
        root.type("a+");
        root.tabTo("Format");
        keyClick(Qt.Key_Down);
        compare(root.json().properties.b, { type: "string", minLength: 2, pattern: "a+", format: "date-time" });
        document.load('{"type":"array","items":{}}');
        root.choose("");
        root.tabTo("No item twice");
        keyClick(Qt.Key_Space);
        compare(root.json().uniqueItems, true);
    }
    function test_a_sample_by_keyboard() {
        root.tabTo("Start from JSON…");
        const opener = root.focused();
        keyClick(Qt.Key_Space);
        tryVerify(() => root.focused().Accessible.name === "Sample JSON");
        root.type('{"n": 1}');
        keyClick(Qt.Key_Tab, Qt.ControlModifier);
        compare(root.focused().Accessible.name, "Cancel");
        keyClick(Qt.Key_Tab);
        compare(root.focused().Accessible.name, "Make the schema");
        keyClick(Qt.Key_Space);
        compare(Object.keys(root.json().properties), ["n"]);
        tryVerify(() => root.focused() === opener);
        keyClick(Qt.Key_Space);
        tryVerify(() => root.focused().Accessible.name === "Sample JSON");
        keyClick(Qt.Key_Backtab, Qt.ShiftModifier);
        compare(root.focused().Accessible.name, "A schema or a tool");
        keyClick(Qt.Key_Space);
        keyClick(Qt.Key_Tab);
        compare(root.focused().Accessible.name, "JSON Schema");
        root.type("{");
        keyClick(Qt.Key_Escape); // leaves the editor, not the sheet
        root.tabTo("Make the schema");
        keyClick(Qt.Key_Space);
        compare(root.focused().Accessible.name, "Make the schema"); // refused: it says why
        keyClick(Qt.Key_Escape);
        tryVerify(() => root.focused() === opener);
        compare(Object.keys(root.json().properties), ["n"]);
    }
    function test_every_control_has_a_name() {
        document.load('{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}},"$defs":{"d":{}}}');
        for (const mode of [SchemaBuilder.Form, SchemaBuilder.Code, SchemaBuilder.Both]) {
            builder.mode = mode;
            for (const pointer of ["", "/properties/a", "/properties/a/items", "/$defs/d"]) {
                root.choose(pointer);
                for (let i = 0; i < 40; ++i) {
                    // In an editor of code Tab indents.
                    keyClick(Qt.Key_Tab, root.focused() instanceof TextEdit ? Qt.ControlModifier : Qt.NoModifier);
                    verify(root.focused().Accessible.name !== "", root.focused() + " at " + pointer);
                }
            }
        }
    }
    function test_the_bar_by_keyboard() {
        root.choose("/properties/b");
        for (const name of ["Form", "Code", "Both", "Start from JSON…", "Add a definition"])
            root.tabTo(name);
        keyClick(Qt.Key_Space);
        compare(Object.keys(root.json().$defs), ["part"]);
        compare(document.current, "/$defs/part");
        root.tabTo("Undo");
        keyClick(Qt.Key_Space);
        compare(root.json().$defs, undefined);
        root.tabTo("Redo");
        keyClick(Qt.Key_Space);
        verify(root.json().$defs !== undefined);
        root.tabTo("Code");
        keyClick(Qt.Key_Space);
        compare(builder.shownMode, SchemaBuilder.Code);
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
        document.load('{"type":"object","properties":{"a":{"type":"array","uniqueItems":true,"minItems":300,"items":{"type":"object"}}}}');
        tryCompare(document.check, "verdict", SchemaCheck.InPart);
        compare(document.check.reasonOf("/properties/a", "uniqueItems") !== "", true);
        document.load('{"type":"object","properties":{"a":{"minLength":"x"}}}');
        tryCompare(document.check, "verdict", SchemaCheck.Invalid);
        document.load(root.sample);
        tryCompare(document.check, "verdict", SchemaCheck.Enforceable);
    }
    function test_starts_from_a_sample_and_from_a_tool() {
        compare(document.fromSample('[{"a": 1}, {"a": 2, "b": "x"}]'), "");
        compare(root.json().items.required, ["a"]);
        compare(document.fromSchema('{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"z":{}}}}}'), "");
        compare(Object.keys(root.json().properties), ["z"]);
        verify(document.fromSample("{").length > 0);
        document.undo();
        document.undo();
        compare(document.text, root.sample);
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
    function test_an_answer_by_keyboard() {
        answer.text = '{"a": {"b": [1, 2]}, "c": "x"}';
        answer.visible = true;
        let copied = "";
        const take = (text) => copied = text;
        answer.copied.connect(take);
        answer.forceActiveFocus();
        const reach = (name) => {
            for (let i = 0; i < 20 && root.focused().Accessible.name !== name; ++i)
                keyClick(Qt.Key_Tab);
            compare(root.focused().Accessible.name, name);
        };
        reach("Copy the answer");
        keyClick(Qt.Key_Space);
        verify(copied.includes('"b"'));
        reach("a");
        keyClick(Qt.Key_Left); // folds
        keyClick(Qt.Key_Down);
        compare(root.focused().Accessible.name, "c");
        keyClick(Qt.Key_Up);
        keyClick(Qt.Key_Right);
        keyClick(Qt.Key_Down);
        compare(root.focused().Accessible.name, "b");
        keyClick(Qt.Key_Menu);
        tryVerify(() => root.focused().Accessible.name !== "b");
        keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Return);
        tryVerify(() => copied.includes("1") && !copied.includes("c"));
        tryVerify(() => root.focused().Accessible.name === "b"); // the menu gives the focus back when it has gone
        answer.copied.disconnect(take);
        answer.visible = false;
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
