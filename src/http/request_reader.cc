#include "http/request_reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cstring>
#include <utility>

namespace sallyport::http {
namespace {

namespace beast = boost::beast;

constexpr std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// A buffer that grew beyond this for one large request is given back when it was answered.
constexpr std::size_t kKeptBuffer = 64 * 1024;

// Reads one whole head into fields, and notes what Beast lets pass but is refused here.
class Head final : public beast::http::basic_parser<true> {
 public:
  Head(const Limits& limits, Request& request, std::vector<Field>& fields)
      : limits_(limits), request_(request), fields_(fields) {
    body_limit(boost::none);  // RequestReader compares it, to answer 413
    header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(limits.header_bytes, 0xffff'ffff)));
    fields_.clear();
  }

  Refusal read(std::string_view head) {
    beast::error_code error;
    const auto taken = put(beast::net::const_buffer(head.data(), head.size()), error);
    if (refusal_.status != 0) return refusal_;
    if (error) return {400, "The request is malformed."};
    if (taken != head.size() || !is_header_done()) return {400, "The request's head is malformed."};
    return check();
  }

  bool http10() const { return version_ == 10; }
  bool expects_continue() const { return expects_continue_; }

 private:
  Refusal check() const {
    if (hosts_ > 1) return {400, "There is more than one Host field."};
    if (hosts_ == 0 && version_ == 11) return {400, "The Host field is missing."};
    if (transfer_encodings_ > 0 && (lengths_ > 0 || http10() || limits_.body_bytes == 0 || !chunked())) {
      return {400, "Transfer-Encoding is not accepted."};
    }
    if (transfer_encodings_ > 0) return {411, "Send the body with Content-Length."};
    return {};
  }

  void refuse(unsigned status, std::string_view detail, beast::error_code& error) {
    refusal_ = {status, detail};
    error = beast::http::error::bad_field;
  }

  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int version,
                       beast::error_code& error) override {
    request_.method = view(method);
    request_.target = view(target);
    version_ = version;
    const bool plain =
        std::ranges::all_of(request_.target, [](char c) { return c > ' ' && c <= '~' && c != '#'; });
    if (request_.target.front() != '/' || !plain) {
      refuse(400, "The request target must be a path in visible ASCII.", error);
    }
  }

  void on_field_impl(beast::http::field id, beast::string_view name, beast::string_view value,
                     beast::error_code& error) override {
    using beast::http::field;
    if (is_folded(name, value))
      return refuse(400, "A header field is folded over more than one line.", error);
    if (fields_.size() == limits_.fields) return refuse(431, "There are too many header fields.", error);
    fields_.push_back({view(name), view(value)});
    switch (id) {
      case field::host:
        ++hosts_;
        break;
      case field::transfer_encoding:
        ++transfer_encodings_;
        break;
      case field::content_length:
        // Beast takes "5, 5" and the same length twice; others take the first or the last.
        if (++lengths_ > 1 || !std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; })) {
          refuse(400, "Content-Length must be one number.", error);
        }
        break;
      case field::expect:
        if (!same_name(view(value), "100-continue"))
          return refuse(417, "Only 100-continue can be expected.", error);
        expects_continue_ = true;
        break;
      default:
        break;
    }
  }

  // Beast unfolds a value into memory of its own, or steps over the line break before it: either way it does
  // not follow its name with only blanks between.
  static bool is_folded(beast::string_view name, beast::string_view value) {
    const char* at = name.data() + name.size() + 1;
    while (*at == ' ' || *at == '\t') ++at;
    return at != value.data();
  }

  void on_header_impl(beast::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
  std::size_t on_body_impl(beast::string_view, beast::error_code&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, beast::error_code&) override { return 0; }
  void on_finish_impl(beast::error_code&) override {}
  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}

  const Limits& limits_;
  Request& request_;
  std::vector<Field>& fields_;
  Refusal refusal_;
  int version_ = 11;
  unsigned hosts_ = 0;
  unsigned lengths_ = 0;
  unsigned transfer_encodings_ = 0;
  bool expects_continue_ = false;
};

}  // namespace

