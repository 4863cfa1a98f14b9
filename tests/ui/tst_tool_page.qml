import QtQuick
import QtTest
import Hadal.Controls
import Hadal.Forms
import Hadal.Tools

// The page of tools, by keyboard alone.
TestCase {
    id: root
    name: "ToolPage"
    when: windowShown
    width: 1500
    height: 900
    visible: true

    property ToolDesk desk: Fixture.desk

    Item {
        id: before
        width: 10
        height: 10
        activeFocusOnTab: true
    }
    ToolList {
        id: list
        width: 264
        height: 900
        desk: root.desk
    }
    ToolsSpace {
        id: space
        x: 264
        width: 1236
        height: 900
        desk: root.desk
        chat: Fixture.workspace.chat
        sidebarShown: true
        beside: true
        sideMargin: 24
    }

    function init() { failOnWarning(/./); }
    function cleanup() {
        while (!root.desk.acts.empty)
            root.desk.acts.undo();
    }

    /// The names of what Tab reaches from `start` on, until it comes to `last`.
    function reached(start: Item, last: string): list<string> {
        start.forceActiveFocus(Qt.TabFocusReason);
        const names = [];
        for (let i = 0; i < 120; ++i) {
            // In an editor of code Tab indents.
            keyClick(Qt.Key_Tab, Fixture.focusItem(root) instanceof TextEdit ? Qt.ControlModifier : Qt.NoModifier);
            const item = Fixture.focusItem(root);
            names.push(item.Accessible.name);
            if (item.Accessible.name === last)
                return names;
        }
        fail("There is no " + last + " among " + names);
        return names;
    }

    function test_every_control_of_every_kind_is_reached_data() {
        return [
            { tag: "command", action: ToolForm.Command, names: ["Program", "Add an argument", "Run through a shell", "Working folder",
                "Add a variable", "Input", "Folder", "Memory", "Time", "Processes", "Output"] },
            { tag: "request", action: ToolForm.Http, names: ["Method", "Address", "Add a header", "Body", "Network on", "Time", "Output"] },
            { tag: "script", action: ToolForm.Script, names: ["JavaScript", "Memory", "Time", "Output"] },
            { tag: "files", action: ToolForm.Files, names: ["Read a file", "Search", "Folder", "Time", "Output"] },
            { tag: "ask", action: ToolForm.Ask, names: ["Question"] }
        ];
    }
    function test_every_control_of_every_kind_is_reached(row) {
        root.desk.create();
        root.desk.form.action = row.action;
        const names = reached(before, "As JSON");
        for (const name of ["Find a tool", "New tool", "Export", "Name", "Reads only", "What it is for", "Command", "Ask me"].concat(row.names))
            verify(names.indexOf(name) >= 0, name + " among " + names);
        verify(names.indexOf("") < 0, "a control without a name among " + names);
    }

    function test_a_tool_is_made_by_keyboard() {
        space.newTool();
        for (const key of "look_up")
            keyClick(key);
        compare(root.desk.form.name, "look_up");
        reached(Fixture.focusItem(root), "Program");
        for (const key of "ls")
            keyClick(key);
        reached(Fixture.focusItem(root), "Add an argument");
        keyClick(Qt.Key_Space);
        compare(root.desk.form.arguments.count, 1);
        compare(Fixture.focusItem(root).Accessible.name, "Argument 1");
        for (const key of "-l")
            keyClick(key);
        keyClick(Qt.Key_Return);
        compare(Fixture.focusItem(root).Accessible.name, "Argument 2");
        keyClick("a");
        keyClick(Qt.Key_Up, Qt.AltModifier);
        compare(root.desk.form.arguments.data(root.desk.form.arguments.index(0, 0), Qt.UserRole + 2), "a");
        verify(root.desk.form.usable, JSON.stringify(root.desk.form.problems));
    }

    function test_the_list_by_keyboard() {
        root.desk.create();
        const first = root.desk.current;
        reached(before, root.desk.form.name); // in the list
        keyClick(Qt.Key_D, Qt.ControlModifier);
        const copy = root.desk.current;
        verify(copy !== first);
        keyClick(Qt.Key_Delete);
        verify(root.desk.current !== copy);
        root.desk.acts.undo();
        compare(root.desk.current, copy);
        const set = root.desk.createSet("Mine", copy);
        reached(before, root.desk.form.name);
        const rows = root.desk.rows.count;
        for (let i = 0; i < 20 && Fixture.focusItem(root).Accessible.name !== "Mine"; ++i)
            keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Left);
        compare(root.desk.rows.count, rows - 1);
        keyClick(Qt.Key_Right);
        compare(root.desk.rows.count, rows);
        keyClick(Qt.Key_F2);
        keyClick("M");
        keyClick(Qt.Key_Return);
        compare(root.desk.setNames.length, 1);
        compare(root.desk.setNames[0], "M");
        verify(root.desk.isInSet(set, copy));
    }

    function test_the_tool_is_tried() {
        root.desk.create();
        root.desk.form.program = "ls";
        root.desk.form.parameters = '{"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "maximum": 8}}}';
        const form = root.desk.trial.form;
        verify(!form.valid);
        reached(space.preview, "n");
        keyClick("4");
        verify(form.valid);
        reached(Fixture.focusItem(root), "Run");
        keyClick(Qt.Key_Space);
        tryVerify(() => root.desk.trial.done);
        verify(root.desk.trial.text.indexOf('{"n":4}') > 0, root.desk.trial.text);
        compare(root.desk.trial.history.count, 1);
    }

    function type(text: string) {
        for (const letter of text)
            keyClick(letter);
    }
    function focused(): string { return Fixture.focusItem(root).Accessible.name; }
    /// What stands in a row of a list of the form: its name, or its value.
    function rowOf(list: RowList, row: int, role: int): var { return list.data(list.index(row, 0), Qt.UserRole + role); }

    function test_a_request_by_keyboard() {
        root.desk.create();
        const form = root.desk.form;
        form.action = ToolForm.Http;
        reached(before, "Method");
        keyClick(Qt.Key_Down);
        compare(form.method, "POST");
        keyClick(Qt.Key_Tab);
        compare(focused(), "Address");
        root.type("https://example.org/a");
        compare(form.url, "https://example.org/a");
        reached(Fixture.focusItem(root), "Add a header");
        keyClick(Qt.Key_Space);
        compare(focused(), "Name 1");
        root.type("Accept");
        keyClick(Qt.Key_Tab);
        compare(focused(), "Value of Accept");
        root.type("text/plain");
        compare(rowOf(form.headers, 0, 1), "Accept");
        compare(rowOf(form.headers, 0, 2), "text/plain");
        reached(Fixture.focusItem(root), "Body");
        root.type("x");
        compare(form.body, "x");
        reached(Fixture.focusItem(root), "Network on");
        keyClick(Qt.Key_Space);
        verify(!form.network);
        reached(before, "Remove Accept");
        keyClick(Qt.Key_Space);
        compare(form.headers.count, 0);
    }

    function test_a_script_by_keyboard_and_out_of_it_again() {
        root.desk.create();
        root.desk.form.action = ToolForm.Script;
        reached(before, "JavaScript"); // the segment
        reached(Fixture.focusItem(root), "JavaScript");
        keyClick(Qt.Key_A, Qt.ControlModifier);
        root.type("function run()");
        keyClick(Qt.Key_Tab);
        compare(root.desk.form.source, "function run()  ");
        keyClick(Qt.Key_Escape);
        compare(focused(), "Memory");
    }

    function test_files_and_questions_by_keyboard() {
        root.desk.create();
        const form = root.desk.form;
        form.action = ToolForm.Files;
        reached(before, "Search");
        keyClick(Qt.Key_Space);
        compare(form.files, 2);
        keyClick(Qt.Key_Left);
        compare(form.files, 1);
        reached(before, "Ask me");
        keyClick(Qt.Key_Space);
        compare(form.action, ToolForm.Ask);
        reached(Fixture.focusItem(root), "Question");
        root.type("Why?");
        compare(form.question, "Why?");
    }

    function test_folders_by_keyboard() {
        root.desk.create();
        const folders = root.desk.form.folders;
        reached(before, "Folder");
        keyClick(Qt.Key_Space);
        compare(focused(), "Folder 1");
        root.type("/srv");
        compare(rowOf(folders, 0, 2), "/srv");
        keyClick(Qt.Key_Tab);
        compare(focused(), "Choose folder 1");
        keyClick(Qt.Key_Tab);
        compare(focused(), "Read");
        keyClick(Qt.Key_Right);
        verify(rowOf(folders, 0, 3));
        reached(Fixture.focusItem(root), "Take away folder 1");
        keyClick(Qt.Key_Space);
        compare(folders.count, 0);
    }

    function test_limits_by_keyboard() {
        root.desk.create();
        const form = root.desk.form;
        for (const limit of [["Memory", "memory"], ["Time", "seconds"], ["Processes", "processes"], ["Output", "output"]]) {
            reached(before, limit[0]);
            keyClick(Qt.Key_A, Qt.ControlModifier);
            root.type("7");
            compare(form[limit[1]], 7);
            keyClick(Qt.Key_Up);
            compare(form[limit[1]], 8);
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Down);
            compare(form[limit[1]], 6);
        }
    }

    function test_a_secret_is_given_by_keyboard() {
        root.desk.create();
        const form = root.desk.form;
        form.program = "curl";
        form.input = "{{secret:TOKEN}}";
        compare(form.secrets, ["TOKEN"]);
        reached(before, "TOKEN");
        keyClick(Qt.Key_Space);
        compare(form.given, ["TOKEN"]);
        keyClick(Qt.Key_Space);
        compare(form.given, []);
    }

    function test_when_to_ask_by_keyboard() {
        root.desk.create();
        const asking = root.desk.asking;
        compare(asking.when, ToolAsking.EveryTime);
        reached(before, "First time in a chat");
        keyClick(Qt.Key_Space);
        compare(asking.when, ToolAsking.OnceAChat);
        keyClick(Qt.Key_Left);
        compare(asking.when, ToolAsking.Never);
        root.desk.form.program = "ls"; // another tool than the one that was allowed
        compare(asking.when, ToolAsking.EveryTime);
        verify(asking.note !== "");
        root.desk.acts.undo();
        compare(asking.when, ToolAsking.Never);
        root.desk.acts.undo();
        compare(asking.when, ToolAsking.OnceAChat);
        root.desk.form.action = ToolForm.Ask;
        verify(!asking.available);
    }

    function test_the_chat_uses_the_tool_by_keyboard() {
        root.desk.create();
        root.desk.form.program = "ls";
        const choices = space.chat.tools.choices;
        verify(!choices.uses(root.desk.current));
        reached(before, "Use in the new chat");
        keyClick(Qt.Key_Space);
        verify(choices.uses(root.desk.current));
        keyClick(Qt.Key_Space);
        verify(!choices.uses(root.desk.current));
    }

    function test_what_is_missing_is_said_when_it_is_run() {
        root.desk.create();
        root.desk.form.program = "ls";
        root.desk.form.parameters = '{"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}';
        const form = root.desk.trial.form;
        const problem = () => form.data(form.index(0, 0), Qt.UserRole + 12);
        verify(!form.valid);
        compare(problem(), "");
        reached(space.preview, "Run");
        keyClick(Qt.Key_Space);
        verify(!root.desk.trial.running);
        compare(problem(), "A whole number is needed");
        reached(before, "As JSON");
        keyClick(Qt.Key_Space);
        compare(focused(), "As a form");
        keyClick(Qt.Key_Tab);
        compare(focused(), "Arguments as JSON");
        keyClick(Qt.Key_A, Qt.ControlModifier);
        root.type('{"n": 3}');
        verify(form.valid, form.allProblems);
        reached(before, "As a form");
        keyClick(Qt.Key_Space);
    }

    function test_earlier_runs_by_keyboard() {
        root.desk.create();
        root.desk.form.program = "ls";
        root.desk.trial.run();
        tryVerify(() => root.desk.trial.done);
        reached(space.preview, "Show the run with No arguments");
        keyClick(Qt.Key_Tab);
        compare(focused(), "Run again with No arguments");
        keyClick(Qt.Key_Space);
        tryCompare(root.desk.trial.history, "count", 2);
        reached(space.preview, "Forget them");
        keyClick(Qt.Key_Space);
        compare(root.desk.trial.history.count, 0);
    }

    function test_narrow_has_tabs() {
        space.beside = false;
        verify(space.form.visible && !space.preview.visible);
        reached(before, "Preview");
        keyClick(Qt.Key_Space);
        verify(!space.form.visible && space.preview.visible);
        reached(before, "Form");
        keyClick(Qt.Key_Space);
        space.beside = true;
    }
}
