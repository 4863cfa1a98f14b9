import QtQuick
import QtTest
import Hadal.Controls
import Hadal.Theme

TestCase {
    id: root
    name: "Theme"
    when: windowShown
    width: 200
    height: 200
    visible: true

    IconButton {
        id: button
        iconName: "copy"
        text: "Copy"
    }

    Item {
        id: lines
        readonly property int count: 12
        y: 60
        width: root.width / Theme.zoom
        height: 100
        scale: Theme.zoom
        transformOrigin: Item.TopLeft
        Repeater {
            model: lines.count
            Line {
                required property int index
                y: 3 + index * 7 // everywhere between the pixels of the screen
                width: lines.width
                height: Theme.hairline
                color: Theme.light.text
            }
        }
    }

    function init() { failOnWarning(/./); }
    function cleanup() { Theme.zoom = 1; }

    function test_no_line_is_lost_at_any_zoom_data() { return [{zoom: 0.8}, {zoom: 0.9}, {zoom: 1}, {zoom: 1.1}]; }
    function test_no_line_is_lost_at_any_zoom(row) {
        Theme.zoom = row.zoom;
        waitForRendering(lines);
        const picture = grabImage(root);
        for (let line = 0; line < lines.count; ++line) {
            const top = Math.floor(lines.y + (3 + line * 7) * row.zoom);
            let ink = 0; // a line that lies between two pixels is partly in each
            for (let y = top - 1; y <= top + 2; ++y)
                ink += (1 - picture.pixel(50, y).r) / (1 - Theme.light.text.r);
            verify(ink > 0.9 && ink < 2.1, "line " + line + ": " + ink);
        }
    }

    function luminance(color: color): real {
        const part = (value) => value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
        return 0.2126 * part(color.r) + 0.7152 * part(color.g) + 0.0722 * part(color.b);
    }
    function contrast(a: color, b: color): real {
        const light = Math.max(luminance(a), luminance(b)), dark = Math.min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    }

    function test_schemes_have_the_same_roles_and_differ() {
        let roles = 0;
        for (const role in Theme.light) {
            if (typeof Theme.light[role] !== "object" || Theme.light[role].r === undefined)
                continue;
            ++roles;
            verify(Theme.night[role].valid, role);
        }
        verify(roles > 30);
        verify(!Qt.colorEqual(Theme.light.surface, Theme.night.surface));
    }

    function test_text_can_be_read_data() {
        const rows = [];
        for (const scheme of ["light", "night"])
            for (const ground of ["surface", "window", "sunken", "turn", "raised", "hover", "selected"])
                for (const ink of ["text", "text2", "text3"])
                    rows.push({ tag: scheme + " " + ink + " on " + ground, scheme: scheme, ink: ink, ground: ground });
        for (const scheme of ["light", "night"])
            for (const ink of ["codeKeyword", "codeType", "codeString", "codeNumber", "codeFunction", "codeComment",
                               "good", "wrong"])
                rows.push({ tag: scheme + " " + ink + " in code", scheme: scheme, ink: ink, ground: "sunken" });
        return rows;
    }
    function test_text_can_be_read(row) {
        verify(contrast(Theme[row.scheme][row.ink], Theme[row.scheme][row.ground]) >= 4.5);
    }

    function test_high_contrast_is_higher_data() {
        const rows = [];
        for (const scheme of ["highLight", "highNight"])
            for (const ink of ["text", "text2", "text3", "line", "edge", "accent", "good", "careful", "wrong",
                               "codeKeyword", "codeType", "codeString", "codeNumber", "codeFunction", "codeComment"])
                rows.push({ tag: scheme + " " + ink, scheme: scheme, ink: ink });
        return rows;
    }
    function test_high_contrast_is_higher(row) {
        const scheme = Theme[row.scheme];
        for (const ground of ["surface", "window", "sunken", "turn", "raised", "selected", "accentSoft"])
            verify(contrast(scheme[row.ink], scheme[ground]) >= 7, ground);
        verify(contrast(scheme.accentText, scheme.accent) >= 7);
        verify(contrast(scheme.toastText, scheme.toast) >= 7);
    }

    function test_edges_and_data_can_be_seen_data() {
        const rows = [];
        for (const scheme of ["light", "night"])
            for (const ink of ["edge", "accent", "good", "careful", "wrong", "dataSystem", "dataTools", "dataHistory",
                               "dataThinking", "dataDraft", "dataReserve"])
                rows.push({ tag: scheme + " " + ink, scheme: scheme, ink: ink });
        return rows;
    }
    function test_edges_and_data_can_be_seen(row) {
        const ratio = contrast(Theme[row.scheme][row.ink], Theme[row.scheme].surface);
        verify(ratio >= (row.ink === "dataReserve" ? 2.6 : 3), "contrast " + ratio);
    }

    function test_focus_ring_only_for_the_keyboard() {
        button.forceActiveFocus(Qt.MouseFocusReason);
        verify(!button.visualFocus);
        button.focus = false;
        button.forceActiveFocus(Qt.TabFocusReason);
        verify(button.visualFocus);
    }
}
