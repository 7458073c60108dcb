// sallyportd: the daemon. Here are only its beginning and its end; see daemon.h.

#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <future>
#include <iostream>
#include <thread>

#include "app/daemon/daemon.h"
#include "app/daemon/settings.h"

namespace sallyport::daemon {
namespace {

using namespace std::chrono_literals;

// The signals that end the daemon wait for wait_for_end(); SIGHUP, as of a terminal that closes, means
// nothing.
sigset_t take_signals() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  return ends;
}

bool end_was_asked(const sigset_t& ends, std::chrono::milliseconds patience) {
  const timespec limit{.tv_sec = 0, .tv_nsec = std::chrono::nanoseconds(patience).count()};
  return sigtimedwait(&ends, nullptr, &limit) > 0;
}

void start_log(const std::string& level) {
  auto log = spdlog::stderr_logger_mt("sallyportd");
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  log->set_level(spdlog::level::from_str(level));
  log->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(log));
}

int complain(const Error& error) {
  spdlog::critical("sallyportd ends: {} ({}) {}", error.message, to_string(error.code), error.detail);
  return EXIT_FAILURE;
}

// Ends the process as it is. Nothing is lost: what was acknowledged is in the database.
[[noreturn]] void end_now(int code) {
  spdlog::shutdown();
  std::_Exit(code);
}

int run(const Settings& settings) {
  const sigset_t ends = take_signals();
  auto daemon = Daemon::create(settings);
  if (!daemon) return complain(daemon.error());

  // Reading the policy may take a while, in which the daemon can be told to end.
  std::promise<Result<void>> promise;
  auto started = promise.get_future();
  std::thread starter([&] { promise.set_value((*daemon)->start()); });
  while (started.wait_for(0ms) != std::future_status::ready) {
    if (!end_was_asked(ends, 20ms)) continue;
    spdlog::info("stopped while starting");
    end_now(EXIT_SUCCESS);
  }
  starter.join();
  if (const auto result = started.get(); !result) {
    const int code = complain(result.error());
    if (!(*daemon)->stop()) end_now(code);
    return code;
  }

  while (!end_was_asked(ends, 500ms)) {
  }
  spdlog::info("stopping");
  if (!(*daemon)->stop()) end_now(EXIT_SUCCESS);
  spdlog::info("stopped");
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace sallyport::daemon

int main(int argc, char** argv) {
  const auto settings = sallyport::daemon::read_settings(argc, argv);
  if (const int* const code = std::get_if<int>(&settings)) return *code;
  const auto& chosen = std::get<sallyport::daemon::Settings>(settings);
  sallyport::daemon::start_log(chosen.log_level);
  return sallyport::daemon::run(chosen);
}
