// /catalogs/: what vendors tell of their addresses, as a web site for everyone: pages for people, feeds for
// programs, lists that firewalls poll with their ETag.
//
// It is no part of the table of routes: a path names a file, and only files that are there are found.
//
// Thread safety: any thread.
#pragma once

#include "api/call.h"

namespace sallyport::api {

bool is_published(std::string_view path);

// REQUIRES: is_published(request.path()).
Reply serve_published(const ApiSettings& settings, PublishedCatalogs& published,
                      const http::Request& request);

}  // namespace sallyport::api
