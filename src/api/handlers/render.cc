// A list for a target, as `sallyport render` writes it.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "api/bulk/media_type.h"
#include "api/handlers/handlers.h"
#include "base/nearest.h"
#include "render/answer.h"

namespace sallyport::api {
namespace {

constexpr std::ptrdiff_t kMostLines = 200'000;
constexpr std::size_t kMostRenderWork = 500'000;
constexpr std::size_t kMostRenderedBytes = std::size_t{32} << 20;

Result<const render::Target*> target_of_call(const Call& call) {
  const std::string_view id = call.parameter("target");
  if (const auto* const target = render::find_target(id)) return target;
  std::vector<std::string_view> known;
  for (const render::Target& each : render::targets()) known.push_back(each.id);
  return fail(ErrorCode::not_found, no_such("target", id.substr(0, 100), known));
}

Result<render::Options> queried_options(const Call& call) {
  render::Options options{.most_work = kMostRenderWork, .most_bytes = kMostRenderedBytes};
  if (const std::string_view name = call.queried("name"); !name.empty()) options.name = name;
  const std::string_view direction = call.queried("direction");
  if (!direction.empty() && direction != "in" && direction != "out") {
    return fail(ErrorCode::malformed_request, "direction must be in or out");
  }
  options.direction = direction == "out" ? render::Direction::out : render::Direction::in;
  SALLYPORT_ASSIGN(options.summarise, call.flag("summarise"));
  return options;
}

Result<std::string> sent_lines(const Call& call) {
  if (same_without_case(media_type(call.request), kText)) return std::string(call.request.body);
  SALLYPORT_ASSIGN(const JsonValue body, call.body());
  ObjectReader fields(body);
  const auto* const lines = fields.array("lines");
  if (!fields.has("lines")) fields.missing("lines");
  SALLYPORT_TRY(fields.finish());
  std::string text;
  for (const JsonValue& line : *lines) {
    const auto* const said = std::get_if<std::string>(&line.value);
    if (said == nullptr || said->find('\n') != std::string::npos) {
      return fail(ErrorCode::malformed_request, "lines must be a list of strings, each of one line");
    }
    text += *said;
    text += '\n';
  }
  return text;
}

Result<render::List> sent_list(const Call& call) {
  SALLYPORT_ASSIGN(const std::string text, sent_lines(call));
  if (std::ranges::count(text, '\n') > kMostLines) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("a list here has at most {} lines: use sallyport render", kMostLines));
  }
  return render::parse_list(text);
}

}  // namespace

Result<Reply> list_targets(const Call&) {
  return Reply{200, boost::json::serialize(render::answer_targets()), kJson};
}

Result<Reply> render_list(const Call& call) {
  SALLYPORT_ASSIGN(const auto* const target, target_of_call(call));
  SALLYPORT_ASSIGN(const auto options, queried_options(call));
  SALLYPORT_ASSIGN(auto list, sent_list(call));
  SALLYPORT_ASSIGN(const auto rendered, render::render(*target, std::move(list), options));
  return Reply{200, boost::json::serialize(render::answer_rendered(rendered)), kJson};
}

}  // namespace sallyport::api
