import QtQuick
import QtTest
import Hadal.Chat
import Hadal.Theme

TestCase {
    id: root
    name: "Composer"
    when: windowShown
    width: 700
    height: 500
    visible: true

    property Workspace workspace: Fixture.workspace
    property int sentCount: 0

    Composer {
        id: composer
        width: 600
        anchors.bottom: parent.bottom
        chat: root.workspace.chat
        modelName: "Test"
        modelHint: ""
        maximumHeight: 200
        onSent: root.sentCount += 1
    }

    function init() {
        failOnWarning(/./);
        root.workspace.chat.stop();
        tryVerify(() => !root.workspace.chat.answering);
        root.workspace.newChat();
        root.sentCount = 0;
        composer.takeFocus();
        verify(editor().activeFocus);
    }

    function editor() { return Fixture.focusItem(composer); }

    function type(text: string) {
        for (const letter of text)
            keyClick(letter);
    }

    function test_enter_sends() {
        type("hello");
        keyClick(Qt.Key_Return);
        compare(root.sentCount, 1);
        compare(editor().text, "");
        compare(root.workspace.chat.turns.count, 2);
    }

    function test_keypad_enter_sends() {
        type("hello");
        keyClick(Qt.Key_Enter);
        compare(root.sentCount, 1);
    }

    function test_shift_enter_breaks_the_line() {
        type("a");
        keyClick(Qt.Key_Return, Qt.ShiftModifier);
        type("b");
        compare(editor().text, "a\nb");
        compare(root.sentCount, 0);
    }

    function test_enter_on_nothing_does_nothing() {
        keyClick(Qt.Key_Return);
        type("  ");
        keyClick(Qt.Key_Return);
        compare(root.sentCount, 0);
        compare(root.workspace.chat.turns.count, 0);
    }

    function test_enter_inside_a_composed_word_does_not_send() {
        type("a");
        Fixture.preedit(editor(), "nihao");
        verify(composer.composing);
        keyClick(Qt.Key_Return);
        compare(root.sentCount, 0);
        keyClick(Qt.Key_Enter);
        compare(root.sentCount, 0);
        Fixture.commit(editor(), "你好");
        verify(!composer.composing);
        compare(editor().text, "a你好");
        keyClick(Qt.Key_Return);
        compare(root.sentCount, 1);
    }

    function test_button_does_not_send_a_composed_word() {
        type("a");
        Fixture.preedit(editor(), "ni");
        verify(!composer.canSend);
        composer.send();
        compare(root.sentCount, 0);
        Fixture.commit(editor(), "");
        verify(composer.canSend);
    }

    function test_sending_while_answering_queues() {
        type("slow");
        keyClick(Qt.Key_Return);
        verify(root.workspace.chat.answering);
        type("next");
        keyClick(Qt.Key_Return);
        compare(root.workspace.chat.queue, ["next"]);
        compare(editor().text, "");
        root.workspace.chat.dropQueued(0);
    }

    function test_drafts_follow_the_chat() {
        type("hello");
        keyClick(Qt.Key_Return);
        const first = root.workspace.chat.id;
        tryVerify(() => !root.workspace.chat.answering);
        type("draft");
        root.workspace.newChat();
        compare(editor().text, "");
        root.workspace.open(first);
        compare(editor().text, "draft");
    }

    function test_grows_with_the_draft_up_to_its_limit() {
        const one = composer.height;
        for (let i = 0; i < 3; ++i)
            keyClick(Qt.Key_Return, Qt.ShiftModifier);
        verify(composer.height >= one + 3 * Theme.readingSize);
        for (let i = 0; i < 30; ++i)
            keyClick(Qt.Key_Return, Qt.ShiftModifier);
        verify(composer.height <= composer.maximumHeight);
    }
}
