#include "notify/letter.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sallyport::notify {

namespace {

std::string list_of(const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string html = "<ul>\n";
  for (const auto& line : lines) html += fmt::format("<li>{}</li>\n", escape_html(line));
  return html + "</ul>\n";
}

}  // namespace

std::string to_text(const Letter& letter) {
  std::string text;
  for (const auto& paragraph : letter.opening) text += paragraph + "\n\n";
  for (const auto& section : letter.sections) {
    if (!section.heading.empty()) text += section.heading + ":\n";
    for (const auto& line : section.lines) text += fmt::format("  {}\n", line);
    for (const auto& fact : section.facts) text += fmt::format("  {:<17}{}\n", fact.label + ":", fact.value);
    for (const auto& link : section.links) text += fmt::format("\n  {}:\n  {}\n", link.says, link.url);
    text += "\n";
  }
  for (const auto& paragraph : letter.closing) text += paragraph + "\n\n";
  return text + "--\nSallyport\n";
}

std::string to_html(const Letter& letter) {
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n"
      "<body style=\"font-family: sans-serif; line-height: 1.5\">\n",
      control::to_string(letter.language), escape_html(letter.subject));
  for (const auto& paragraph : letter.opening) html += fmt::format("<p>{}</p>\n", escape_html(paragraph));
  for (const auto& section : letter.sections) {
    if (!section.heading.empty()) html += fmt::format("<h2>{}</h2>\n", escape_html(section.heading));
    html += list_of(section.lines);
    if (section.facts.empty() && section.links.empty()) continue;
    html += "<table style=\"margin-top: 1em; text-align: left\">\n";
    for (const auto& fact : section.facts) {
      html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape_html(fact.label),
                          escape_html(fact.value));
    }
    html += "</table>\n";
    if (section.links.empty()) continue;
    html += "<ul>\n";
    for (const auto& link : section.links) {
      html += fmt::format("<li><a href=\"{}\">{}</a></li>\n", escape_html(link.url), escape_html(link.says));
    }
    html += "</ul>\n";
  }
  for (const auto& paragraph : letter.closing) html += fmt::format("<p>{}</p>\n", escape_html(paragraph));
  return html + "</body>\n</html>\n";
}

}  // namespace sallyport::notify
