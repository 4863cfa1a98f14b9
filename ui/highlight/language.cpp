#include "ui/highlight/language.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <map>
#include <memory>

namespace hadal::ui::code {
namespace {

const QHash<QString, Token>& tokens() {
    static const QHash<QString, Token> all = {
        {"plain", Token::Plain},       {"keyword", Token::Keyword}, {"type", Token::Type},
        {"string", Token::String},     {"escape", Token::Escape},   {"number", Token::Number},
        {"function", Token::Function}, {"comment", Token::Comment}, {"attribute", Token::Attribute},
        {"added", Token::Added},       {"removed", Token::Removed},
    };
    return all;
}

/// {a,b,}" is a", b" and ".
QStringList alternatives(const QString& open) {
    const qsizetype end = open.indexOf('}');
    if (!open.startsWith('{') || end < 0 || !open.first(end).contains(','))
        return {open};
    QStringList all;
    for (const QString& prefix : open.sliced(1, end - 1).split(','))
        all += prefix + open.sliced(end + 1);
    return all;
}

class Reader {
  public:
    Language read(const QString& text) {
        for (const QString& raw : text.split('\n')) {
            const QString line = raw.simplified();
            if (line.isEmpty() || line.startsWith(";;"))
                continue;
            words_ = line.split(' ');
            const QString what = words_.takeFirst();
            if (!list(what) && !flag(what) && !mark(what))
                language_.unknown += line;
        }
        index();
        return std::move(language_);
    }

  private:
    QString next() { return words_.isEmpty() ? QString() : words_.takeFirst(); }
    Token token() {
        const QString name = next();
        if (!tokens().contains(name))
            language_.unknown += "token " + name;
        return tokens().value(name);
    }

    bool list(const QString& what) {
        static const QHash<QString, Token> lists = {{"keywords", Token::Keyword},
                                                    {"types", Token::Type},
                                                    {"constants", Token::Number},
                                                    {"functions", Token::Function},
                                                    {"attributes", Token::Attribute}};
        if (lists.contains(what)) {
            for (const QString& word : words_)
                language_.words.insert(language_.nocase ? word.toLower() : word, lists.value(what));
        } else if (what == "name") {
            language_.name = words_.join(' ');
        } else if (what == "alias") {
            language_.aliases += words_;
        } else if (what == "after") {
            const Token then = token();
            for (const QString& word : words_)
                language_.after.insert(word, then);
        } else if (what == "like") {
            const Language* model = findLanguage(next());
            if (!model)
                return false;
            const QString name = language_.name;
            language_ = *model;
            language_.name = name;
            language_.aliases.clear();
        } else {
            return false;
        }
        return true;
    }

    bool flag(const QString& what) {
        const QHash<QString, bool*> flags = {
            {"nocase", &language_.nocase},     {"capitals", &language_.capitals},
            {"regex", &language_.regex},       {"markup", &language_.markup},
            {"tags", &language_.tags},         {"stringkeys", &language_.stringKeys},
            {"wordkeys", &language_.wordKeys}, {"numberquotes", &language_.quoteInNumbers}};
        if (flags.contains(what))
            *flags.value(what) = true;
        else if (what == "nonumbers")
            language_.numbers = false;
        else if (what == "nocalls")
            language_.calls = false;
        else
            return false;
        return true;
    }

    bool mark(const QString& what) {
        if (what == "ext")
            language_.extension = next();
        else if (what == "word")
            language_.wordStart = next();
        else if (what == "wordpart")
            language_.wordPart = next();
        else if (what == "key")
            language_.lineKey = next();
        else if (what == "first")
            language_.first = token();
        else if (what == "macro")
            language_.macro = next().at(0);
        else if (what == "sigil") {
            const Token token = this->token();
            for (const QString& each : words_)
                language_.sigils.push_back({each.at(0), token});
        } else if (what == "line") {
            const Token token = this->token();
            language_.lines.push_back({words_.join(' '), token});
        } else if (what == "region") {
            return region();
        } else {
            return false;
        }
        return true;
    }

