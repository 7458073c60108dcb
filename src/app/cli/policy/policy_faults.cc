#include "app/cli/policy/policy_faults.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cli/session.h"

namespace sallyport::cli {
namespace {

constexpr std::string_view kDocument = "/document";

bool is_index(std::string_view step) {
  return !step.empty() && step.find_first_not_of("0123456789") == std::string_view::npos;
}

// As messages name it: "document.organizations[0].name".
std::string name_of_place(std::string_view pointer) {
  std::string name;
  while (pointer.starts_with('/')) {
    pointer.remove_prefix(1);
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    name += is_index(step) ? fmt::format("[{}]", step) : fmt::format("{}{}", name.empty() ? "" : ".", step);
  }
  return name;
}

// Without the names that lead there, as far as the message has them.
std::string shortened(std::string why, std::string_view pointer) {
  while (!pointer.empty()) {
    const std::string leading = name_of_place(pointer) + ".";
    if (const auto at = why.find(leading); at != std::string::npos) return why.erase(at, leading.size());
    pointer = pointer.substr(0, pointer.rfind('/'));
  }
  return why;
}

std::string line(std::string_view file, const yaml::Place& place, std::string_view why) {
  if (place.line == 0) return fmt::format("{}: {}", file, why);
  return fmt::format("{}:{}:{}: {}", file, place.line, place.column, why);
}

}  // namespace

std::vector<std::string> describe(std::string_view file, const YamlFaults& faults) {
  std::vector<std::string> lines;
  for (const yaml::Fault& fault : faults) lines.push_back(line(file, fault.place, fault.why));
  return lines;
}

std::vector<std::string> describe(std::string_view file, const std::string& text,
                                  const std::vector<PointedFault>& faults) {
  std::vector<std::string> pointers;
  for (const PointedFault& fault : faults) {
    const std::string_view pointer = fault.pointer;
    pointers.emplace_back(pointer.starts_with(kDocument) ? pointer.substr(kDocument.size()) : pointer);
  }
  const auto places = places_of(text, pointers);
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    lines.push_back(line(file, places[i], shortened(faults[i].why, faults[i].pointer)));
  }
  return lines;
}

std::vector<PointedFault> faults_of(const boost::json::value& problem) {
  std::vector<PointedFault> faults;
  const auto* const object = problem.if_object();
  const auto* const errors = object != nullptr ? object->if_contains("errors") : nullptr;
  if (errors == nullptr || !errors->is_array()) return faults;
  for (const auto& error : errors->get_array()) {
    std::string pointer = text_of(error, "pointer");
    if (!pointer.empty()) faults.push_back({std::move(pointer), text_of(error, "detail")});
  }
  return faults;
}

}  // namespace sallyport::cli
