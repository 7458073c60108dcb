#include "store/sqlite_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>

#include "store/file_lock.h"
#include "store/schema.h"
#include "store/sqlite_transaction.h"

namespace sallyport::store {
namespace {

// Larger files are not checked before they are opened: see Store::check().
constexpr std::uintmax_t kCheckedAtOpen = 64ULL << 20;
// How long the log may grow, in pages of 4 KiB, before it is written back into the database: a page that one
// transaction after the other changes is written back once.
constexpr int kCheckpointPages = 16'384;
// In KiB. A batch of observations touches some pages of each of thousands of organizations; where they do not
// fit, they go to the log and come back within one transaction.
constexpr const char* kWriterCache = "PRAGMA cache_size = -65536";

Result<void> quick_check(Connection& connection) {
  SALLYPORT_ASSIGN(const auto faults,
                   connection.rows("PRAGMA quick_check(1)", [](const Row& row) { return row.text(0); }));
  if (faults.size() == 1 && faults.front() == "ok") return {};
  return fail(ErrorCode::corrupted, "the database is damaged: restore it from a backup",
              faults.empty() ? std::string() : faults.front());
}

// A reader that holds its connection, and one state of the data, as long as it lives.
class View : public SqliteReader {
 public:
  View(Connection& connection, std::unique_lock<std::mutex> lock)
      : SqliteReader(connection), connection_(connection), lock_(std::move(lock)) {}
  ~View() override { (void)connection_.run("ROLLBACK"); }  // it has only read

 private:
  Connection& connection_;
  std::unique_lock<std::mutex> lock_;
};

class SqliteStore : public control::Store {
 public:
  // `reader` may be null: then the writer reads too.
  SqliteStore(std::optional<FileLock> lock, std::string file, std::unique_ptr<Connection> writer,
              std::unique_ptr<Connection> reader)
      : lock_(std::move(lock)),
        file_(std::move(file)),
        writer_(std::move(writer)),
        reader_(std::move(reader)) {
    sqlite3_wal_hook(writer_->handle(), committed, this);  // in place of automatic checkpoints
  }

  ~SqliteStore() override {
    reader_.reset();  // the writer, being the last, writes the log back
  }

  Result<std::unique_ptr<control::Transaction>> begin() override {
    std::unique_lock lock(writing_);
    if (writer_->broken()) return fail_broken();
    SALLYPORT_TRY(write_back());
    return SqliteTransaction::begin(*writer_, std::move(lock));
  }

  Result<std::unique_ptr<control::Reader>> view() override {
    Connection& connection = reader_ ? *reader_ : *writer_;
    std::unique_lock lock(reader_ ? reading_ : writing_);
    SALLYPORT_TRY(connection.run("BEGIN"));
    return std::make_unique<View>(connection, std::move(lock));
  }

  Result<void> check() override {
    if (!reader_) {
      const std::lock_guard lock(writing_);
      return quick_check(*writer_);
    }
    SALLYPORT_ASSIGN(const auto connection, Connection::open(file_, SQLITE_OPEN_READONLY));
    return quick_check(*connection);
  }

 private:
  static std::unexpected<Error> fail_broken() {
    return fail(ErrorCode::unavailable,
                "an earlier error of the disk left the database in doubt: check the disk, "
                "then start again");
  }

  // Done here and not by SQLite itself, which would not tell of an fsync that failed. A full disk, or a
  // reader that still needs the log, only postpones it.
  Result<void> write_back() {
    if (log_pages_ < kCheckpointPages) return {};
    const int code =
        sqlite3_wal_checkpoint_v2(writer_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code != SQLITE_OK) (void)writer_->error(code);
    if (writer_->broken()) return fail_broken();
    return {};
  }

  static int committed(void* self, sqlite3*, const char*, int pages) {
    static_cast<SqliteStore*>(self)->log_pages_ = pages;
    return SQLITE_OK;
  }

  std::optional<FileLock> lock_;
  std::string file_;
  std::mutex writing_;
  std::mutex reading_;
  std::unique_ptr<Connection> writer_;
  std::unique_ptr<Connection> reader_;
  int log_pages_ = 0;
};

Result<void> create_private(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return fail(
        ErrorCode::unavailable,
        fmt::format("cannot open the database {}: check that it may be read and written", file.string()),
        std::strerror(errno));
  }
  ::close(descriptor);
  return {};
}

}  // namespace

Result<std::unique_ptr<control::Store>> open_sqlite(const std::filesystem::path& file) {
  std::filesystem::path lock_file = file;
  lock_file += ".lock";
  SALLYPORT_ASSIGN(FileLock lock, FileLock::acquire(lock_file));
  SALLYPORT_TRY(create_private(file));
  SALLYPORT_ASSIGN(auto writer, Connection::open(file.string(), SQLITE_OPEN_READWRITE));
  std::error_code ignored;
  if (std::filesystem::file_size(file, ignored) <= kCheckedAtOpen) SALLYPORT_TRY(quick_check(*writer));
  SALLYPORT_TRY(writer->script(kWriterCache));
  SALLYPORT_TRY(prepare_schema(*writer));
  SALLYPORT_ASSIGN(auto reader, Connection::open(file.string(), SQLITE_OPEN_READONLY));
  return std::make_unique<SqliteStore>(std::move(lock), file.string(), std::move(writer), std::move(reader));
}

Result<std::unique_ptr<control::Store>> open_sqlite_in_memory() {
  SALLYPORT_ASSIGN(auto writer, Connection::open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  SALLYPORT_TRY(prepare_schema(*writer));
  return std::make_unique<SqliteStore>(std::nullopt, std::string(), std::move(writer), nullptr);
}

}  // namespace sallyport::store
