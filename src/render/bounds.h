// The bounds of Options, for writers whose text may be many times as long as the list: they ask while they
// write, so that no more than one group too many is ever held. render() asks for all others in the end.
//
// Thread safety: pure.
#pragma once

#include "render/target.h"

namespace sallyport::render {

// Errors: too_many_entries, where there are more than options.most_bytes.
Result<void> expect_bytes(std::size_t written, const Options& options);

// Errors: too_many_entries, where it is more than options.most_work.
Result<void> expect_work(std::size_t work, const Options& options);

}  // namespace sallyport::render
