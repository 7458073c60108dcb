// Mail by SMTP submission (RFC 6409), with libcurl.

#include <fmt/format.h>

#include <algorithm>

#include "notify/curl_session.h"
#include "notify/mail_notifier.h"
#include "notify/text.h"

namespace sallyport::notify {
namespace {

// What curl's callbacks read and fill in during one delivery.
struct SmtpExchange {
  std::string_view unsent;
  std::string last_reply;
};

std::size_t read_message(char* buffer, std::size_t size, std::size_t count, void* context) {
  auto& exchange = *static_cast<SmtpExchange*>(context);
  const std::size_t bytes = exchange.unsent.copy(buffer, size * count);
  exchange.unsent.remove_prefix(bytes);
  return bytes;
}

// The server's replies come one line at a time. Its farewell (221) says nothing about the message.
std::size_t hear_reply(char* line, std::size_t size, std::size_t count, void* context) {
  std::string_view reply(line, size * count);
  while (!reply.empty() && (reply.back() == '\n' || reply.back() == '\r')) reply.remove_suffix(1);
  if (!reply.starts_with("221")) static_cast<SmtpExchange*>(context)->last_reply = one_line(reply, 300);
  return size * count;
}

class SmtpTransport final : public Transport {
 public:
  explicit SmtpTransport(SmtpSettings settings) : settings_(std::move(settings)) {}

  Result<void> deliver(const Mail& mail) override {
    SALLYPORT_TRY(check_addresses(mail));
    const CurlHandle curl = open_curl();
    const CurlList recipients(curl_slist_append(nullptr, fmt::format("<{}>", mail.to).c_str()),
                              &curl_slist_free_all);
    if (curl == nullptr || recipients == nullptr) {
      return fail(ErrorCode::unavailable, "mail cannot be sent now; it will be tried again",
                  "libcurl did not start");
    }

    const std::string message = compose(mail);
    const std::string sender = fmt::format("<{}>", mail.from);
    SmtpExchange exchange{message, {}};
    std::string reason(CURL_ERROR_SIZE, '\0');
    CurlOptions options(curl.get());
    set_connection(options);
    options.set(CURLOPT_ERRORBUFFER, reason.data());
    options.set(CURLOPT_MAIL_FROM, sender.c_str());
    options.set(CURLOPT_MAIL_RCPT, recipients.get());
    options.set(CURLOPT_UPLOAD, 1L);
    options.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size()));
    options.set(CURLOPT_READFUNCTION, &read_message);
    options.set(CURLOPT_READDATA, &exchange);
    options.set(CURLOPT_HEADERFUNCTION, &hear_reply);
    options.set(CURLOPT_HEADERDATA, &exchange);
    if (options.refused()) {
      return fail(ErrorCode::unavailable, "mail cannot be sent: this libcurl lacks an option that is needed");
    }
    const CURLcode code = curl_easy_perform(curl.get());
    if (code == CURLE_OK) return {};
    return refusal(code, reason.c_str(), exchange.last_reply);
  }

 private:
  void set_connection(CurlOptions& options) const {
    options.set(CURLOPT_URL, settings_.url.c_str());
    options.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    options.set(CURLOPT_PROXY, "");  // not even one that the environment names
    options.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    options.set(CURLOPT_NOSIGNAL, 1L);
    options.set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings_.timeout.count()));
    options.set(CURLOPT_TIMEOUT, static_cast<long>(settings_.timeout.count()));
    // Also bounds the farewell to a server that has stopped answering, which TIMEOUT does not.
    options.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(settings_.timeout.count()));
    options.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    options.set(CURLOPT_SSL_VERIFYPEER, 1L);
    options.set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!settings_.ca_file.empty()) options.set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    // Without require_tls no TLS is tried at all: a relay on this machine often offers STARTTLS with a
    // certificate that nobody can verify. An smtps URL is TLS in any case.
    options.set(CURLOPT_USE_SSL, static_cast<long>(settings_.require_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!settings_.user.empty()) {
      options.set(CURLOPT_USERNAME, settings_.user.c_str());
      options.set(CURLOPT_PASSWORD, settings_.password.c_str());
    }
  }

  // A server that answers 5xx to the sender or the recipient refuses this mail (RFC 5321, 4.2.1); with 53x,
  // us (RFC 4954, 6). After DATA, curl does not tell it from a greeting that refuses everybody.
  Result<void> refusal(CURLcode code, const char* reason, const std::string& reply) const {
    const bool refused = code == CURLE_SEND_ERROR && reply.starts_with('5') && !reply.starts_with("53");
    const bool timed_out = code == CURLE_OPERATION_TIMEDOUT;
    std::string message =
        timed_out ? fmt::format("the mail server did not answer within {} s", settings_.timeout.count())
                  : std::string("the mail server did not take the message");
    return fail(refused ? ErrorCode::forbidden : ErrorCode::unavailable, message + "; it will be tried again",
                fmt::format("{} ({}); the server's last reply: {}", one_line(reason, 300),
                            curl_easy_strerror(code), reply.empty() ? "none" : reply));
  }

  SmtpSettings settings_;
};

}  // namespace

std::unique_ptr<Transport> make_smtp_transport(SmtpSettings settings) {
  return std::make_unique<SmtpTransport>(std::move(settings));
}

}  // namespace sallyport::notify
