// A list for a target: on standard output nothing but the first file, so that it can be piped on.

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>

#include "app/cli/render/render_sources.h"
#include "base/nearest.h"
#include "render/answer.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

int list_targets(Session& session) {
  const json::object targets = render::answer_targets();
  session.print_items(targets, targets.at("items").as_array(),
                      {{"TARGET", "target"},
                       {"ADDRESSES", "addresses"},
                       {"HOSTS", "hosts"},
                       {"WILDCARDS", "wildcards"},
                       {"PORTS", "ports"},
                       {"MOST", "most"},
                       {"", "title"}});
  return kDone;
}

// All of it or, where the folder has a file of that name, what it was.
Result<void> write_file(const std::filesystem::path& file, const std::string& text) {
  auto temporary = file;
  temporary += ".new";
  std::error_code failure;
  {
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out)
      return fail(ErrorCode::invalid_setting, fmt::format("{} cannot be written", temporary.string()));
  }
  std::filesystem::rename(temporary, file, failure);
  if (failure) return fail(ErrorCode::invalid_setting, fmt::format("{} cannot be written", file.string()));
  return {};
}

int write_all(Session& session, const render::Rendered& rendered, const std::filesystem::path& folder) {
  for (const render::File& file : rendered.files) {
    if (const auto written = write_file(folder / file.name, file.text); !written) {
      return session.usage(written.error().message);
    }
    session.print_line((folder / file.name).string());
  }
  return kDone;
}

int print_first(Session& session, const render::Rendered& rendered) {
  std::cout << rendered.files.front().text << std::flush;
  if (!std::cout) return session.usage("standard output cannot be written");
  for (const std::string& note : rendered.notes) session.print_note(note);
  if (rendered.files.size() > 1) {
    std::string others;
    for (std::size_t i = 1; i < rendered.files.size(); ++i) {
      others += (others.empty() ? "" : ", ") + rendered.files[i].name;
    }
    session.print_note(fmt::format("this is {} of {} files: --to FOLDER writes {} too",
                                   rendered.files.front().name, rendered.files.size(), others));
  }
  return kDone;
}

// The list of the one source that the command line names.
ListOrCode list_of(Session& session, const Arguments& arguments, render::Direction& direction) {
  const bool in_words = arguments.direction == "from-vendor" || arguments.direction == "to-vendor";
  if (!arguments.vendor.empty()) return list_of_catalog(session, arguments, direction);
  if (in_words) {
    session.usage(fmt::format("--direction {} is of a vendor: say --catalog VENDOR, or in or out",
                              arguments.direction));
    return std::unexpected(static_cast<int>(kUsage));
  }
  direction = arguments.direction == "out" ? render::Direction::out : render::Direction::in;
  if (!arguments.organization.empty()) return list_of_organization(session, arguments);
  return list_of_text(session, arguments);
}

}  // namespace

int render_list(Session& session, const Arguments& arguments) {
  if (arguments.render_target.empty() || arguments.list_targets) return list_targets(session);
  const auto* const target = render::find_target(arguments.render_target);
  if (target == nullptr) {
    std::vector<std::string_view> ids;
    for (const render::Target& each : render::targets()) ids.push_back(each.id);
    return session.usage(no_such("target", arguments.render_target, ids));
  }
  render::Options options{.summarise = arguments.summarise};
  if (!arguments.name.empty()) options.name = arguments.name;
  auto source = list_of(session, arguments, options.direction);
  if (!source) return source.error();
  Result<render::List> list = *std::move(source);
  if (!arguments.ports.empty()) list = with_ports(*std::move(list), arguments.ports);
  if (!list) return tell_no_list(session, list.error());
  const auto rendered = render::render(*target, *std::move(list), options);
  if (!rendered) return tell_no_list(session, rendered.error());
  if (!arguments.to.empty()) {
    const int code = write_all(session, *rendered, arguments.to);
    for (const std::string& note : rendered->notes) session.print_note(note);
    return code;
  }
  if (session.format() == Format::json) {
    session.print_json(render::answer_rendered(*rendered));
    return kDone;
  }
  return print_first(session, *rendered);
}

}  // namespace sallyport::cli
