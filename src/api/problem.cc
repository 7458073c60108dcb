#include "api/problem.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/json_writer.h"

namespace sallyport::api {
namespace {

void write_problem(JsonWriter& json, ErrorCode code, unsigned status, std::string_view detail) {
  json.field("type", fmt::format("urn:sallyport:problem:{}", to_string(code)))
      .field("title", title_of(code))
      .field("status", std::uint64_t{status})
      .field("detail", detail)
      .field("code", to_string(code));
}

// Every line of one kind: that kind; otherwise the request as a whole is what has to be corrected.
ErrorCode common_code(std::span<const LineError> lines) {
  const ErrorCode first = lines.front().error.code;
  const bool same =
      std::ranges::all_of(lines, [first](const LineError& line) { return line.error.code == first; });
  return same ? first : ErrorCode::malformed_request;
}

}  // namespace

unsigned status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed_request:
      return 400;
    case ErrorCode::unauthenticated:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::unknown_organization:
    case ErrorCode::unknown_credential:
    case ErrorCode::unknown_member:
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::duplicate:
    case ErrorCode::used_token:
    case ErrorCode::lockout_risk:
    case ErrorCode::enforced_by_parent:
    case ErrorCode::answer_lost:
      return 409;
    case ErrorCode::expired_token:
      return 410;
    case ErrorCode::precondition_failed:
      return 412;
    case ErrorCode::rate_limited:
      return 429;
    case ErrorCode::too_many_entries:
      return 413;
    case ErrorCode::malformed_address:
    case ErrorCode::host_bits_set:
    case ErrorCode::malformed_host:
    case ErrorCode::malformed_catalog:
    case ErrorCode::malformed_feed:
    case ErrorCode::malformed_list:
    case ErrorCode::unknown_cell:
    case ErrorCode::cannot_say:
    case ErrorCode::held:
    case ErrorCode::invalid_setting:
    case ErrorCode::key_reused:
      return 422;
    case ErrorCode::unavailable:
      return 503;
    case ErrorCode::storage_full:
      return 507;
    case ErrorCode::newer_version:
    case ErrorCode::already_running:
    case ErrorCode::corrupted:
    case ErrorCode::internal:
      return 500;
  }
  return 500;
}

std::string_view title_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed_request:
      return "The request is malformed";
    case ErrorCode::unauthenticated:
      return "A valid token is needed";
    case ErrorCode::forbidden:
      return "This is not permitted";
    case ErrorCode::lockout_risk:
      return "This would stop what was let in lately";
    case ErrorCode::enforced_by_parent:
      return "An organization above demands more";
    case ErrorCode::precondition_failed:
      return "It changed meanwhile";
    case ErrorCode::rate_limited:
      return "Too many requests";
    case ErrorCode::answer_lost:
      return "It was done, and the answer was not kept";
    case ErrorCode::key_reused:
      return "The key belongs to another request";
    case ErrorCode::unknown_organization:
      return "There is no such organization";
    case ErrorCode::unknown_credential:
      return "There is no such credential";
    case ErrorCode::unknown_member:
      return "There is no such member";
    case ErrorCode::not_found:
      return "There is no such thing";
    case ErrorCode::duplicate:
      return "It is there already";
    case ErrorCode::used_token:
      return "It was answered already";
    case ErrorCode::expired_token:
      return "The link has expired";
    case ErrorCode::too_many_entries:
      return "There are too many entries";
    case ErrorCode::malformed_address:
      return "An address is malformed";
    case ErrorCode::host_bits_set:
      return "A prefix has host bits";
    case ErrorCode::malformed_host:
      return "A host name is malformed";
    case ErrorCode::malformed_catalog:
      return "A catalog is malformed";
    case ErrorCode::malformed_feed:
      return "A feed is malformed";
    case ErrorCode::malformed_list:
      return "A list is malformed";
    case ErrorCode::unknown_cell:
      return "It is not known what belongs there";
    case ErrorCode::cannot_say:
      return "The target cannot say it";
    case ErrorCode::held:
      return "A person has to look at it first";
    case ErrorCode::invalid_setting:
      return "A setting has an invalid value";
    case ErrorCode::unavailable:
      return "Try again later";
    case ErrorCode::storage_full:
      return "The storage is full";
    case ErrorCode::newer_version:
      return "The data belongs to a newer version";
    case ErrorCode::already_running:
      return "Another process has the data open";
    case ErrorCode::corrupted:
      return "The data is corrupted";
    case ErrorCode::internal:
      return "An internal error";
  }
  return "An internal error";
}

void write_problem(JsonWriter& json, const Error& error) {
  write_problem(json, error.code, status_of(error.code), error.message);
}

std::string problem_document(const Error& error) { return problem_document(error, status_of(error.code)); }

std::string problem_document(const Error& error, unsigned status) {
  JsonWriter json;
  json.begin_object();
  write_problem(json, error.code, status, error.message);
  json.end_object();
  return json.take();
}

unsigned status_of(std::span<const LineError> lines) { return status_of(common_code(lines)); }

std::string problem_document(std::span<const LineError> lines) {
  const ErrorCode code = common_code(lines);
  JsonWriter json;
  json.begin_object();
  write_problem(json, code, status_of(code),
                fmt::format("{} {} wrong; nothing was changed", lines.size(),
                            lines.size() == 1 ? "entry is" : "entries are"));
  json.key("errors").begin_array();
  for (const auto& line : lines.first(std::min(lines.size(), kMostLineErrors))) {
    json.begin_object().field("index", std::uint64_t{line.index});
    if (line.line != 0) json.field("line", std::uint64_t{line.line});
    json.field("input", std::string_view(line.input).substr(0, 200))
        .field("code", to_string(line.error.code))
        .field("detail", line.error.message)
        .end_object();
  }
  json.end_array();
  if (lines.size() > kMostLineErrors)
    json.field("more_errors", std::uint64_t{lines.size() - kMostLineErrors});
  json.end_object();
  return json.take();
}

}  // namespace sallyport::api
