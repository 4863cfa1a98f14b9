// Fuzzers of the grammar engine.
//
// Run: fuzz_grammar patterns|schemas|completions [--rounds N] [--minutes N] [--seed N]
//
// patterns     random expressions and words: the automaton against PCRE2
// schemas      random schemas and values: the grammar against the validator, and walks that must not get
// stuck completions  random walks over tokens: the mask against the matcher, rolled back and on again
//
// A round depends on its seed alone, which is printed where something is wrong; --seed N --rounds 1 repeats
// it. With --minutes, a round that takes more than a minute of computing ends the run, and one that takes
// more than 3 GB fails.
#include "random_schemas.h"
#include "vocabularies.h"

#include "engine/grammar/formulas.h"
#include "engine/grammar/regex.h"
#include "engine/schema/pattern.h"
#include "engine/schema/validator.h"
#include "engine/tokenizer/utf8.h"
#include "kernels/error.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

using namespace hadal;
using namespace hadal::grammar;
using namespace hadal::grammar::test;

namespace {

/// What a round found; empty: nothing.
using Finding = std::string;

std::string random_pattern(std::mt19937& random, int depth) {
    static const char* const atoms[] = {
        "a",   "b", "c", ".",      "[ab]", "[^a]", "\\d",     "\\w",   "\\s", "^",      "$",       "\\b",
        "\\B", "é", "-", "[\\w-]", "1",    "\\W",  "\\u{61}", "\\x62", " ",   "[a-c1]", "\\p{Lu}", "(?:)"};
    std::string out;
    for (unsigned n = 1 + random() % 4; n > 0; --n) {
        std::string piece = atoms[random() % std::size(atoms)];
        bool can_repeat = piece != "^" && piece != "$" && piece != "\\b" && piece != "\\B";
        if (depth > 0 && random() % 3 == 0) {
            static const char* const groups[] = {"(", "(?:", "(?:", "(?=", "(?!", "(?<=", "(?<!"};
            const char* group = groups[random() % std::size(groups)];
            const bool look = std::strlen(group) > 2 && group[2] != ':';
            // PCRE2 takes look-behinds of a bounded length only.
            const bool behind = std::strncmp(group, "(?<", 3) == 0;
            piece = group +
                    (behind ? std::string(1, static_cast<char>('a' + random() % 3))
                            : random_pattern(random, depth - 1)) +
                    ")";
            can_repeat = !look;
        }
        static const char* const repeats[] = {"*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"};
        if (can_repeat && random() % 3 == 0)
            piece += repeats[random() % std::size(repeats)];
        out += piece;
        if (random() % 8 == 0)
            out += '|';
    }
    return out;
}

Finding fuzz_patterns(std::mt19937& random) {
    const std::string pattern = random_pattern(random, 2);
    BoundedLanguage language;
    try {
        Work work(2'000'000);
        language = search_language(pattern, work);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Unsupported)
            return {};
        return pattern + ": " + error.what();
    }
    std::optional<schema::Pattern> reference;
    try {
        reference.emplace(pattern);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::Unsupported ? Finding() : pattern + ": " + error.what();
    }
    for (int i = 0; i < 60; ++i) {
        static const char* const letters[] = {"a", "b", "c", "1", " ", "é", "É", "-", "\n", "_"};
        std::string word;
        std::uint32_t length = 0;
        for (unsigned n = random() % 7; n > 0; --n, ++length)
            word += letters[random() % std::size(letters)];
        const bool found =
            language.language->match(word) && length >= language.least && length <= language.most;
        bool expected = false;
        try {
            expected = reference->matches(word);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Unsupported)
                throw;
            continue; // PCRE2 goes back so often that it gives up, and says so
        }
        if (found != expected)
            return "the pattern \"" + pattern + "\" and \"" + word + "\": the automaton says " +
                   (found ? "yes" : "no");
    }
    return {};
}