    bool region() {
        static const QHash<QString, Region::Raw> raws = {
            {"cpp", Region::Raw::Cpp},       {"hashes", Region::Raw::Hashes},   {"long", Region::Raw::Long},
            {"dollar", Region::Raw::Dollar}, {"heredoc", Region::Raw::Heredoc}, {"char", Region::Raw::Char}};
        Region region;
        region.token = token();
        const QStringList opens = alternatives(next());
        region.close = next();
        if (region.close == "eol")
            region.close.clear();
        while (!words_.isEmpty()) {
            const QString flag = next();
            if (flag == "multi")
                region.multi = true;
            else if (flag == "nest")
                region.nest = region.multi = true;
            else if (flag == "esc")
                region.escapes = true;
            else if (flag == "double")
                region.doubled = true;
            else if (flag == "sigils")
                region.sigils = true;
            else if (flag == "start")
                region.where = Region::Where::LineStart;
            else if (flag == "col0")
                region.where = Region::Where::Column0;
            else if (flag == "space")
                region.where = Region::Where::AfterSpace;
            else if (flag == "code") {
                region.codeOpen = next();
                region.codeClose = next();
            } else if (flag == "raw" && !words_.isEmpty() && raws.contains(words_.first()))
                region.raw = raws.value(next());
            else
                return false;
        }
        for (const QString& open : opens) {
            region.open = open;
            language_.regions.push_back(region);
        }
        return true;
    }

    void index() {
        language_.regionsAt.clear();
        for (int i = 0; i < int(language_.regions.size()); ++i) {
            const QChar first = language_.regions[size_t(i)].open.at(0);
            language_.regionsAt[language_.nocase ? first.toLower() : first].push_back(i);
            if (language_.nocase && first.isLower())
                language_.regionsAt[first.toUpper()].push_back(i);
        }
        for (std::vector<int>& all : language_.regionsAt)
            std::stable_sort(all.begin(), all.end(), [this](int a, int b) {
                return language_.regions[size_t(a)].open.size() > language_.regions[size_t(b)].open.size();
            });
    }

    Language language_;
    QStringList words_;
};

const QString kFolder = QStringLiteral(":/highlight/languages/");

/// The files read so far, by file name without its end. Each thread reads its own.
const Language* load(const QString& file) {
    thread_local std::map<QString, std::unique_ptr<Language>> read;
    auto& slot = read[file];
    if (!slot) {
        QFile source(kFolder + file + ".lang");
        if (!source.open(QIODevice::ReadOnly))
            return nullptr;
        slot = std::make_unique<Language>(Language::read(QString::fromUtf8(source.readAll())));
    }
    return slot.get();
}

/// File of a name or an alias. Only the lines that name a language are read for it.
const QHash<QString, QString>& files() {
    static const QHash<QString, QString> all = [] {
        QHash<QString, QString> found;
        for (const QString& entry : QDir(kFolder).entryList({"*.lang"})) {
            const QString file = entry.chopped(5);
            found.insert(file, file);
            QFile source(kFolder + entry);
            if (!source.open(QIODevice::ReadOnly))
                continue;
            while (!source.atEnd()) {
                const QStringList words = QString::fromUtf8(source.readLine()).simplified().split(' ');
                if (words.first() == "alias")
                    for (const QString& alias : words.sliced(1))
                        found.insert(alias, file);
            }
        }
        return found;
    }();
    return all;
}

} // namespace

Language Language::read(const QString& text) {
    return Reader().read(text);
}

const Language* findLanguage(const QString& name) {
    const QString file = files().value(name.trimmed().toLower());
    return file.isEmpty() ? nullptr : load(file);
}

std::vector<const Language*> allLanguages() {
    std::vector<const Language*> all;
    for (const QString& entry : QDir(kFolder).entryList({"*.lang"}, QDir::Files, QDir::Name))
        all.push_back(load(entry.chopped(5)));
    return all;
}

} // namespace hadal::ui::code
