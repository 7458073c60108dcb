// The part of the Store port that remembers requests which may be repeated (Idempotency-Key): see store.h.
#pragma once

#include "control/store_rows.h"

namespace sallyport::control {

class RequestReader {
 public:
  virtual ~RequestReader() = default;
};

class RequestWriter {
 public:
  virtual ~RequestWriter() = default;
};

}  // namespace sallyport::control
