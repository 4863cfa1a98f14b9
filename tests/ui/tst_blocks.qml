import QtQuick
import QtTest
import Hadal.Chat
import Hadal.Markdown
import Hadal.Theme

TestCase {
    id: root
    name: "Blocks"
    when: windowShown
    width: 700
    height: 900
    visible: true

    readonly property string markdown: "First **bold** words.\n\n- item one\n- item two\n\n$$x^2$$\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n```python\nx = 1\ny = 2\n```\n\nLast $y_1$ words."

    property MessageBlocks blocks: Fixture.blocks(root.markdown)

    BlockList {
        id: list
        width: 640
        blocks: root.blocks
    }

    function init() {
        failOnWarning(/./);
        root.blocks = Fixture.blocks(root.markdown);
        waitForRendering(list);
    }

    /// All items below `item` that have the property.
    function all(item, name) {
        let found = [];
        for (let i = 0; i < item.children.length; ++i) {
            const child = item.children[i];
            if (child[name] !== undefined && child.visible)
                found.push(child);
            found = found.concat(all(child, name));
        }
        return found;
    }
    function texts() { return all(list, "selectedText"); }
    function textWith(words: string) { return texts().find((item) => item.getText(0, item.length).includes(words)); }
    function middle(item, x) { return list.mapFromItem(item, x, item.height / 2); }

    function drag(from, to) {
        mousePress(list, from.x, from.y);
        mouseMove(list, (from.x + to.x) / 2, (from.y + to.y) / 2, 10);
        mouseMove(list, to.x, to.y, 10);
        mouseRelease(list, to.x, to.y);
    }

    function test_a_drag_goes_over_blocks() {
        drag(middle(textWith("First"), 0), middle(textWith("item two"), 400));
        compare(textWith("First").selectedText, "First bold words.");
        compare(textWith("item one").selectedText, "item one");
        compare(textWith("item two").selectedText, "item two");
        keyClick(Qt.Key_C, Qt.ControlModifier);
        compare(Fixture.clipboardText(), "First bold words.\n\n• item one\n• item two");
        verify(Fixture.clipboardHtml().includes("<strong>bold</strong>"));
        verify(Fixture.clipboardHtml().includes("<ul><li>item one</li><li>item two</li></ul>"));
    }

    function test_upwards_is_the_same() {
        drag(middle(textWith("item two"), 400), middle(textWith("First"), 0));
        keyClick(Qt.Key_C, Qt.ControlModifier);
        compare(Fixture.clipboardText(), "First bold words.\n\n• item one\n• item two");
    }

    function test_within_one_text_it_selects_by_itself() {
        const item = textWith("First");
        drag(middle(item, 0), middle(item, 60));
        verify(item.selectedText.length > 0 && item.selectedText.length < 17);
        keyClick(Qt.Key_C, Qt.ControlModifier);
        compare(Fixture.clipboardText(), item.selectedText);
    }

    function test_a_press_begins_anew() {
        drag(middle(textWith("First"), 0), middle(textWith("item two"), 400));
        mouseClick(textWith("Last"), 5, 10);
        compare(textWith("First").selectedText, "");
        compare(textWith("item one").selectedText, "");
    }

    function test_everything_as_markdown() {
        mouseClick(textWith("First"), 5, 10);
        keyClick(Qt.Key_A, Qt.ControlModifier);
        keyClick(Qt.Key_C, Qt.ControlModifier | Qt.ShiftModifier);
        compare(Fixture.clipboardText(), "First **bold** words.\n\n- item one\n- item two\n\n$$x^2$$\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n```python\nx = 1\ny = 2\n```\n\nLast $y_1$ words.");
    }

    function test_formulas_are_copied_as_source() {
        const item = textWith("Last");
        drag(middle(item, 0), middle(item, 630));
        keyClick(Qt.Key_C, Qt.ControlModifier);
        compare(Fixture.clipboardText(), "Last y_1 words.");
    }

    function test_code_grows_without_new_items() {
        list.live = true;
        root.blocks = Fixture.blocks("```cpp\nint x;\n");
        waitForRendering(list);
        const before = texts();
        compare(before.length, 1);
        for (let i = 0; i < 60; ++i)
            Fixture.append(root.blocks, "int y" + i + " = " + i + ";\n");
        waitForRendering(list);
        const after = texts();
        compare(after.length, 4);
        compare(after[0], before[0]);
        compare(after[0].lineCount, 20);
        list.live = false;
    }

    function test_code_buttons() {
        const block = all(list, "wrapped").find((item) => item.code && item.copied);
        verify(block);
        verify(!block.wrapped);
        let copied = "";
        block.copied.connect((text) => copied = text);
        const names = all(block, "down").map((item) => item.text);
        compare(names, ["Wrap lines", "Save as a file", "Copy"]);
        mouseClick(all(block, "down")[2]);
        compare(copied, "x = 1\ny = 2");
        mouseClick(all(block, "down")[0]);
        verify(block.wrapped);
    }

    function test_the_vertical_wheel_is_not_caught_by_code() {
        root.blocks = Fixture.blocks("```\n" + "long ".repeat(200) + "\n```\n");
        waitForRendering(list);
        const view = all(list, "reach")[0];
        verify(view.reach > 0);
        mouseWheel(view, 20, 10, 0, -120);
        compare(view.contentX, 0);
        mouseWheel(view, 20, 10, 0, -120, Qt.NoButton, Qt.ShiftModifier);
        verify(view.contentX > 0);
    }

    function test_a_formula_that_is_not_known_shows_its_source() {
        root.blocks = Fixture.blocks("$$\\foo{x}$$\n\n$$x$$\n");
        waitForRendering(list);
        const pictures = all(list, "drawn");
        compare(pictures.length, 1);
        verify(textWith("\\foo{x}"));
    }
}
