#include "control/following/follow_json.h"

#include <boost/json.hpp>

#include "base/duration.h"

namespace sallyport::control {
namespace {

using boost::json::array;
using boost::json::object;

object to_object(const Follow& follow) {
  object value{{"vendor", follow.vendor}};
  const auto list = [&](const char* name, const std::vector<std::string>& ids) {
    if (!ids.empty()) value[name] = array(ids.begin(), ids.end());
  };
  list("offerings", follow.offerings);
  list("sites", follow.sites);
  if (follow.version) value["version"] = follow.version->to_string();
  list("features", follow.features);
  if (follow.all) value["all"] = true;
  if (follow.early) value["early"] = true;
  value["grace"] = sallyport::to_string(follow.grace);
  return value;
}

}  // namespace

std::string follow_json(const Follow& follow) { return boost::json::serialize(to_object(follow)); }

std::string held_json(const Follow& follow, const std::string& because) {
  object value = to_object(follow);
  value["held_because"] = because;
  return boost::json::serialize(value);
}

}  // namespace sallyport::control