bool has_whole_fraction(const Json& value) {
    if (value.is_number_float())
        return std::floor(value.get<double>()) == value.get<double>();
    return (value.is_array() || value.is_object()) &&
           std::any_of(value.begin(), value.end(), has_whole_fraction);
}

Finding walk(Machine& machine, const schema::Validator& validator, bool exact, std::mt19937& random) {
    Machine::State state = machine.start();
    std::string text;
    for (int length = 0; length < 300; ++length) {
        std::vector<std::uint8_t> possible;
        for (int byte = 0; byte < 256; ++byte)
            if (machine.step(state, static_cast<std::uint8_t>(byte)) != Machine::dead)
                possible.push_back(static_cast<std::uint8_t>(byte));
        if (machine.is_complete(state) && (possible.empty() || random() % 4 == 0)) {
            const auto errors = validator.validate_text(text);
            if (exact && !errors.empty())
                return "generates " + text + ": " + errors[0].message;
            return {};
        }
        if (possible.empty())
            return "is stuck after " + text;
        // Closing is preferred, so that texts end.
        std::uint8_t byte = possible[random() % possible.size()];
        for (const char close : {'"', '}', ']'})
            if (random() % 3 == 0 && std::find(possible.begin(), possible.end(),
                                               static_cast<std::uint8_t>(close)) != possible.end())
                byte = static_cast<std::uint8_t>(close);
        text += static_cast<char>(byte);
        state = machine.step(state, byte);
    }
    return {};
}

Finding fuzz_schemas(std::mt19937& random) {
    const Json schema = random_schema(random, 2);
    CompileOptions options;
    options.work_limit = 1'000'000;
    options.leave_to_validator = random() % 2;
    const bool any_order = random() % 2;
    if (any_order)
        options.key_order = CompileOptions::KeyOrder::Any;
    std::shared_ptr<const Grammar> grammar;
    try {
        grammar = compile_schema(schema, options);
    } catch (const SchemaError&) {
        return {};
    }
    const std::string shown = print_compact(schema) + (any_order ? " in any order " : " ");
    const bool exact = grammar->unenforced.empty();
    const schema::Validator validator(schema);
    Machine machine(grammar);
    for (int i = 0; i < 6; ++i)
        if (Finding found = walk(machine, validator, exact, random); !found.empty())
            return shown + found;
    for (int i = 0; i < 30; ++i) {
        const Json value = random_value(random, 2);
        const bool valid = validator.is_valid(value), taken = matches(machine, print_compact(value));
        if (valid && !taken && any_order && !has_whole_fraction(value))
            return shown + "refuses valid " + print_compact(value);
        if (!valid && taken && exact)
            return shown + "accepts invalid " + print_compact(value);
    }
    return {};
}

