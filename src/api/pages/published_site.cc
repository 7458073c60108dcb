#include "api/pages/published_site.h"

#include <fmt/format.h>

#include "api/conditional.h"
#include "api/pages/page.h"
#include "api/pages/page_texts.h"
#include "catalog/publish/page.h"
#include "catalog/shelf/digest.h"

namespace sallyport::api {
namespace {

constexpr std::string_view kSite = "/catalogs/";
// Firewalls poll every five minutes at most; and so long a change may stay unseen.
constexpr std::string_view kCaching = "public, max-age=300";

Reply refuse_published(const Error& error, unsigned status) {
  return {status, problem_document(error, status), kProblem};
}

Reply nothing_there() {
  return refuse_published({ErrorCode::not_found, "there is nothing at this path", {}}, 404);
}

// To the same path with a slash behind it; relative, since a proxy may have the site below another path.
Reply moved_to(std::string_view last_segment) {
  Reply reply{301, {}, {}};
  reply.fields.emplace_back("Location", fmt::format("{}/", last_segment));
  return reply;
}

// Whether the sender has it already. Conditions that cannot be read are as good as none: who polls a list
// gets it.
bool has_it(const http::Request& request, std::string_view tag) {
  const auto conditions = read_conditions(request);
  return conditions && has_already(*conditions, tag);
}

Reply text_reply(const http::Request& request, std::string text, const std::string& type,
                 std::string_view tag, std::string_view policy) {
  Reply reply{200, {}, {}};
  reply.fields.emplace_back("Content-Type", type);  // a view of it might outlive the edition
  if (has_it(request, tag)) {
    reply.status = 304;
  } else {
    reply.body = std::move(text);
  }
  reply.policy = policy;
  reply.fields.emplace_back("ETag", tag);
  reply.fields.emplace_back("Cache-Control", kCaching);
  return reply;
}

void add_language(Reply& reply, control::Language language) {
  reply.fields.emplace_back("Vary", "Accept-Language");
  reply.fields.emplace_back("Content-Language", control::to_string(language));
}

catalog::Language catalog_language(control::Language language) {
  switch (language) {
    case control::Language::english:
      return catalog::Language::english;
    case control::Language::german:
      return catalog::Language::german;
    case control::Language::japanese:
      return catalog::Language::japanese;
  }
  return catalog::Language::english;
}

Reply index_page(const catalog::Catalogs& catalogs, const http::Request& request) {
  const auto language = language_of(request);
  Page page{.language = language, .title = say(PageText::catalogs_title, language)};
  for (const auto& held : catalogs.all()) {
    page.links.emplace_back(held.catalog->vendor + "/", held.catalog->name.in(catalog_language(language)));
  }
  page.paragraphs.push_back(
      say(page.links.empty() ? PageText::catalogs_none : PageText::catalogs_what, language));
  std::string html = to_html(page);
  const std::string tag = '"' + catalog::digest_of(html) + '"';
  auto reply = text_reply(request, std::move(html), std::string(kHtml), tag, page_policy());
  add_language(reply, language);
  return reply;
}

Reply file_of_vendor(const Edition& edition, std::string_view path, const http::Request& request) {
  const bool index = path.empty();
  const auto language = language_of(request);
  const std::string page = catalog::page_stem(catalog_language(language)) + ".html";
  const auto file = edition.files.find(index ? std::string_view(page) : path);
  if (file == edition.files.end()) return nothing_there();
  const auto& [type, text, tag, policy] = file->second;
  auto reply = text_reply(request, text, type, tag, policy);
  if (index) add_language(reply, language);
  return reply;
}

}  // namespace

bool is_published(std::string_view path) {
  return path.starts_with(kSite) || path == kSite.substr(0, kSite.size() - 1);
}

Reply serve_published(const ApiSettings& settings, PublishedCatalogs& published,
                      const http::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    auto reply = refuse_published(
        {ErrorCode::malformed_request, "this path does not take this method: it takes GET, HEAD", {}}, 405);
    reply.fields.emplace_back("Allow", "GET, HEAD");
    return reply;
  }
  auto catalogs = settings.catalogs ? settings.catalogs() : nullptr;
  if (catalogs == nullptr) catalogs = catalog::Catalogs::of({});
  std::string_view path = request.path();
  if (path.size() < kSite.size()) return moved_to("catalogs");
  path.remove_prefix(kSite.size());
  if (path.empty()) return index_page(*catalogs, request);
  const std::size_t slash = path.find('/');
  const std::string_view vendor = path.substr(0, slash);
  if (slash == std::string_view::npos) {
    const auto* const held = catalogs->find(vendor);
    return held == nullptr ? nothing_there() : moved_to(held->catalog->vendor);
  }
  const auto today = std::chrono::floor<std::chrono::days>(settings.clock->now());
  const auto edition = published.edition(*catalogs, vendor, today);
  if (edition == nullptr) return nothing_there();
  return file_of_vendor(*edition, path.substr(slash + 1), request);
}

}  // namespace sallyport::api
