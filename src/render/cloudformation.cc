#include "render/cloudformation.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/json_text.h"
#include "render/parts.h"

namespace sallyport::render {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostBytes = 1'000'000;
constexpr std::size_t kMostBytesWithoutUpload = 51'200;
constexpr std::size_t kMostResources = 500;

json::object as_json(Resource resource) {
  return {{"Type", resource.type}, {"Properties", std::move(resource.properties)}};
}

json::object output_of(const Resource& resource) {
  if (resource.attribute.empty()) return {{"Value", json::object{{"Ref", resource.id}}}};
  return {{"Value", json::object{{"Fn::GetAtt", json::array{resource.id, resource.attribute}}}}};
}

// What it adds to a template, at most.
std::size_t size_in_template(const Resource& resource) {
  const std::string text = json_text(resource.properties);
  return text.size() + 8 * static_cast<std::size_t>(std::ranges::count(text, '\n')) + 512;
}

}  // namespace

Rendered cloudformation(std::string_view name, const json::object& parameters,
                        std::vector<Resource> resources) {
  Rendered rendered;
  json::object written;
  json::object outputs;
  std::size_t size = 1024;
  bool must_be_uploaded = false;
  const auto finish = [&] {
    if (written.empty()) return;
    json::object document{{"AWSTemplateFormatVersion", "2010-09-09"}};
    if (!parameters.empty()) document["Parameters"] = parameters;
    document["Resources"] = std::move(written);
    document["Outputs"] = std::move(outputs);
    const std::string number = rendered.files.empty() ? "" : fmt::format("-{}", rendered.files.size() + 1);
    rendered.files.push_back({fmt::format("{}{}.json", name, number), json_text(document)});
    must_be_uploaded = must_be_uploaded || rendered.files.back().text.size() > kMostBytesWithoutUpload;
    written = {};
    outputs = {};
    size = 1024;
  };
  for (auto& resource : resources) {
    const std::size_t more = size_in_template(resource);
    if (size + more > kMostBytes || written.size() == kMostResources) finish();
    size += more;
    outputs[resource.id] = output_of(resource);
    const std::string id = resource.id;
    written[id] = as_json(std::move(resource));
  }
  finish();

  const std::string upload = must_be_uploaded ? " --s3-bucket BUCKET" : "";
  for (const auto& file : rendered.files) {
    const std::string stack = file.name.substr(0, file.name.size() - 5);
    rendered.notes.push_back(
        fmt::format("load it with: aws cloudformation deploy --stack-name {} --template-file {}{}", stack,
                    file.name, upload));
  }
  rendered.notes.push_back(
      "the stack's update replaces what it had, and goes back as a whole where a change fails");
  if (rendered.files.size() > 1) {
    rendered.notes.push_back(fmt::format(
        "it takes {} templates of less than 1 MB: delete the stacks of higher numbers, if there are any",
        rendered.files.size()));
  }
  return rendered;
}

}  // namespace sallyport::render
