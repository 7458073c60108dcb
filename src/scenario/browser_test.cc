#include "scenario/browser.h"

#include <gtest/gtest.h>

#include <vector>

namespace sallyport::scenario {
namespace {

// A page with a form, which notes what it is asked.
class Page final : public http::Handler {
 public:
  explicit Page(std::string html) : html_(std::move(html)) {}

  void handle(const http::Request& request, http::Response& response) noexcept override {
    asked.push_back(std::string(request.method) + " " + std::string(request.target) + " " +
                    std::string(request.body));
    response.status = request.method == "POST" ? 204 : 200;
    response.body = html_;
  }

  std::vector<std::string> asked;

 private:
  std::string html_;
};

TEST(Browser, SendsTheHiddenFieldsOfTheForm) {
  Page page(
      "<p>?</p><form method=\"post\" action=\"/answer/t&amp;1\"><input type=\"hidden\" name=\"a b\" "
      "value=\"&lt;&quot;+\"><input type=\"text\" name=\"no\"><button>Authorize</button></form>");
  ASSERT_TRUE(Browser(page).press("/answer/t", "pass word"));
  EXPECT_EQ(page.asked, (std::vector<std::string>{"HEAD /answer/t ", "GET /answer/t ",
                                                  "POST /answer/t&1 a%20b=%3C%22%2B"}));
}

TEST(Browser, AFormWithoutAnActionGoesToItsOwnPage) {
  Page page("<form method=\"post\"><button>Authorize</button></form>");
  ASSERT_TRUE(Browser(page).press("/answer/t", "pass word"));
  EXPECT_EQ(page.asked.back(), "POST /answer/t ");
}

TEST(Browser, SignsInWhereItIsAskedToAndKeepsToTheChoiceThatIsMade) {
  Page page(
      "<form method=\"post\"><input type=\"radio\" name=\"where\" id=\"w-a\" value=\"address\" checked>"
      "<input type=\"radio\" name=\"where\" id=\"w-n\" value=\"network\">"
      "<input type=\"hidden\" autocomplete=\"username\" value=\"a@b\">"
      "<input type=\"password\" name=\"password\" required><button>Deny</button></form>");
  ASSERT_TRUE(Browser(page).press("/answer/t", "pass word"));
  EXPECT_EQ(page.asked.back(), "POST /answer/t where=address&password=pass%20word");
}

TEST(Browser, WithoutAFormThereIsNothingToPress) {
  Page page("<p>Nothing to do.</p>");
  const auto pressed = Browser(page).press("/answer/t", "pass word");
  ASSERT_FALSE(pressed);
  EXPECT_EQ(pressed.error().code, ErrorCode::not_found);
  EXPECT_EQ(page.asked.size(), 2U);
}

}  // namespace
}  // namespace sallyport::scenario
