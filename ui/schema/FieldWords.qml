pragma Singleton
import QtQuick
import Hadal.Schema

// What kinds and keywords of a schema are called.
QtObject {
    id: root

    /// In the order of FieldModel.Kind, the kinds that can be chosen.
    readonly property list<string> kinds: [
        qsTr("Text"), qsTr("Number"), qsTr("Integer"), qsTr("Yes or no"), qsTr("Null"), qsTr("One of a list"),
        qsTr("Object"), qsTr("List"), qsTr("Union"), qsTr("Anything"), qsTr("Reference")
    ]
    function kind(kind: int): string {
        return kind === FieldModel.Several ? qsTr("Several types") : kind === FieldModel.Nothing ? qsTr("Nothing")
                                                                                             : root.kinds[kind];
    }
    /// Of a row: "List of objects", "One of 5", "Text or null".
    function type(kind: int, itemKind: int, members: int, nullable: bool, patterned: bool): string {
        let words = root.kind(kind);
        if (kind === FieldModel.Enum)
            words = qsTr("One of %L1").arg(members);
        else if (kind === FieldModel.Union)
            words = qsTr("One of %L1 types").arg(members);
        else if (kind === FieldModel.List && itemKind !== FieldModel.Any)
            words = qsTr("List: %1").arg(root.kind(itemKind).toLowerCase());
        else if (kind === FieldModel.Text && patterned)
            words = qsTr("Text, pattern");
        return nullable && kind !== FieldModel.Union ? qsTr("%1 or null").arg(words) : words;
    }
    function name(name: string, place: int, index: int): string {
        return place === FieldModel.Root ? qsTr("The whole") : place === FieldModel.Item ? qsTr("each item")
             : place === FieldModel.Variant ? qsTr("alternative %L1").arg(index + 1) : name;
    }
    function keyword(keyword: string, kind: int): string {
        switch (keyword) {
        case "description": return qsTr("Description");
        case "title": return qsTr("Title");
        case "default": return qsTr("Default");
        case "examples": return qsTr("Examples, one a line");
        case "enum": return qsTr("Values, one a line");
        case "format": return qsTr("Format");
        case "pattern": return qsTr("Pattern");
        case "minLength": return qsTr("At least, characters");
        case "maxLength": return qsTr("At most, characters");
        case "minItems": return qsTr("At least, items");
        case "maxItems": return qsTr("At most, items");
        case "minProperties": return qsTr("At least, fields");
        case "maxProperties": return qsTr("At most, fields");
        case "minimum": return qsTr("At least");
        case "maximum": return qsTr("At most");
        case "exclusiveMinimum": return qsTr("More than");
        case "exclusiveMaximum": return qsTr("Less than");
        case "multipleOf": return qsTr("Multiple of");
        case "uniqueItems": return qsTr("No item twice");
        case "additionalProperties": return qsTr("No other fields");
        case "$ref": return qsTr("Leads to");
        }
        return keyword;
    }
}
