#include "api/examples/problem_examples.h"

namespace sallyport::api {

std::string_view example_detail(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed_address:
      return "192.168.010.1 is not an address: a number with leading zeros is octal to some readers (they "
             "read 192.168.8.1); did you mean 192.168.10.1?";
    case ErrorCode::host_bits_set:
      return "192.0.2.7/24 is not a prefix: bits behind its length are set; did you mean 192.0.2.0/24?";
    case ErrorCode::malformed_host:
      return "https://updates.example.com/ is not a host name: a scheme does not belong to it; did you mean "
             "updates.example.com?";
    case ErrorCode::malformed_catalog:
      return "acme.yaml:41:11: 192.0.2.7/24 has host bits: write 192.0.2.0/24 for the network, or 192.0.2.7 "
             "for the address";
    case ErrorCode::malformed_feed:
      return "prefixes[12].ip_prefix is not a prefix: the text ends in the middle of a value; fetch it again";
    case ErrorCode::malformed_list:
      return "line 7: updates.example.com:443 is not a destination: a port stands behind a space; did you "
             "mean updates.example.com 443/tcp?";
    case ErrorCode::unknown_cell:
      return "it is not known what push uses at DC-04: ask the vendor, or pass --allow-unknown to leave it "
             "out";
    case ErrorCode::cannot_say:
      return "ipset cannot say *.example.com: it knows addresses only; leave it out, or render for another "
             "target";
    case ErrorCode::held:
      return "31 of 120 addresses went, which is more than a tenth: look at them, and take the proposal if "
             "it is right";
    case ErrorCode::malformed_request:
      return "prefix must be a string, not a number";
    case ErrorCode::invalid_setting:
      return "learned_ipv4 is 8 to 32";
    case ErrorCode::too_many_entries:
      return "the list would have more than 100000 entries: remove some, or authorize networks";
    case ErrorCode::unknown_organization:
      return "there is no organization 'acem': create it, or correct its name";
    case ErrorCode::unknown_credential:
      return "acme has no credential 'wbe': create it, or correct its name";
    case ErrorCode::unknown_member:
      return "acme has no member 'bob@acme.example': add the member, or correct the address";
    case ErrorCode::not_found:
      return "192.0.2.7 is not on this list; 192.0.2.0/24 is authorized, and it is within that";
    case ErrorCode::duplicate:
      return "there is an organization 'acme' already";
    case ErrorCode::forbidden:
      return "this needs the permission authorized_ips in acme: ask one of its owners";
    case ErrorCode::lockout_risk:
      return "this would stop what was let in during the last 7d: web from 192.0.2.7 (last just now, once): "
             "leave it, or force it (--force, the query parameter force=true) if that is meant";
    case ErrorCode::enforced_by_parent:
      return "acme enforces at least blocking: ask there";
    case ErrorCode::unauthenticated:
      return "send exactly one field 'Authorization: Bearer TOKEN'";
    case ErrorCode::expired_token:
      return "this link has expired: ask for a new one";
    case ErrorCode::used_token:
      return "this alert was answered already";
    case ErrorCode::precondition_failed:
      return "acme has changed: it is at version 18 now; read it again, and send the new ETag";
    case ErrorCode::rate_limited:
      return "too many requests: wait 1 s, and send no more than 100 a second";
    case ErrorCode::answer_lost:
      return "this request was made, and its answer was not kept: read what it made; to do it once more, "
             "take "
             "a new Idempotency-Key";
    case ErrorCode::key_reused:
      return "another request was made with this Idempotency-Key: take a new key for a new request";
    case ErrorCode::storage_full:
      return "the disk is full: nothing was changed; free space";
    case ErrorCode::unavailable:
      return "the store cannot be used now: nothing was changed; try again later";
    case ErrorCode::newer_version:
      return "the database has version 3, and this Sallyport knows up to 2: use a newer Sallyport";
    case ErrorCode::already_running:
      return "another process has the data open: end it first";
    case ErrorCode::corrupted:
      return "the database is damaged: restore a backup";
    case ErrorCode::internal:
      return "a bug in Sallyport: report what you did";
  }
  return {};
}

}  // namespace sallyport::api
