// The part of the Store port that keeps people and tokens: see store.h.
#pragma once

#include "control/store_rows.h"

namespace sallyport::control {

class PeopleReader {
 public:
  virtual ~PeopleReader() = default;
};

class PeopleWriter {
 public:
  virtual ~PeopleWriter() = default;
};

}  // namespace sallyport::control
