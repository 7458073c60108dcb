// A list from a text, and the ports of what has none.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "app/cli/render/render_sources.h"

namespace sallyport::cli {
namespace {

constexpr std::size_t kMostInput = std::size_t{256} << 20;
constexpr std::size_t kMostPorts = 64;  // of --ports: each of them makes a line of each line

Result<std::string> read_all(std::istream& in, std::string_view name) {
  std::string text;
  std::string part(1 << 16, '\0');
  while (in.read(part.data(), static_cast<std::streamsize>(part.size())), in.gcount() > 0) {
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMostInput) {
      return fail(ErrorCode::too_many_entries,
                  fmt::format("{} is larger than {} MiB", name, kMostInput >> 20));
    }
  }
  if (in.bad()) return fail(ErrorCode::not_found, fmt::format("{} cannot be read", name));
  return text;
}

Result<std::string> read_list(Session& session, const std::filesystem::path& file) {
  if (!file.empty() && file != "-") {
    std::ifstream in(file, std::ios::binary);
    if (!in.is_open()) return fail(ErrorCode::not_found, fmt::format("{} cannot be read", file.string()));
    return read_all(in, file.string());
  }
  if (::isatty(STDIN_FILENO) == 1)
    session.print_note("a prefix, or a host with its port, on each line; end with Ctrl-D");
  return read_all(std::cin, "standard input");
}

Result<std::vector<net::Ports>> parse_port_list(std::string_view text) {
  std::vector<net::Ports> list;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    SALLYPORT_ASSIGN(const auto ports, net::parse_ports(text.substr(at, end - at)));
    if (std::ranges::find(list, ports) != list.end()) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("--ports has {} twice: say it once", net::to_string(ports)));
    }
    list.push_back(ports);
    at = end + 1;
  }
  if (list.size() <= kMostPorts) return list;
  return fail(ErrorCode::malformed_request,
              fmt::format("--ports takes at most {}: say ranges, as 6000-6010/tcp", kMostPorts));
}

}  // namespace

ListOrCode list_of_text(Session& session, const Arguments& arguments) {
  const auto text = read_list(session, arguments.list_file);
  if (!text) return std::unexpected(tell_no_list(session, text.error()));
  auto list = render::parse_list(*text);
  if (!list) return std::unexpected(tell_no_list(session, list.error()));
  return *std::move(list);
}

Result<render::List> with_ports(render::List list, std::string_view ports) {
  SALLYPORT_ASSIGN(const auto all, parse_port_list(ports));
  std::size_t without = list.prefixes.size();
  for (const auto& destination : list.destinations) without += destination.ports ? 0U : 1U;
  if (without > render::kMostLines / all.size()) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("with these ports, the list has more than {} lines", render::kMostLines));
  }
  render::List written;
  const auto add = [&](const auto& what) {
    for (const net::Ports& each : all) written.destinations.push_back({what, each});
  };
  for (const net::Prefix& prefix : list.prefixes.prefixes()) add(prefix);
  for (auto& destination : list.destinations) {
    if (destination.ports) {
      written.destinations.push_back(std::move(destination));
    } else {
      add(destination.what);
    }
  }
  std::ranges::sort(written.destinations);
  const auto repeated = std::ranges::unique(written.destinations);
  written.destinations.erase(repeated.begin(), repeated.end());
  return written;
}

int tell_no_list(Session& session, const Error& error) {
  session.usage(error.message);
  return error.code == ErrorCode::cannot_say || error.code == ErrorCode::too_many_entries ||
                 error.code == ErrorCode::unknown_cell
             ? kRefused
             : kUsage;
}

}  // namespace sallyport::cli
