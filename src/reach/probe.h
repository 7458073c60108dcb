// probe: tries targets from this machine, many at a time, on the thread that calls.
//
// Thread safety: calls may run side by side; nothing is shared between them.
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "reach/finding.h"
#include "reach/target.h"

namespace sallyport::reach {

// How many targets are done, and of how many. Called at least five times a second, and whenever one is done;
// where it says false, what is not done is given up.
using Progress = std::function<bool(std::size_t done, std::size_t total)>;

// Findings in the order of the targets. A host is looked up once, whatever its ports; of each family of its
// addresses the first kTriedAddresses are connected to. After `deadline` what is not done is given up, and
// says so. Errors: invalid_setting (no certificates in ca_file); unavailable (no means to look up or to
// wait).
//
// Cost: at most Options::parallel sockets, besides a few for name servers; memory O(targets); about
// (look-ups + connections) x timeout / parallel seconds where nothing answers.
Result<std::vector<Finding>> probe(const std::vector<Target>& targets, const Options& options,
                                   std::chrono::steady_clock::time_point deadline,
                                   const Progress& progress = {});

}  // namespace sallyport::reach
