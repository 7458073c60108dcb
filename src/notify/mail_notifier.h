// MailNotifier: the Notifier port by mail.
//
// Thread safety: one thread at a time.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "notify/mail.h"

namespace sallyport::notify {

// Takes a message for good, or says why not.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<void> deliver(const Mail& mail) = 0;
};

struct SmtpSettings {
  std::string url;          // "smtp://host:587" (STARTTLS), "smtps://host:465" (TLS)
  bool require_tls = true;  // false: plain SMTP is accepted, for a relay on this machine
  std::string user;
  std::string password;
  std::filesystem::path ca_file;  // empty: the system's
  std::chrono::seconds timeout{30};
};

std::unique_ptr<Transport> make_smtp_transport(SmtpSettings settings);
// Writes each message as ID.eml into the folder; the same message again replaces the file.
std::unique_ptr<Transport> make_directory_transport(std::filesystem::path folder);

class MailNotifier final : public control::Notifier {
 public:
  MailNotifier(MailSettings settings, std::unique_ptr<Transport> transport)
      : settings_(std::move(settings)), transport_(std::move(transport)) {}
  Result<void> send(const control::Notification& notification) override {
    return transport_->deliver(render(notification, settings_));
  }

 private:
  MailSettings settings_;
  std::unique_ptr<Transport> transport_;
};

}  // namespace sallyport::notify
