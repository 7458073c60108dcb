#include <boost/json.hpp>

#include "api/handlers/catalog_call.h"
#include "api/handlers/handlers.h"
#include "catalog/answer/answer_whois.h"

namespace sallyport::api {

Result<Reply> whois(const Call& call) {
  SALLYPORT_ASSIGN(const auto question, catalog::read_question(std::string(call.queried("query"))));
  SALLYPORT_ASSIGN(const auto catalogs, catalogs_of(call));
  const boost::json::object answer{{"items", catalog::whois_rows(catalogs->whois(), question)}};
  return Reply{200, boost::json::serialize(answer), kJson};
}

}  // namespace sallyport::api
