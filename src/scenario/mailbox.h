// Mailbox: the Notifier port for scenarios. It renders every mail as the product does, and keeps it.
//
// Thread safety: one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "control/ports/notifier.h"
#include "notify/mail.h"

namespace sallyport::scenario {

class Mailbox final : public control::Notifier {
 public:
  Result<void> send(const control::Notification& notification) override;

  // Mails to that address since the last count_new() or newest_text() for it.
  std::uint64_t count_new(const std::string& email);
  // The text of the newest mail to that address; empty where there never was one. Counts as a look, too.
  std::optional<std::string> newest_text(const std::string& email);

  struct Link {
    std::string path;  // as it stands in the mail's text, without the host
    std::string organization;
  };
  // The link for that action of the newest mail to that address that carries one. Of several alerts in that
  // mail the newest; with an address, the newest of all mails that is about exactly it, or else whose network
  // holds it. Errors: not_found.
  Result<Link> link(const std::string& email, control::Action action,
                    std::optional<net::Address> address) const;

 private:
  struct Received {
    control::Notification notification;
    notify::Mail mail;
  };
  struct Box {
    std::vector<Received> mails;  // oldest first
    std::size_t seen = 0;         // how many of them the last look saw
  };
  std::unordered_map<std::string, Box> boxes_;
};

}  // namespace sallyport::scenario
