// One value of a form that is made from a schema.
#pragma once

#include "engine/base/json.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace hadal::ui {

/// A value with what its schema says of it, and the values inside. What no control fits is JSON text.
struct ArgumentNode {
    enum Kind { Text, Number, Integer, Boolean, Choice, List, Object, JsonText };

    ArgumentNode* parent = nullptr; ///< null: the whole
    std::string key;                ///< of an object's member
    const Json* schema = nullptr;   ///< resolved; belongs to the form
    Kind kind = JsonText;
    bool required = true;
    bool nullable = false; ///< where it is absent and required it stands for null
    bool present = true;   ///< an optional one may be left out
    QString text;          ///< as it is typed: Text, Number, Integer, JsonText
    bool on = false;       ///< Boolean
    int choice = -1;       ///< of the enum's values
    QString problem;
    bool touched =
        false; ///< filled in, by a person or with a value that was given: only then its problem is shown
    std::vector<std::unique_ptr<ArgumentNode>> children;

    int depth() const;
    int indexInParent() const;
    /// JSON pointer to the value: "" or "/rows/3/name". A member that is left out has one too.
    std::string pointer() const;
    QStringList choices() const; ///< as they are shown
    /// Whether it is in the value: present, and so is all it is in.
    bool counts() const;

    /// Whether anything is filled in.
    bool filled() const;
    /// Whether the kind has a place for the value.
    bool fits(const Json& value) const;
    /// Marks it and all inside as touched.
    void touch();
    /// The value. Where the text is not what the kind needs, `problem` says so and the text itself stands
    /// for it.
    Json value();
    /// Takes a value, whatever it is: what does not fit its kind becomes JSON text.
    void take(const Json& value, const Json& root);

  private:
    void takeMembers(const Json& value, const Json& root);
};

/// The values that a schema asks for, with nothing filled in.
std::unique_ptr<ArgumentNode> argumentTree(const Json& schema, const Json& root,
                                           ArgumentNode* parent = nullptr);

} // namespace hadal::ui
