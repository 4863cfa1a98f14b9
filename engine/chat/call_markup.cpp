#include "engine/chat/call_markup.h"

#include <array>

namespace hadal::chat {
namespace {

constexpr std::string_view eos = "<｜end▁of▁sentence｜>";
constexpr std::array<std::string_view, 1> dsml_token{"｜DSML｜"};
constexpr std::array<std::string_view, 1> dsml_values_avoid{"｜DSML"};
constexpr std::array<std::string_view, 2> dsml_keys_avoid{"｜DSML", "\" string=\""};
constexpr std::array<std::string_view, 2> dsml_content_avoids{"｜DSML", eos};

constexpr std::array<std::string_view, 5> marker_tokens{"<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>",
                                                        "<｜tool▁call▁begin｜>", "<｜tool▁call▁end｜>",
                                                        "<｜tool▁sep｜>"};
constexpr std::array<std::string_view, 1> marker_values_avoid{"<｜tool▁call▁end｜>"};
constexpr std::array<std::string_view, 2> marker_content_avoids{"<｜tool▁calls▁begin｜>", eos};

} // namespace

const CallMarkup dsml_markup{
    .open = "\n\n<｜DSML｜function_calls>\n",
    .call = "<｜DSML｜invoke name=\"",
    .arguments = "\">\n",
    .call_end = "</｜DSML｜invoke>\n",
    .between = "",
    .close = "</｜DSML｜function_calls>",
    .parameter = "<｜DSML｜parameter name=\"",
    .string = "\" string=\"true\">",
    .json = "\" string=\"false\">",
    .parameter_end = "</｜DSML｜parameter>\n",
    .no_arguments = "\n",
    .values_avoid = dsml_values_avoid,
    .keys_avoid = dsml_keys_avoid,
    .content_avoids = dsml_content_avoids,
    .tokens = dsml_token,
};

const CallMarkup v31_markup{
    .open = "<｜tool▁calls▁begin｜>",
    .call = "<｜tool▁call▁begin｜>",
    .arguments = "<｜tool▁sep｜>",
    .call_end = "<｜tool▁call▁end｜>",
    .between = "",
    .close = "<｜tool▁calls▁end｜>",
    .parameter = {},
    .string = {},
    .json = {},
    .parameter_end = {},
    .no_arguments = {},
    .values_avoid = marker_values_avoid,
    .keys_avoid = {},
    .content_avoids = marker_content_avoids,
    .tokens = marker_tokens,
};

const CallMarkup fenced_markup{
    .open = "<｜tool▁calls▁begin｜>",
    .call = "<｜tool▁call▁begin｜>function<｜tool▁sep｜>",
    .arguments = "\n```json\n",
    .call_end = "\n```<｜tool▁call▁end｜>",
    .between = "\n",
    .close = "<｜tool▁calls▁end｜>",
    .parameter = {},
    .string = {},
    .json = {},
    .parameter_end = {},
    .no_arguments = {},
    .values_avoid = marker_values_avoid,
    .keys_avoid = {},
    .content_avoids = marker_content_avoids,
    .tokens = marker_tokens,
};

} // namespace hadal::chat
