import QtQuick
import QtTest
import Hadal.Controls

// A long column in a view: what is built, where it stands, what moves it.
TestCase {
    id: root
    name: "Reading"
    when: windowShown
    width: 400
    height: 500
    visible: true

    ListModel { id: rows }
    ListModel { id: others }

    ReadingView {
        id: view
        width: 400
        height: 300
        subject: "first"
        above: 20
        below: 24
        column: column

        VirtualColumn {
            id: column
            width: 400
            model: rows
            RowKind {
                Rectangle {
                    id: row
                    required property int index
                    required property string label
                    required property int high
                    property bool held: row.label === "held"
                    width: 400
                    implicitHeight: row.high
                    Accessible.name: row.label
                }
            }
        }
    }
    SignalSpy {
        id: moves
        target: view
        signalName: "followingChanged"
    }

    function init() {
        failOnWarning(/./);
        rows.clear();
        others.clear();
        view.subject = "first";
        column.model = rows;
        for (let i = 0; i < 2000; ++i)
            rows.append({label: "row " + i, high: 20 + i % 7 * 10});
        view.toEnd();
        settle();
    }
    function settle() { waitForRendering(view); }
    function built() {
        let all = [];
        for (let i = 0; i < column.children.length; ++i)
            all.push(column.children[i]);
        return all.sort((a, b) => a.y - b.y);
    }
    function rowOf(label: string): Item { return built().find((item) => item.label === label) || null; }
    /// Where a row stands in the view.
    function place(label: string): real {
        const row = rowOf(label);
        return row ? row.mapToItem(view, 0, 0).y : NaN;
    }
    function atTop(): string {
        const found = built().find((item) => item.mapToItem(view, 0, 0).y + item.height > 0);
        return found ? found.label : "";
    }

    function test_only_rows_near_the_view_are_built() {
        verify(built().length < 120, built().length);
        verify(rowOf("row 1999"));
        compare(rowOf("row 0"), null);
        const items = built();
        for (let i = 1; i < items.length; ++i)
            compare(items[i].y, items[i - 1].y + items[i - 1].height);
    }

    function test_rows_ahead_are_built_one_by_one() {
        const reach = () => {
            const items = built();
            const last = items[items.length - 1];
            return last.y + last.height - column.viewBottom;
        };
        view.scrollTo(20000);
        settle();
        verify(reach() > 80, reach()); // a step of the wheel finds them
        verify(reach() < 400, reach());
        tryVerify(() => reach() > 440);
        verify(reach() < 600, reach());
    }

    function test_it_begins_at_the_end_and_follows() {
        verify(view.following);
        const last = rowOf("row 1999");
        fuzzyCompare(last.mapToItem(view, 0, last.height).y, 300 - 24, 1);
        rows.append({label: "new", high: 90});
        settle();
        fuzzyCompare(place("new") + 90, 300 - 24, 1);
        rows.setProperty(2000, "high", 400);
        settle();
        fuzzyCompare(place("new") + 400, 300 - 24, 1);
    }

    function test_reading_stays_where_it_is() {
        view.scrollBy(-5000);
        verify(!view.following);
        settle();
        const label = atTop();
        const before = place(label);
        moves.clear();
        for (let i = 0; i < 20; ++i)
            rows.append({label: "new " + i, high: 60});
        rows.setProperty(1999, "high", 700);
        settle();
        compare(place(label), before);
        // Rows above take another height, and one goes away.
        const above = rowOf(label).index;
        for (let i = above - 5; i < above; ++i)
            rows.setProperty(i, "high", 150);
        settle();
        compare(place(label), before);
        compare(moves.count, 0);
    }

    function test_scrolling_through_unmeasured_rows_never_jumps() {
        for (let i = 0; i < 60; ++i) {
            const label = atTop();
            const before = place(label);
            view.scrollBy(-78);
            settle();
            compare(place(label), before + 78);
        }
    }

    function test_coming_back_to_the_end_follows_again() {
        view.scrollBy(-300);
        settle();
        view.scrollBy(10000);
        verify(view.following);
        rows.append({label: "new", high: 90});
        settle();
        fuzzyCompare(place("new") + 90, 300 - 24, 1);
    }

    function test_holding_ends_following_without_a_move() {
        const before = place("row 1998");
        view.hold();
        verify(!view.following);
        rows.append({label: "new", high: 90});
        settle();
        compare(place("row 1998"), before);
    }

    function test_each_subject_keeps_its_place() {
        view.scrollTo(12345);
        settle();
        const label = atTop();
        const before = place(label);
        for (let i = 0; i < 100; ++i)
            others.append({label: "other " + i, high: 40});
        view.subject = "second";
        column.model = others;
        settle();
        verify(view.following);
        fuzzyCompare(place("other 99") + 40, 300 - 24, 1);
        view.subject = "first";
        column.model = rows;
        settle();
        verify(!view.following);
        compare(place(label), before);
        // Read later than the subject is shown.
        view.subject = "second";
        column.model = others;
        settle();
        others.clear();
        view.subject = "first";
        column.model = others;
        settle();
        column.model = rows;
        settle();
        compare(place(label), before);
    }

    function test_a_held_row_stays_built() {
        rows.setProperty(1999, "label", "held");
        settle();
        view.scrollTo(0);
        settle();
        verify(rowOf("held"));
        verify(rowOf("row 0"));
        rows.remove(1999);
        settle();
        compare(rowOf("held"), null);
    }

    function test_rows_in_between_come_and_go() {
        view.scrollTo(0);
        settle();
        rows.insert(1, {label: "inserted", high: 33});
        settle();
        compare(rowOf("row 1").index, 2);
        compare(place("row 1"), place("inserted") + 33);
        rows.remove(0, 2);
        settle();
        compare(rowOf("row 1").index, 0);
        compare(place("row 1"), 20);
        rows.clear();
        settle();
        compare(built().length, 0);
        compare(view.contentHeight, 44);
    }

    function test_a_row_is_shown_whole() {
        view.show(3);
        settle();
        const third = rowOf("row 3");
        verify(third);
        verify(place("row 3") >= 0 && place("row 3") + third.height <= 300);
    }

    function test_the_limit_leaves_rows_out() {
        column.limit = 2;
        settle();
        compare(built().length, 2);
        compare(column.implicitHeight, 20 + 30);
        column.limit = -1;
        settle();
        verify(built().length > 2);
    }
}
