#include "app/cli/problem.h"

#include <gtest/gtest.h>

namespace sallyport::cli {
namespace {

TEST(Problem, IsWhatTheApiSaysWithItsCodeAndLines) {
  const auto problem =
      read_problem({422, R"({"title":"t","detail":"bad\u001b","code":"malformed_address",)"
                         R"("errors":[{"line":7,"detail":"x"},{"detail":"y"}],"more_errors":2})"});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->code, "malformed_address");
  EXPECT_EQ(problem->text, "bad\\x1b (malformed_address)\n  line 7: x\n  y\n  and 2 more");
  EXPECT_TRUE(says_malformed(*problem));
  EXPECT_FALSE(says_malformed({"forbidden", ""}));
  EXPECT_EQ(read_problem({404, R"({"title":"There is none","code":"not_found"})"})->text,
            "There is none (not_found)");
}

TEST(Problem, OtherServersHaveNone) {
  for (const char* body : {"", "<html>404</html>", "[]", "{}", R"({"title":"Not Found","status":404})",
                           R"({"detail":"x","code":"E1234"})", R"({"detail":"x","code":7})",
                           R"({"detail":"A body is not accepted.","code":"malformed_request"})"}) {
    EXPECT_FALSE(read_problem({404, body})) << body;
  }
}

}  // namespace
}  // namespace sallyport::cli
