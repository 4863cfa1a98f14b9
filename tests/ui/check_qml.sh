#!/bin/sh
# House rules that no compiler checks: colours are written in the theme only, every control with an icon alone
# has a name, files stay short. Usage: check_qml.sh UI_FOLDER
set -u
cd "$1" || exit 2
status=0

complain() {
    if [ -n "$2" ]; then
        printf '%s\n%s\n' "$1" "$2"
        status=1
    fi
}

outside=$(find . -name '*.qml' ! -path './theme/*')
complain "Colours belong into ui/theme:" "$(grep -nE '"#[0-9a-fA-F]{3,8}"|Qt\.(rgba|hsla|hsva)\(|color: *"(black|white|red|gray|grey|blue|green)"' $outside)"
complain "Name the type of a property:" "$(grep -nE 'property var ' $outside)"
complain "Say text: qsTr(\"…\"):" "$(grep -nE '^ *(text|placeholderText|title|hint): "[A-Za-z]{2}' $outside | grep -v '"Hadal"')"
complain "Longer than 350 lines:" "$(find . -name '*.qml' -o -name '*.cpp' -o -name '*.h' | xargs wc -l | awk '$2 != "total" && $1 > 350')"
exit $status
