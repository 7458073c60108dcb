#include "base/error.h"

namespace sallyport {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed_address:
      return "malformed_address";
    case ErrorCode::host_bits_set:
      return "host_bits_set";
    case ErrorCode::malformed_host:
      return "malformed_host";
    case ErrorCode::malformed_request:
      return "malformed_request";
    case ErrorCode::malformed_catalog:
      return "malformed_catalog";
    case ErrorCode::malformed_feed:
      return "malformed_feed";
    case ErrorCode::malformed_list:
      return "malformed_list";
    case ErrorCode::unknown_cell:
      return "unknown_cell";
    case ErrorCode::cannot_say:
      return "cannot_say";
    case ErrorCode::held:
      return "held";
    case ErrorCode::invalid_setting:
      return "invalid_setting";
    case ErrorCode::too_many_entries:
      return "too_many_entries";
    case ErrorCode::unknown_organization:
      return "unknown_organization";
    case ErrorCode::unknown_credential:
      return "unknown_credential";
    case ErrorCode::unknown_member:
      return "unknown_member";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::duplicate:
      return "duplicate";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::lockout_risk:
      return "lockout_risk";
    case ErrorCode::enforced_by_parent:
      return "enforced_by_parent";
    case ErrorCode::unauthenticated:
      return "unauthenticated";
    case ErrorCode::expired_token:
      return "expired_token";
    case ErrorCode::used_token:
      return "used_token";
    case ErrorCode::precondition_failed:
      return "precondition_failed";
    case ErrorCode::answer_lost:
      return "answer_lost";
    case ErrorCode::key_reused:
      return "key_reused";
    case ErrorCode::rate_limited:
      return "rate_limited";
    case ErrorCode::storage_full:
      return "storage_full";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::newer_version:
      return "newer_version";
    case ErrorCode::already_running:
      return "already_running";
    case ErrorCode::corrupted:
      return "corrupted";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

}  // namespace sallyport
