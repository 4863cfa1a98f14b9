import QtQuick
import QtTest
import Hadal.Chat
import Hadal.Controls
import Hadal.Schema

// The library of schemas, by keyboard alone.
TestCase {
    id: root
    name: "SchemaPage"
    when: windowShown
    width: 1100
    height: 800
    visible: true

    property Workspace workspace: Fixture.workspace
    property int closings: 0

    Item {
        id: before
        width: 10
        height: 10
        activeFocusOnTab: true
    }
    SchemasPage {
        id: page
        anchors.fill: parent
        library: root.workspace.schemas
        writer: root.workspace.examples
        onClosed: root.closings++
    }

    function init() { failOnWarning(/./); }
    function cleanup() {
        page.chosen = "";
        for (const name of Array.from(page.library.names))
            page.library.remove(name);
    }
    function focused(): Item { return Fixture.focusItem(root); }
    function type(text: string) {
        for (const letter of text)
            keyClick(letter);
    }
    /// The names of what Tab reaches from `start` on, until it comes to `last`.
    function reached(start: Item, last: string): list<string> {
        start.forceActiveFocus(Qt.TabFocusReason);
        const names = [];
        for (let i = 0; i < 80; ++i) {
            keyClick(Qt.Key_Tab, root.focused() instanceof TextEdit ? Qt.ControlModifier : Qt.NoModifier);
            names.push(root.focused().Accessible.name);
            if (root.focused().Accessible.name === last)
                return names;
        }
        fail("There is no " + last + " among " + names);
        return names;
    }

    function test_a_schema_is_made_named_and_deleted() {
        reached(before, "Make the first schema");
        keyClick(Qt.Key_Space);
        compare(root.focused().Accessible.name, "Name of the schema");
        root.type("Order");
        keyClick(Qt.Key_Return);
        compare(Array.from(page.library.names), ["Order"]);
        compare(page.chosen, "Order");
        reached(root.focused(), "Add a field");
        keyClick(Qt.Key_Space);
        compare(root.focused().Accessible.name, "Name");
        root.type("item");
        keyClick(Qt.Key_Return);
        tryVerify(() => page.library.text("Order").includes('"item"'));
        reached(before, "Delete this schema");
        keyClick(Qt.Key_Space);
        compare(page.library.names.length, 0);
        tryVerify(() => findChild(page, "removedToast").visible);
        reached(before, "Undo");
        keyClick(Qt.Key_Space);
        compare(page.library.names.length, 1);
        verify(page.library.text("Order").includes('"item"'));
    }
    function test_the_list_by_keyboard() {
        page.library.write("A", "{}");
        page.library.write("B", '{"type": "string"}');
        page.choose("A");
        reached(before, "A"); // the row in the list
        keyClick(Qt.Key_Down);
        compare(page.chosen, "B");
        keyClick(Qt.Key_Down);
        compare(page.chosen, "B");
        keyClick(Qt.Key_Up);
        compare(page.chosen, "A");
    }
    function test_an_example_by_keyboard() {
        page.library.write("A", "{}");
        page.choose("A");
        reached(before, "Generate an example");
        keyClick(Qt.Key_Space);
        tryVerify(() => !root.workspace.examples.writing && root.workspace.examples.text !== "");
        compare(root.focused().Accessible.name, "Generate an example");
    }
    function test_every_control_has_a_name() {
        page.library.write("A", '{"type": "object", "properties": {"a": {"type": "string"}}}');
        page.choose("A");
        const names = reached(before, "Generate an example");
        for (const name of ["Back to the chat", "New schema", "A", "Name of the schema", "Delete this schema", "The whole", "Type"])
            verify(names.indexOf(name) >= 0, name + " among " + names);
        verify(names.indexOf("") < 0, "a control without a name among " + names);
    }
    function test_back() {
        reached(before, "Back to the chat");
        keyClick(Qt.Key_Space);
        compare(root.closings, 1);
    }
}
