#include "catalog/answer/answer_texts.h"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace sallyport::catalog {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  return fmt::format("{}", fmt::join(parts, between));
}

boost::json::array array_of(const std::vector<std::string>& values) {
  return boost::json::array(values.begin(), values.end());
}

std::vector<std::string> texts_of(const std::vector<net::Destination>& destinations) {
  std::vector<std::string> texts;
  texts.reserve(destinations.size());
  for (const auto& destination : destinations) texts.push_back(net::to_string(destination));
  return texts;
}

}  // namespace sallyport::catalog
