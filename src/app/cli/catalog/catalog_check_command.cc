// catalog check: whether what a selection goes out to can be reached from this machine.

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "app/cli/catalog/catalog_check_output.h"
#include "app/cli/catalog/catalog_files.h"
#include "app/cli/catalog/catalog_selection.h"

namespace sallyport::cli {
namespace {

// A line on a terminal that is written over, and gone in the end.
class ProgressLine {
 public:
  ProgressLine() = default;
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  }
  void show(std::size_t done, std::size_t total) {
    const auto now = std::pair(done, total);
    if (!is_terminal_ || now == last_) return;
    std::cerr << fmt::format("\rtried: {} of {}", done, total) << std::flush;
    last_ = now;
    shown_ = true;
  }

 private:
  bool is_terminal_ = ::isatty(STDERR_FILENO) == 1;
  bool shown_ = false;
  std::pair<std::size_t, std::size_t> last_{1, 0};
};

Result<reach::Options> options_of(const Arguments& arguments) {
  reach::Options options;
  if (!arguments.resolver.empty()) {
    SALLYPORT_ASSIGN(options.resolver, reach::parse_name_server(arguments.resolver));
  }
  options.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(arguments.try_timeout * 1000));
  options.parallel = arguments.parallel;
  options.ca_file = arguments.ca_file;
  return options;
}

Result<std::vector<net::HostPattern>> hosts_of(const Arguments& arguments) {
  std::vector<net::HostPattern> hosts;
  for (const std::string& text : arguments.hosts) {
    SALLYPORT_ASSIGN(auto host, net::HostPattern::parse(text));
    hosts.push_back(std::move(host));
  }
  return hosts;
}

std::vector<const catalog::ResolvedLine*> lines_going_out(const catalog::Resolved& resolved) {
  std::vector<const catalog::ResolvedLine*> lines;
  for (const auto& line : resolved.lines) {
    if (line.direction == catalog::Direction::to_vendor) lines.push_back(&line);
  }
  return lines;
}

Result<std::vector<reach::Checked>> check_lines(const std::vector<const catalog::ResolvedLine*>& lines,
                                                const Arguments& arguments) {
  SALLYPORT_ASSIGN(const auto options, options_of(arguments));
  SALLYPORT_ASSIGN(const auto hosts, hosts_of(arguments));
  SALLYPORT_ASSIGN(auto planned, reach::plan(lines, hosts));
  ProgressLine progress;
  return reach::check(std::move(planned), options, std::chrono::steady_clock::time_point::max(),
                      [&progress](std::size_t done, std::size_t total) {
                        progress.show(done, total);
                        return true;
                      });
}

}  // namespace

int catalog_check(Session& session, const Arguments& arguments) {
  const auto catalog = load_vendor(arguments, arguments.vendor);
  if (!catalog) return tell(session, catalog.error());
  const auto selection = selection_of(arguments);
  if (!selection) return tell(session, selection.error());
  const auto resolved = catalog::resolve(*catalog, *selection);
  if (!resolved) return tell(session, resolved.error());
  for (const auto& remark : resolved->remarks) session.print_note(told(remark));
  const auto lines = lines_going_out(*resolved);
  if (lines.empty()) {
    return session.usage(fmt::format("there is nothing to try: of this selection, nothing goes out to {}",
                                     catalog->name.in(language_of(arguments))));
  }
  const auto checked = check_lines(lines, arguments);
  if (!checked) return tell(session, checked.error());
  print_checked(session, *catalog, *selection, *checked, language_of(arguments));
  return reach::all_work(*checked) ? kDone : kRefused;
}

}  // namespace sallyport::cli
