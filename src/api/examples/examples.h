// An example of every operation: a request that a real server answers so, and its answer.
//
// They are one story, in the order of the parts: each request is possible after those before it.
//
// Thread safety: immutable.
#pragma once

#include <span>
#include <string_view>

namespace sallyport::api {

struct Example {
  std::string_view id;            // operationId
  std::string_view target;        // path and query
  std::string_view request = {};  // body; empty: the request has none
  std::string_view answer = {};   // body; empty: there is none, or it is a page
  std::string_view type = {};     // of the body; empty: JSON, or a page's form
  unsigned status = 0;            // of the answer; 0: the operation's own
};

// Each in its examples_<part>.cc.
std::span<const Example> accounts_examples();
std::span<const Example> lists_examples();
std::span<const Example> texts_examples();
std::span<const Example> traffic_examples();
std::span<const Example> family_examples();
std::span<const Example> webhooks_examples();
std::span<const Example> policy_examples();

std::span<const Example> catalogs_examples();
std::span<const Example> follows_examples();

// With a body of that type, and an answer of that status. Null where there is none.
const Example* example_of(std::string_view id, std::string_view type = {}, unsigned status = 0);
std::span<const Example> examples();

}  // namespace sallyport::api
