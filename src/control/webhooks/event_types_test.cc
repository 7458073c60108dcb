#include "control/webhooks/event_types.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace sallyport::control {
namespace {

TEST(EventTypes, AChoiceIsATypeOrAThing) {
  for (const char* good : {"entry.authorized", "entry.*", "webhook.test"}) EXPECT_TRUE(is_event_choice(good));
  for (const char* bad :
       {"", "*", ".*", "entry", "entry.", "entry.a*", "entry.authorized.*", "nothing.*", "e.*"}) {
    EXPECT_FALSE(is_event_choice(bad)) << bad;
  }
  EXPECT_TRUE(chooses("entry.*", "entry.denied"));
  EXPECT_FALSE(chooses("entry.*", "entryway.denied"));
}

TEST(EventTypes, TheDataOfEachIsAJsonSchema) {
  std::set<std::string_view> types;
  for (const EventType& event : event_types()) {
    EXPECT_TRUE(types.insert(event.type).second) << event.type;
    ASSERT_NE(event.data, nullptr);
    EXPECT_TRUE(boost::json::parse(event.data->schema).is_object()) << event.data->name;
    EXPECT_FALSE(event.description.empty());
  }
}

// What is audited anywhere in this folder is told, so it stands in the table.
TEST(EventTypes, TheTableHasEveryAction) {
  const std::regex call(R"re((?:audit|tell_webhooks)\([^;]*?"([a-z_]+\.[a-z_]+)")re");
  std::size_t found = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(SALLYPORT_CONTROL_SOURCES)) {
    if (file.path().extension() != ".cc" || file.path().stem().string().ends_with("_test")) continue;
    std::ifstream in(file.path());
    const std::string text(std::istreambuf_iterator<char>(in), {});
    for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) {
      ++found;
      EXPECT_TRUE(is_event_choice((*at)[1].str())) << (*at)[1] << " in " << file.path();
    }
  }
  EXPECT_GT(found, 10U);
}

}  // namespace
}  // namespace sallyport::control
