#include "api/handlers/proof.h"

namespace sallyport::api {

Reply refuse_with_proof(const Error& error, const control::Preview& preview) {
  JsonWriter json;
  json.begin_object();
  write_problem(json, error);
  json.key("would_block").begin_array();
  for (const control::WouldBlock& use : preview.blocked) write(json, use);
  json.end_array().field("would_block_total", preview.total).end_object();
  return {status_of(error.code), json.take(), kProblem};
}

}  // namespace sallyport::api
