#include "app/cli/commands.h"

namespace sallyport::cli {
namespace {

bool is_set(const boost::json::object& object, std::string_view name) {
  const auto* const field = object.if_contains(name);
  return field != nullptr && field->is_bool() && field->get_bool();
}

}  // namespace

int print_rotation(Session& session, const boost::json::value& rotation, bool registered) {
  const auto* const object = rotation.if_object();
  if (object == nullptr) return session.unexpected_answer();
  if (is_set(*object, "requested")) {
    session.print_line("the platform is asked by webhook to rotate it; the old one works until it does");
    return kDone;
  }
  const auto secret = text_of(*object, "secret");
  const auto until = text_of(*object, "former_until");
  if (secret.empty() && !registered) {
    session.print_line("not rotated");
    session.print_note(
        "The platform owns this key, and no webhook asks it: register the new one by fingerprint.");
    return kDone;
  }
  if (!secret.empty()) {
    session.print_line(secret);
    session.print_note("This is the new secret. It is shown this once: keep it where the caller reads it.");
  } else {
    session.print_line("rotated");
  }
  session.print_note(until.empty() ? "The former secret does not work any more."
                                   : "The former secret works until " + until + ".");
  return kDone;
}

int credential_rotate(Session& session, const Arguments& arguments) {
  boost::json::object body;
  if (!arguments.grace.empty()) body["grace"] = arguments.grace;
  if (!arguments.fingerprint.empty()) body["fingerprint"] = arguments.fingerprint;
  const auto rotation = session.call(
      "POST",
      scope_path(arguments.organization) + "/credentials/" + path_segment(arguments.name) + "/rotation",
      body);
  if (!rotation) return rotation.error();
  if (session.format() == Format::table) {
    return print_rotation(session, *rotation, !arguments.fingerprint.empty());
  }
  session.print(*rotation);
  return kDone;
}

}  // namespace sallyport::cli
