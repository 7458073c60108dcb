#include "app/cli/policy/policy_reader.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/handlers/policy_document.h"
#include "app/cli/policy/policy_faults.h"
#include "app/cli/whole_file.h"

namespace sallyport::cli {
namespace {

constexpr std::size_t kLargestPolicy = 64 * 1024 * 1024;  // what the API takes in one request

// In one line, as a scenario tells it.
std::unexpected<Error> refuse(ErrorCode code, const std::vector<std::string>& lines, std::size_t total) {
  std::string text = lines.front();
  if (total > 1) text += fmt::format(" (and {} more)", total - 1);
  return fail(code, std::move(text));
}

}  // namespace

std::expected<std::string, std::string> read_policy_file(const std::filesystem::path& file) {
  auto text = read_whole_file(file, kLargestPolicy);
  if (!text) return std::unexpected(text.error().message);
  return *std::move(text);
}

Result<control::PolicyDocument> read_policy(const std::filesystem::path& file) {
  const auto text = read_policy_file(file);
  if (!text) return fail(ErrorCode::not_found, text.error());
  const auto value = yaml_to_json(*text);
  if (!value) {
    return refuse(ErrorCode::malformed_request, describe(file.string(), value.error()), value.error().size());
  }
  SALLYPORT_ASSIGN(const auto body, api::parse_json(boost::json::serialize(*value)));
  auto document = api::read_policy_document(body, "document");
  if (document) return *std::move(document);
  std::vector<PointedFault> faults;
  for (const auto& fault : document.error().first) faults.push_back({fault.pointer, fault.error.message});
  return refuse(document.error().first.front().error.code, describe(file.string(), *text, faults),
                document.error().total);
}

}  // namespace sallyport::cli
