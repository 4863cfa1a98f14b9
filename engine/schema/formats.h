// The formats that the drafts define, as assertions.
#pragma once

#include <string_view>

namespace hadal::schema {

/// Whether a string (well-formed UTF-8) has a format.
using FormatCheck = bool (*)(std::string_view text);

/// The check of a format, or null for a name that no draft defines: such a format is an annotation.
FormatCheck find_format(std::string_view name);

// By subject. Dates and times: RFC 3339, 5.6 and appendix A.
bool is_date(std::string_view text);
bool is_time(std::string_view text);
bool is_date_time(std::string_view text);
bool is_duration(std::string_view text);

// Names of hosts and mailboxes: RFC 1123 and 5890 to 5893, RFC 5321 and 6531.
bool is_hostname(std::string_view text);
bool is_idn_hostname(std::string_view text);
bool is_email(std::string_view text);
bool is_idn_email(std::string_view text);

// Identifiers and pointers: RFC 9562, 6570, 6901, and the draft of relative pointers.
bool is_uuid(std::string_view text);
bool is_uri_template(std::string_view text);
bool is_json_pointer(std::string_view text);
bool is_relative_json_pointer(std::string_view text);
bool is_regex(std::string_view text);

} // namespace hadal::schema