Finding fuzz_completions(std::mt19937& random) {
    const Json schema = random_schema(random, 2);
    CompileOptions options;
    options.work_limit = 1'000'000;
    if (random() % 2)
        options.key_order = CompileOptions::KeyOrder::Any;
    std::shared_ptr<const Grammar> grammar;
    try {
        grammar = compile_schema(schema, options);
    } catch (const SchemaError&) {
        return {};
    }
    const auto vocabulary = small_vocabulary();
    const auto& tokenizer = vocabulary->trie().tokenizer();
    Matcher matcher(vocabulary, grammar);
    std::vector<std::int32_t> accepted;
    const auto where = [&](const char* what) {
        return print_compact(schema) + ": " + what + " after " + tokenizer.decode(accepted);
    };
    for (int step = 0; step < 40 && !matcher.has_ended(); ++step) {
        const TokenMask mask = matcher.mask();
        std::vector<std::int32_t> legal;
        for (std::int32_t id = 0; id < vocabulary->trie().size(); ++id)
            if (allows(mask, id))
                legal.push_back(id);
        if (legal.empty())
            return where("no token is legal");
        const auto first = static_cast<std::int32_t>(random() % 5);
        for (std::int32_t id = first; id < vocabulary->trie().size(); id += 5) {
            const bool taken = matcher.accept(id);
            if (taken)
                matcher.rollback(1);
            if (taken != allows(mask, id))
                return where(("mask and matcher disagree about token " + std::to_string(id)).c_str());
        }
        if (random() % 5 == 0 && !accepted.empty()) {
            const std::size_t back = 1 + random() % accepted.size();
            matcher.rollback(back);
            for (std::size_t i = accepted.size() - back; i < accepted.size(); ++i)
                if (!allows(matcher.mask(), accepted[i]) || !matcher.accept(accepted[i]))
                    return where("after rolling back, a token is no longer legal");
            if (matcher.mask() != mask)
                return where("after rolling back, the mask is another");
        }
        std::int32_t next = legal[random() % legal.size()];
        for (int tries = 0; tries < 4; ++tries) {
            const std::int32_t other = legal[random() % legal.size()];
            if (tokenizer.token_bytes(other).size() < tokenizer.token_bytes(next).size())
                next = other;
        }
        if (!matcher.accept(next))
            return where("a legal token is not accepted");
        accepted.push_back(next);
    }
    return {};
}

volatile std::sig_atomic_t present_seed = 0;

/// A round that hangs, or fills the memory, is found like any other.
void limit_rounds() {
    const rlimit memory{3'000'000'000, 3'000'000'000};
    setrlimit(RLIMIT_AS, &memory);
    std::signal(SIGVTALRM, [](int) {
        char text[48];
        const int length =
            std::snprintf(text, sizeof text, "seed %d: hangs\n", static_cast<int>(present_seed));
        (void)!write(STDOUT_FILENO, text, static_cast<std::size_t>(length));
        _exit(1);
    });
}

void begin_round(unsigned long seed) {
    present_seed = static_cast<std::sig_atomic_t>(seed);
    const itimerval minute{{0, 0}, {60, 0}};
    setitimer(ITIMER_VIRTUAL, &minute, nullptr);
}

} // namespace

int main(int count, char** words) {
    const auto usage = [&] {
        std::fprintf(stderr, "usage: %s patterns|schemas|completions [--rounds N] [--minutes N] [--seed N]\n",
                     words[0]);
        return 2;
    };
    if (count < 2 || count % 2 != 0)
        return usage();
    const std::string subject = words[1];
    Finding (*const fuzz)(std::mt19937&) = subject == "patterns"      ? fuzz_patterns
                                           : subject == "schemas"     ? fuzz_schemas
                                           : subject == "completions" ? fuzz_completions
                                                                      : nullptr;
    unsigned long rounds = 0, minutes = 0, seed = 1;
    for (int i = 2; i < count; i += 2) {
        const std::string option = words[i];
        (option == "--rounds"    ? rounds
         : option == "--minutes" ? minutes
                                 : seed) = std::strtoul(words[i + 1], nullptr, 10);
        if (option != "--rounds" && option != "--minutes" && option != "--seed")
            return usage();
    }
    if (!fuzz || (rounds == 0 && minutes == 0))
        return usage();
    if (minutes)
        limit_rounds();
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(minutes);
    unsigned long done = 0, wrong = 0;
    for (; rounds ? done < rounds : std::chrono::steady_clock::now() < end; ++done, ++seed) {
        std::mt19937 random(static_cast<std::mt19937::result_type>(seed));
        Finding found;
        if (minutes)
            begin_round(seed);
        try {
            found = fuzz(random);
        } catch (const std::exception& error) {
            found = std::string("exception: ") + error.what();
        }
        if (!found.empty()) {
            ++wrong;
            std::printf("seed %lu: %s\n", seed, found.c_str());
            std::fflush(stdout);
        }
    }
    std::printf("%s: %lu rounds, %lu wrong\n", subject.c_str(), done, wrong);
    return wrong ? 1 : 0;
}
