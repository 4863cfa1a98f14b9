import QtQuick
import QtTest
import Hadal.Chat
import Hadal.Controls
import Hadal.Endpoints

// The sheet of endpoints and the choice of the model, by keyboard alone.
TestCase {
    id: root
    name: "Endpoints"
    when: windowShown
    width: 880
    height: 660
    visible: true

    property EndpointDesk desk: Fixture.endpoints

    EndpointsView {
        id: view
        anchors.fill: parent
        desk: root.desk
    }
    Item {
        id: corner
        y: 600
        ModelMenu {
            id: menu
            parent: corner
            desk: root.desk
        }
    }
    SignalSpy {
        id: wanted
        target: menu
        signalName: "endpointsWanted"
    }

    function init() { failOnWarning(/./); }
    function cleanup() {
        while (root.desk.count > 0) {
            const before = root.desk.count;
            root.desk.remove(root.desk.data(root.desk.index(0, 0), Qt.UserRole + 1));
            tryVerify(() => root.desk.count < before);
        }
        view.editing = false;
        root.desk.choose("");
        wanted.clear();
    }

    function focusName(): string { return Fixture.focusItem(root)?.Accessible.name ?? ""; }
    function tabTo(name: string) {
        for (let i = 0; i < 40 && root.focusName() !== name; ++i)
            keyClick(Qt.Key_Tab);
        compare(root.focusName(), name);
    }
    function type(text: string) {
        keyClick(Qt.Key_A, Qt.ControlModifier);
        for (const c of text)
            keyClick(c);
    }
    function add(name: string) {
        view.edit("");
        root.tabTo("Address");
        root.type(Fixture.endpointUrl);
        root.tabTo("Name");
        root.type(name);
        root.tabTo("Save");
        keyClick(Qt.Key_Space);
        tryVerify(() => !view.editing);
    }

    function test_firstOfAllOneIsAdded() {
        view.begin();
        verify(view.editing); // there is nothing else to do
        compare(root.focusName(), "Kind of server");
        keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Down);
        root.tabTo("Name");
        compare(Fixture.focusItem(root).text, "SGLang");
        root.tabTo("Address");
        compare(Fixture.focusItem(root).text, "http://localhost:30000/v1");
        root.tabTo("Key");
        compare(Fixture.focusItem(root).echoMode, TextInput.Password);
        root.tabTo("Cancel");
        keyClick(Qt.Key_Space);
        verify(!view.editing);
    }

    function test_isAddedUsedTestedAndRemoved() {
        root.add("lab-01");
        compare(root.desk.count, 1);
        root.tabTo("Let lab-01 answer");
        keyClick(Qt.Key_Space);
        tryCompare(root.desk, "current", "lab-01");
        root.tabTo("Test the connection");
        keyClick(Qt.Key_Space);
        tryVerify(() => !root.desk.trial.running && root.desk.trial.count === 5, 20000);
        root.tabTo("Remove");
        keyClick(Qt.Key_Space);
        tryCompare(root.desk, "count", 0);
        compare(root.desk.current, "");
        keyClick(Qt.Key_Z, Qt.ControlModifier);
        tryCompare(root.desk, "count", 1);
        tryCompare(root.desk, "current", "lab-01");
    }

    function test_saysWhatIsWrong() {
        view.edit("");
        root.tabTo("Address");
        root.type("nonsense");
        root.tabTo("Name");
        root.type("x");
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        verify(root.desk.draft.problem.includes("http://"));
        verify(view.editing);
    }

    function test_picksAModelOfItsList() {
        view.edit("");
        root.tabTo("Address");
        root.type(Fixture.endpointUrl);
        root.tabTo("Name");
        root.type("lab-02");
        root.tabTo("List the models of the endpoint");
        keyClick(Qt.Key_Space);
        tryVerify(() => root.desk.trial.models.length === 2, 20000);
        tryCompare(Fixture.focusItem(root), "activeFocus", true);
        keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Return);
        compare(root.desk.draft.model, "other");
    }

    function test_isChosenFromTheMenu() {
        root.add("lab-03");
        menu.open();
        tryCompare(menu, "opened", true);
        compare(menu.count, 3);
        compare(menu.itemAt(1).text, "lab-03");
        keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Return);
        tryCompare(root.desk, "current", "lab-03");
        menu.open();
        tryCompare(menu, "opened", true);
        menu.itemAt(2).triggered();
        compare(wanted.count, 1);
        menu.close();
        tryCompare(menu, "visible", false);
    }

    function test_fitsASmallWindow_data() { return [{ tag: "small", width: 460 }, { tag: "large", width: 860 }]; }
    function test_fitsASmallWindow(data) {
        root.add("lab-04");
        view.anchors.fill = undefined;
        view.width = data.width;
        view.height = 420;
        compare(view.beside, data.width > 560);
        view.edit("lab-04");
        verify(view.editing);
        view.leaveForm();
        view.anchors.fill = root;
    }
}
