// The part of the Store port that keeps webhooks and what waits for them: see store.h.
#pragma once

#include "control/store_rows.h"

namespace sallyport::control {

class WebhookReader {
 public:
  virtual ~WebhookReader() = default;
};

class WebhookWriter {
 public:
  virtual ~WebhookWriter() = default;
};

}  // namespace sallyport::control
