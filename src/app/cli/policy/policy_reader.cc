#include "app/cli/policy/policy_reader.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "api/handlers/policy_document.h"
#include "app/cli/policy/policy_faults.h"

namespace sallyport::cli {
namespace {

// In one line, as a scenario tells it.
std::unexpected<Error> refuse(ErrorCode code, const std::vector<std::string>& lines, std::size_t total) {
  std::string text = lines.front();
  if (total > 1) text += fmt::format(" (and {} more)", total - 1);
  return fail(code, std::move(text));
}

}  // namespace

std::expected<std::string, std::string> read_policy_file(const std::filesystem::path& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(file);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (in.bad() || !in.is_open()) return std::unexpected(fmt::format("{} cannot be read", file.string()));
  return text;
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
