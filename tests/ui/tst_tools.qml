import QtQuick
import QtTest
import Hadal.Chat
import Hadal.Controls

// A call that waits, led by keyboard alone.
TestCase {
    id: root
    name: "Tools"
    when: windowShown
    width: 760
    height: 700
    visible: true

    property Workspace workspace: Fixture.workspace
    property Chat chat: root.workspace.chat
    property ToolCard card: null
    property bool shown: false

    Connections {
        target: root.chat.tools
        function onCallMoved() { root.shown = root.shown && root.chat.tools.card(Fixture.messageAt(2)) !== null; }
    }

    Item {
        id: before
        width: 10
        height: 10
        activeFocusOnTab: true
    }
    Loader {
        id: place
        y: 20
        width: 672
        active: root.shown
        sourceComponent: ToolCall { card: root.card }
    }

    function init() {
        failOnWarning(/./);
        root.shown = false;
        root.workspace.newChat();
        root.chat.tools.choices.choose(2, true); // move, behind the set and look
        root.chat.tools.choices.choose(5, true); // ask
        root.chat.settings.thinking = false;
    }
    function cleanup() {
        root.shown = false;
        root.chat.stop();
        tryVerify(() => !root.chat.answering);
    }

    function messageAt(row: int): string {
        return Fixture.messageAt(row);
    }
    function contentAt(row: int): string {
        return Fixture.contentAt(row);
    }
    function begin(text: string) {
        root.chat.send(text);
        tryCompare(root.chat.tools, "waiting", 1);
        root.card = root.chat.tools.card(root.messageAt(2));
        verify(root.card !== null);
        root.shown = true;
        before.forceActiveFocus();
    }
    /// Tabs until a control of this name has the focus, and says which there were on the way.
    function tabTo(name: string): list<string> {
        const names = [];
        for (let i = 0; i < 40; ++i) {
            keyClick(Qt.Key_Tab);
            const item = Fixture.focusItem(root);
            names.push(item.Accessible.name);
            if (item.Accessible.name === name)
                return names;
        }
        fail("There is no " + name + " among " + names);
        return names;
    }

    function test_everything_has_a_name_and_is_reached() {
        begin("move it");
        compare(place.item.Accessible.name, "Waits for you: move");
        const names = tabTo("Run");
        for (const name of ["n", "path", "dry", "Once", "This chat", "Always", "Never", "Refuse…", "Run"])
            verify(names.indexOf(name) >= 0, name + " among " + names);
        verify(names.indexOf("") < 0, "a control without a name among " + names);
    }

    function test_an_argument_is_edited_and_run() {
        begin("move it");
        const runs = Fixture.toolRuns();
        tabTo("n");
        keySequence(StandardKey.SelectAll);
        keyClick("7");
        verify(root.card.form.valid);
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        tryVerify(() => !root.chat.answering);
        compare(Fixture.toolRuns(), runs + 1);
        verify(contentAt(2).indexOf('"n":7') > 0, contentAt(2));
    }

    function test_what_does_not_fit_is_said_and_does_not_run() {
        begin("move it");
        const runs = Fixture.toolRuns();
        tabTo("n");
        keySequence(StandardKey.SelectAll);
        keyClick("-");
        keyClick("7");
        verify(!root.card.form.valid);
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        compare(root.chat.tools.waiting, 1);
        compare(Fixture.toolRuns(), runs);
    }

    function test_the_keys_do_nothing_outside() {
        begin("move it");
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        compare(root.chat.tools.waiting, 1);
    }

    function test_refusing_with_words() {
        begin("move it");
        tabTo("Refuse…");
        keyClick(Qt.Key_Space);
        compare(Fixture.focusItem(root).Accessible.name, "Words for the model");
        for (const letter of "no")
            keyClick(letter);
        keyClick(Qt.Key_Return);
        tryVerify(() => !root.chat.answering);
        verify(contentAt(2).endsWith("They say: no"));
    }

    function test_a_permission_for_this_chat() {
        begin("move it");
        tabTo("This chat");
        keyClick(Qt.Key_Space);
        compare(root.card.scope, ToolCard.Chat);
        tabTo("Run");
        keyClick(Qt.Key_Space);
        tryVerify(() => !root.chat.answering);
        compare(root.chat.tools.chatRules, 1);
    }

    function test_the_person_answers() {
        begin("ask me");
        compare(place.item.Accessible.name, "Asks you: ask");
        tabTo("Your answer for the model");
        for (const letter of "look {")
            keyClick(letter);
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        tryVerify(() => !root.chat.answering);
        compare(contentAt(2), "look {");
        compare(contentAt(3), "Done.");
    }
}
