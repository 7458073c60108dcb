// Result<T>: a T, or the Error that says why there is none.
//
// std::expected is not [[nodiscard]] in libstdc++ 12, so a dropped error would go unseen: this type is.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/error.h"

namespace sallyport {

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

// Use: `return fail(ErrorCode::not_found, "there is no alert 7");`
inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string detail = {}) {
  return std::unexpected(Error{code, std::move(message), std::move(detail)});
}

}  // namespace sallyport

#define SALLYPORT_CONCAT_INNER(a, b) a##b
#define SALLYPORT_CONCAT(a, b) SALLYPORT_CONCAT_INNER(a, b)

// SALLYPORT_TRY(expression): returns the expression's error from the enclosing function, if it has one.
#define SALLYPORT_TRY(expression)                                  \
  do {                                                             \
    if (auto sallyport_result = (expression); !sallyport_result) { \
      return std::unexpected(std::move(sallyport_result).error()); \
    }                                                              \
  } while (false)

// SALLYPORT_ASSIGN(declaration, expression): the same, and otherwise declares the value.
#define SALLYPORT_ASSIGN(declaration, expression) \
  SALLYPORT_ASSIGN_INNER(SALLYPORT_CONCAT(sallyport_result_, __LINE__), declaration, expression)
#define SALLYPORT_ASSIGN_INNER(temporary, declaration, expression)        \
  auto temporary = (expression);                                          \
  if (!(temporary)) return std::unexpected(std::move(temporary).error()); \
  declaration = std::move(temporary).value()