std::span<char> RequestReader::room() {
  const std::size_t body = std::max(limits_->body_bytes, body_size_);
  const std::size_t largest = std::max(limits_->header_bytes + body, kSmallBuffer);
  if (begin_ == end_) {
    begin_ = end_ = 0;
  } else if (begin_ > 0 && capacity_ - end_ < capacity_ / 2) {
    move_to_front();
  }
  if (capacity_ == 0) {
    buffer_ = std::make_unique_for_overwrite<char[]>(kSmallBuffer);
    capacity_ = kSmallBuffer;
  } else if (end_ == capacity_ && capacity_ < largest) {
    const std::size_t wanted = std::min(largest, std::max(capacity_ * 2, head_size_ + body_size_));
    move_to(std::make_unique_for_overwrite<char[]>(wanted), wanted);
  }
  return {buffer_.get() + end_, capacity_ - end_};
}

void RequestReader::add(std::size_t count) { end_ += count; }

RequestReader::Status RequestReader::next() {
  if (refusal_.status != 0) return Status::refused;
  if (!head_done_) {
    if (!find_end_of_head() || !parse_head()) {
      return refusal_.status != 0 ? Status::refused : Status::incomplete;
    }
  }
  if (large_) return Status::large;
  if (end_ - begin_ < head_size_ + body_size_) return Status::incomplete;
  wants_continue_ = false;
  request_.body = unread().substr(head_size_, body_size_);
  return Status::complete;
}

bool RequestReader::take_continue() { return std::exchange(wants_continue_, false); }

void RequestReader::pop() {
  begin_ += head_size_ + body_size_;
  scanned_ = line_ = head_size_ = body_size_ = 0;
  head_done_ = false;
  request_ = Request();
  const std::size_t rest = std::max(end_ - begin_, kSmallBuffer);
  if (capacity_ > kKeptBuffer && rest < capacity_ / 2) {
    move_to(std::make_unique_for_overwrite<char[]>(rest), rest);
  }
}

// Line by line, so that what never becomes a request is refused as soon as it shows, and not after a timeout.
bool RequestReader::find_end_of_head() {
  const auto bytes = unread().substr(0, limits_->header_bytes);
  if (bytes.empty()) return false;
  if (!is_letter(bytes.front())) return refuse({400, "A request starts with its method."}), false;
  while (const void* found = std::memchr(bytes.data() + scanned_, '\n', bytes.size() - scanned_)) {
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (bytes[at - 1] != '\r') return refuse({400, "A line ends without a carriage return."}), false;
    scanned_ = at + 1;
    if (at - 1 == line_) {
      head_size_ = scanned_;
      return true;
    }
    line_ = scanned_;
  }
  scanned_ = bytes.size();
  if (bytes.size() == limits_->header_bytes) refuse({431, "The request's head is too large."});
  return false;
}

bool RequestReader::parse_head() {
  Head head(*limits_, request_, fields_);
  if (const auto refusal = head.read(unread().substr(0, head_size_)); refusal.status != 0) {
    refusal_ = refusal;
    return false;
  }
  const auto length = head.content_length().value_or(0);
  if (length > 0 && limits_->body_bytes == 0) return refuse({413, "A body is not accepted."}), false;
  large_ = length > limits_->body_bytes;
  body_size_ = static_cast<std::size_t>(length);
  request_.fields = fields_;
  keep_alive_ = head.keep_alive();
  http10_ = head.http10();
  wants_continue_ = head.expects_continue() && body_size_ > 0 && !http10_;
  head_done_ = true;
  return true;
}

void RequestReader::move_to(std::unique_ptr<char[]> buffer, std::size_t capacity) {
  const auto bytes = unread();
  std::memcpy(buffer.get(), bytes.data(), bytes.size());
  rebase(bytes.data(), buffer.get());
  end_ = bytes.size();
  begin_ = 0;
  buffer_ = std::move(buffer);
  capacity_ = capacity;
}

void RequestReader::move_to_front() {
  const auto bytes = unread();
  rebase(bytes.data(), buffer_.get());
  std::memmove(buffer_.get(), bytes.data(), bytes.size());
  end_ = bytes.size();
  begin_ = 0;
}

// A head that was read while its body is still coming points into the buffer that moves.
void RequestReader::rebase(const char* from, const char* to) {
  if (!head_done_) return;
  const auto moved = [&](std::string_view text) {
    return std::string_view(to + (text.data() - from), text.size());
  };
  request_.method = moved(request_.method);
  request_.target = moved(request_.target);
  for (auto& field : fields_) field = {moved(field.name), moved(field.value)};
}

}  // namespace sallyport::http
