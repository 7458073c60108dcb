// How long a daemon takes from its start to its first decision, with a database of a given size.
//
//   start_bench [ORGANIZATIONS [ENTRIES_PER_ORGANIZATION]]      1250000 and 8 when left out
//
// Makes the database in a temporary directory (fast, and not through control, whose way through audit and
// fsync would take hours), then opens, loads and decides three times, and prints the median.

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "control/control.h"
#include "control/ports/store.h"
#include "store/sqlite_store.h"

namespace {

using sallyport::control::Control;
using Milliseconds = std::chrono::milliseconds;

// The organization's credential, as big-endian bytes for the database and as a value for the question.
std::string fingerprint_sql() {
  return "CAST(printf('%08x%08x', o.id, o.id * 2654435761 & 0xffffffff) AS BLOB)";
}

void execute(sqlite3* database, const std::string& sql) {
  char* message = nullptr;
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return;
  fmt::print(stderr, "{}: {}\n", sql, message);
  std::exit(1);
}

// A prefix as it lies in the column: 4, four bytes of address, 24.
void put_prefix(sqlite3_context* context, int, sqlite3_value** values) {
  const auto organization = static_cast<std::uint32_t>(sqlite3_value_int64(values[0]));
  const auto index = static_cast<std::uint32_t>(sqlite3_value_int64(values[1]));
  const std::uint32_t address = (organization * 40503U + index) << 8;
  const unsigned char bytes[] = {4,
                                 static_cast<unsigned char>(address >> 24),
                                 static_cast<unsigned char>(address >> 16),
                                 static_cast<unsigned char>(address >> 8),
                                 0,
                                 24};
  sqlite3_result_blob(context, bytes, sizeof bytes, SQLITE_TRANSIENT);
}

void fill(const std::filesystem::path& file, std::uint64_t organizations, std::uint64_t entries) {
  sqlite3* database = nullptr;
  if (sqlite3_open(file.c_str(), &database) != SQLITE_OK) std::exit(1);
  sqlite3_create_function(database, "prefix_of", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, put_prefix,
                          nullptr, nullptr);
  execute(database, "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN");
  execute(database,
          fmt::format("CREATE TEMP TABLE n (i INTEGER PRIMARY KEY); "
                      "WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < {}) "
                      "INSERT INTO n SELECT i FROM c",
                      entries));
  execute(database,
          fmt::format("WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {}) "
                      "INSERT INTO organization (id, name, created) SELECT i, 'organization ' || i, 0 FROM c",
                      organizations));
  execute(database,
          "INSERT INTO protection SELECT o.id, 0, c.i, 0, 0, 2592000, 24, 64, NULL, 0, NULL "
          "FROM organization AS o, (SELECT 0 AS i UNION ALL SELECT 1) AS c ORDER BY o.id, c.i");
  execute(database,
          "INSERT INTO credential (organization, id, channel, fingerprint, name, created, last_used) "
          "SELECT o.id, o.id, 0, " +
              fingerprint_sql() + ", 'key', 0, NULL FROM organization AS o ORDER BY o.id");
  execute(database,
          "INSERT INTO entry SELECT o.id, 0, prefix_of(o.id, n.i), 1, 1, NULL, NULL, 1767225600000, "
          "'learning', '', 1767225600000, 1767225600000, 1 FROM organization AS o, n ORDER BY o.id, n.i");
  execute(database, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite3_close(database);
}

Milliseconds elapsed_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start);
}

struct Run {
  Milliseconds open{};
  Milliseconds load{};
  Milliseconds load_cpu{};
  std::size_t snapshot_bytes = 0;
};

Run start(const std::filesystem::path& file, std::uint64_t expected_entries) {
  const sallyport::SystemClock clock;
  sallyport::snapshot::Slot slot;
  Run run;
  auto begin = std::chrono::steady_clock::now();
  auto store = sallyport::store::open_sqlite(file);
  run.open = elapsed_since(begin);
  begin = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  if (!store) {
    fmt::print(stderr, "{} ({})\n", store.error().message, store.error().detail);
    std::exit(1);
  }
  const auto control = Control::open(**store, clock, slot, sallyport::control::Secrets::random(), {});
  if (!control || (*control)->statistics().entries != expected_entries) {
    fmt::print(stderr, "{}\n", control ? "entries are missing" : control.error().message);
    std::exit(1);
  }
  const auto credential = (*control)->directory().credential("organization 1", "key");
  const auto address = sallyport::net::Address::ipv4(40503U << 8 | 9U);
  const auto decision = slot.current()->decide({credential->fingerprint, address}, clock.now());
  run.load = elapsed_since(begin);
  run.load_cpu = Milliseconds((std::clock() - cpu) * 1000 / CLOCKS_PER_SEC);
  if (decision.reason != sallyport::policy::Reason::authorized) {
    fmt::print(stderr, "the first decision is wrong: {}\n", sallyport::policy::to_string(decision.reason));
    std::exit(1);
  }
  run.snapshot_bytes = slot.current()->bytes();
  return run;
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t organizations = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1'250'000;
  const std::uint64_t entries = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 8;
  std::string name = (std::filesystem::temp_directory_path() / "sallyport-start-XXXXXX").string();
  const std::filesystem::path directory = ::mkdtemp(name.data());
  const auto file = directory / "store.db";
  if (!sallyport::store::open_sqlite(file)) return 1;
  fill(file, organizations, entries);

  std::vector<Run> runs;
  for (int i = 0; i < 3; ++i) runs.push_back(start(file, organizations * entries));
  std::ranges::sort(runs, {}, [](const Run& run) { return run.open + run.load; });
  const Run& median = runs[1];
  fmt::print("{} organizations, {} entries, file {} bytes, snapshot {} bytes\n", organizations,
             organizations * entries, std::filesystem::file_size(file), median.snapshot_bytes);
  fmt::print("open {} ms, load to first decision {} ms ({} ms of processor)\n", median.open.count(),
             median.load.count(), median.load_cpu.count());
  std::filesystem::remove_all(directory);
  return 0;
}
