// IsolationWorld: two platforms' trees, people and tokens with every permission, and everything that an
// organization can have, so that nothing is missing only because there is none.
//
// For tests only. Everything of one tree says lynx, everything of the other zebra. In the tree of lynx, what
// crosses it is there too: what is shared and enforced from above, and what a person from above changed.
//
// Thread safety: one thread.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "api/api.h"
#include "api/routes/routes.h"
#include "base/testing/temporary_folder.h"
#include "control/ports/store.h"
#include "snapshot/slot.h"

struct sqlite3;

namespace sallyport::api::testing {

inline const std::string kAbsent = "no-such-name";

// Each with its parent.
inline const std::vector<std::pair<std::string, std::string>> kTrees = {{"lynx-summit", ""},
                                                                        {"lynx-acme", "lynx-summit"},
                                                                        {"lynx-kid", "lynx-acme"},
                                                                        {"lynx-twin", "lynx-summit"},
                                                                        {"zebra", ""},
                                                                        {"zebra-cub", "zebra"}};

// Above lynx-acme; changes something in it. Members of lynx-acme read who that was, and of no other.
inline const std::string kFromAbove = "hand@lynx-summit.example";

struct ComparedAnswer {
  unsigned status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> fields;

  friend bool operator==(const ComparedAnswer&, const ComparedAnswer&) = default;
  friend std::ostream& operator<<(std::ostream& out, const ComparedAnswer& answer) {
    return out << answer.status << " " << answer.body.substr(0, 300);
  }
  bool has_code(std::string_view code) const {
    return body.find("\"code\":\"" + std::string(code) + "\"") != std::string::npos;
  }
  bool says(const std::string& word) const;  // in its body or a field
};

std::string replaced(std::string text, const std::string& what, const std::string& by);
ComparedAnswer replaced(ComparedAnswer answer, const std::string& what, const std::string& by);

// Looks at the database from outside, as another program would.
class Watcher {
 public:
  explicit Watcher(const std::filesystem::path& file);
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  ~Watcher();

  std::string version();  // another one whenever anything was committed
  std::string dump();     // all rows of all tables

 private:
  std::string ask(const std::string& sql);
  sqlite3* handle_ = nullptr;
};

struct Caller {
  std::string name;
  std::string token;
  std::map<std::string, control::Permissions> may;  // by organization
  std::vector<std::string> never;                   // what no answer to them says
  bool known = true;                                // the token is one
};

using SentFields = std::vector<std::pair<std::string, std::string>>;

class IsolationTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  ComparedAnswer call(const Caller& caller, std::string_view method, const std::string& target,
                      const std::string& body, const SentFields& more = {});
  void expect_never(const Caller& caller, const ComparedAnswer& answer, const std::string& what);
  const Caller& caller(const std::string& name);

  TemporaryFolder folder_;
  SimulatedClock clock_{parse_timestamp("2026-01-01T00:00:00Z").value()};
  snapshot::Slot slot_;
  std::unique_ptr<control::Store> store_;
  std::unique_ptr<control::Control> control_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<Watcher> watcher_;
  std::vector<Caller> callers_;

 private:
  void make(const std::string& name, const std::string& parent);
  void cross_the_tree();
  void make_callers();
  std::string token_of(const std::string& organization, control::Permissions permissions,
                       const std::string& name);
  std::string session_of(const std::string& organization, control::Permissions permissions,
                         const std::string& email);
};

bool of_organization(const Route& route);

// The route's target for that organization; what else it names is of the organization `things`, or is
// nowhere, where that is kAbsent.
std::string target_of(const Route& route, const std::string& organization, const std::string& things);

// A body that the route takes, as far as it needs more than an empty object.
std::string body_of(const Route& route);

}  // namespace sallyport::api::testing
