#include "control/model.h"

namespace sallyport::control {

std::string_view to_string(Action action) {
  switch (action) {
    case Action::authorize:
      return "authorize";
    case Action::deny:
      return "deny";
  }
  return "deny";
}

std::string_view to_string(AlertState state) {
  switch (state) {
    case AlertState::open:
      return "open";
    case AlertState::authorized:
      return "authorized";
    case AlertState::denied:
      return "denied";
  }
  return "open";
}

}  // namespace sallyport::control
