#include "net/public_suffix.h"

#include <libpsl.h>

namespace sallyport::net {

bool is_public_suffix(const std::string& name) {
  const psl_ctx_t* const list = psl_builtin();
  if (list == nullptr) return true;  // a libpsl without its list: nothing is known to be safe
  if (psl_is_public_suffix(list, name.c_str()) != 0) return true;
  // A rule such as *.kawasaki.jp makes every name under kawasaki.jp a public suffix, and not kawasaki.jp
  // itself. Nobody has registered a name that begins and ends with this many hyphens: only a wildcard can
  // match.
  const std::string any_below = "x---any---x." + name;
  return psl_is_public_suffix(list, any_below.c_str()) != 0;
}

}  // namespace sallyport::net
