// Fields that go to another place.
#include "app/schemas/edit.h"
#include "app/schemas/pointer.h"
#include "ui/schema/schema_document.h"

namespace hadal::ui {

QString SchemaDocument::move(int step) {
    const int index = schemas::indexOf(schema_, current().toStdString());
    if (index < 0 || index + step < 0 ||
        index + step >= schemas::siblingsOf(schema_, current().toStdString()))
        return {};
    return apply({},
                 [&](Json& root) { return schemas::moveTo(root, current().toStdString(), index + step); });
}

QString SchemaDocument::nest(bool deeper) {
    const std::string at = current().toStdString();
    if (field_.place != schemas::Place::Property)
        return {};
    const std::string holder = schemas::above(schemas::above(at)); // the object that it is in
    if (deeper) {
        const int index = schemas::indexOf(schema_, at);
        if (index <= 0)
            return {};
        auto before = schemas::find(schema_, schemas::above(at))->begin();
        std::advance(before, index - 1);
        const std::string parent = schemas::below(schemas::above(at), before.key());
        if (!schemas::canMoveInto(schema_, at, parent))
            return tr("The field before this one holds no fields.");
        fields_->setOpen(QString::fromStdString(parent), true);
        return apply({}, [&](Json& root) { return schemas::moveInto(root, at, parent, 1 << 20); });
    }
    // Out: past lists, to the object in which the holder is itself a field.
    std::string outer = holder;
    while (!outer.empty() && schemas::fieldAt(schema_, outer).place == schemas::Place::Item)
        outer = schemas::above(outer);
    if (outer.empty() || schemas::fieldAt(schema_, outer).place != schemas::Place::Property)
        return {};
    const int index = schemas::indexOf(schema_, outer) + 1;
    return apply({}, [&](Json& root) {
        return schemas::moveInto(root, at, schemas::above(schemas::above(outer)), index);
    });
}

bool SchemaDocument::canDrop(const QString& pointer, const QString& target, Drop how) const {
    const std::string from = pointer.toStdString(), to = target.toStdString();
    if (!readable_ || schemas::within(to, from))
        return false;
    if (how == Into)
        return schemas::canMoveInto(schema_, from, to);
    if (schemas::above(from) == schemas::above(to))
        return schemas::indexOf(schema_, from) >= 0;
    return schemas::fieldAt(schema_, to).place == schemas::Place::Property &&
           schemas::canMoveInto(schema_, from, schemas::above(schemas::above(to)));
}

QString SchemaDocument::drop(const QString& pointer, const QString& target, Drop how) {
    if (!canDrop(pointer, target, how))
        return tr("The field cannot be put there.");
    const std::string from = pointer.toStdString(), to = target.toStdString();
    return apply({}, [&](Json& root) {
        if (how == Into)
            return schemas::moveInto(root, from, to, 1 << 20);
        int index = schemas::indexOf(root, to) + (how == After);
        if (schemas::above(from) != schemas::above(to))
            return schemas::moveInto(root, from, schemas::above(schemas::above(to)), index);
        return schemas::moveTo(root, from, index - (schemas::indexOf(root, from) < index));
    });
}

} // namespace hadal::ui
