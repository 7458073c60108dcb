// Metrics: counters and gauges, written in the Prometheus text exposition format 0.0.4.
//
// Thread safety: counters may be changed by any thread, relaxed; a registry is filled before threads start.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace sallyport {

class Counter {
 public:
  void add(std::uint64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class MetricRegistry {
 public:
  // `labels` is empty or written as in the format: reason="denied",channel="api". Series of one name are
  // registered together, one after the other. The reference lives as long as the registry.
  Counter& counter(std::string_view name, std::string_view help, std::string_view labels = {});
  // The function is called when the metrics are read.
  void gauge(std::string_view name, std::string_view help, std::function<double()> read);
  // The same for a value that only grows and is counted elsewhere.
  void counter(std::string_view name, std::string_view help, std::function<double()> read);

  std::string text() const;

 private:
  struct Series {
    std::string name, help, type, labels;
    Counter counter;
    std::function<double()> read;
  };
  std::deque<Series> series_;
};

}  // namespace sallyport
