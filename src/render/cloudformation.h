// CloudFormation templates: how the AWS targets are written, because a stack's update replaces what it had,
// takes away what is no longer in it, and goes back as a whole where one change fails.
//
// Limits (AWS CloudFormation User Guide, "CloudFormation quotas"): a template of 1 MB, of 51,200 bytes where
// it is not uploaded to S3 first; 500 resources.
//
// Thread safety: pure.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "render/target.h"

namespace sallyport::render {

struct Resource {
  std::string id;  // letters and digits, unlike all others
  std::string_view type;
  boost::json::object properties;
  std::string_view attribute;  // of it, for the outputs; "": its Ref
};

// As few templates as hold them, in order: NAME.json, NAME-2.json and so on; with the notes that say how they
// are loaded. REQUIRES: none of the resources is near 1 MB by itself.
Rendered cloudformation(std::string_view name, const boost::json::object& parameters,
                        std::vector<Resource> resources);

}  // namespace sallyport::render
