#include "scenario/mailbox.h"

#include <fmt/format.h>

#include <ranges>

namespace sallyport::scenario {
namespace {

constexpr std::string_view kPublicUrl = "http://sallyport.example";

// The link that carries the token, as it stands in the mail's text, without the host. Empty where there is
// none.
std::string link_with(std::string_view text, std::string_view token) {
  const auto found = text.find(token);
  if (token.empty() || found == std::string_view::npos) return {};
  const auto start = text.rfind(kPublicUrl, found);
  if (start == std::string_view::npos) return {};
  const std::string_view url = text.substr(start, text.find_first_of(" \t\r\n", start) - start);
  return std::string(url.substr(kPublicUrl.size()));
}

const std::string& token_for(control::Action action, const control::AlertNotification::Item& item) {
  switch (action) {
    case control::Action::authorize:
      return item.authorize_token;
    case control::Action::deny:
      return item.deny_token;
    case control::Action::deactivate:
      return item.deactivate_token;
  }
  return item.deny_token;
}

}  // namespace

Result<void> Mailbox::send(const control::Notification& notification) {
  const notify::MailSettings settings{.from = "sallyport@sallyport.example",
                                      .public_url = std::string(kPublicUrl)};
  boxes_[notification.recipient].mails.push_back({notification, notify::render(notification, settings)});
  return {};
}

std::uint64_t Mailbox::count_new(const std::string& email) {
  Box& box = boxes_[email];
  const auto count = box.mails.size() - box.seen;
  box.seen = box.mails.size();
  return count;
}

std::optional<std::string> Mailbox::newest_text(const std::string& email) {
  Box& box = boxes_[email];
  box.seen = box.mails.size();
  if (box.mails.empty()) return std::nullopt;
  return box.mails.back().mail.text;
}

Result<Mailbox::Link> Mailbox::link(const std::string& email, control::Action action,
                                    std::optional<net::Address> address) const {
  std::optional<Link> of_network;
  const auto box = boxes_.find(email);
  static const std::vector<Received> kNone;
  for (const Received& received : std::views::reverse(box == boxes_.end() ? kNone : box->second.mails)) {
    const auto* alerts = std::get_if<control::AlertNotification>(&received.notification.content);
    if (alerts == nullptr) continue;
    for (const auto& item : std::views::reverse(alerts->items)) {
      if (address && !item.network.contains(*address)) continue;
      std::string path = link_with(received.mail.text, token_for(action, item));
      if (path.empty()) continue;
      Link link{std::move(path), received.notification.organization};
      if (!address || item.address == *address) return link;
      if (!of_network) of_network = std::move(link);
    }
  }
  if (of_network) return *std::move(of_network);
  return fail(ErrorCode::not_found,
              address ? fmt::format("no mail to {} carries a link to {} {}", email,
                                    control::to_string(action), address->to_string())
                      : fmt::format("no mail to {} carries a link to {}", email, control::to_string(action)));
}

}  // namespace sallyport::scenario
