#include "base/metrics.h"

#include <fmt/format.h>

namespace sallyport {

Counter& MetricRegistry::counter(std::string_view name, std::string_view help, std::string_view labels) {
  auto& series = series_.emplace_back();
  series.name = name;
  series.help = help;
  series.type = "counter";
  series.labels = labels;
  return series.counter;
}

void MetricRegistry::counter(std::string_view name, std::string_view help, std::function<double()> read) {
  auto& series = series_.emplace_back();
  series.name = name;
  series.help = help;
  series.type = "counter";
  series.read = std::move(read);
}

void MetricRegistry::gauge(std::string_view name, std::string_view help, std::function<double()> read) {
  counter(name, help, std::move(read));
  series_.back().type = "gauge";
}

std::string MetricRegistry::text() const {
  std::string text;
  std::string_view last;
  for (const auto& series : series_) {
    if (series.name != last) {
      text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", series.name, series.help, series.name, series.type);
      last = series.name;
    }
    const std::string labels = series.labels.empty() ? "" : fmt::format("{{{}}}", series.labels);
    if (series.read) {
      text += fmt::format("{}{} {}\n", series.name, labels, series.read());
    } else {
      text += fmt::format("{}{} {}\n", series.name, labels, series.counter.value());
    }
  }
  return text;
}

}  // namespace sallyport
