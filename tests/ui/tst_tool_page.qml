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
