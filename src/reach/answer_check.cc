#include "reach/answer_check.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/clock.h"

namespace sallyport::reach {
namespace {

namespace json = boost::json;

std::string text_of(std::chrono::sys_seconds time) { return sallyport::to_string(Timestamp(time)); }

json::array texts(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

json::array texts(const std::vector<net::Address>& addresses) {
  json::array texts;
  for (const auto& address : addresses) texts.emplace_back(address.to_string());
  return texts;
}

json::object fields_of(const Certificate& certificate) {
  json::object fields{{"issuer", certificate.issuer}, {"names", texts(certificate.names)}};
  if (certificate.more_names != 0) fields["more_names"] = certificate.more_names;
  fields["from"] = text_of(certificate.from);
  fields["until"] = text_of(certificate.until);
  return fields;
}

json::object fields_of(const Attempt& attempt) {
  json::object fields{{"address", attempt.address.to_string()},
                      {"step", to_string(attempt.step)},
                      {"outcome", to_string(attempt.outcome)}};
  if (!attempt.reason.empty()) fields["reason"] = attempt.reason;
  if (attempt.certificate) fields["certificate"] = fields_of(*attempt.certificate);
  return fields;
}

json::array offerings_of(const catalog::ResolvedLine& line) {
  std::vector<std::string> ids;
  for (const auto& reason : line.reasons) {
    if (std::ranges::find(ids, reason.offering->id) == ids.end()) ids.push_back(reason.offering->id);
  }
  return texts(ids);
}

}  // namespace

json::object check_fields(const Checked& checked, catalog::Language language) {
  const Planned& planned = checked.planned;
  const Finding& finding = checked.finding;
  json::object fields{{"line", net::to_string(planned.line->destination)}};
  if (planned.named) fields["host"] = planned.target->host()->name();
  fields["verdict"] = to_string(finding.verdict);
  if (finding.step != Step::none) fields["step"] = to_string(finding.step);
  fields["outcome"] = to_string(finding.outcome);
  if (planned.untried != Untried::no) fields["untried"] = to_string(planned.untried);
  if (!finding.reason.empty()) fields["reason"] = finding.reason;
  fields["addresses"] = texts(finding.addresses);
  json::array attempts;
  for (const Attempt& attempt : finding.attempts) attempts.push_back(fields_of(attempt));
  fields["attempts"] = std::move(attempts);
  if (finding.certificate_until) fields["certificate_until"] = text_of(*finding.certificate_until);
  fields["offerings"] = offerings_of(*planned.line);
  fields["purpose"] = texts(purposes_of(*planned.line, language));
  fields["impact"] = texts(impacts_of(*planned.line, language));
  return fields;
}

json::object check_answer(const catalog::Catalog& catalog, const catalog::Selection& selection,
                          const std::vector<Checked>& checked, catalog::Language language) {
  json::array items;
  for (const Checked& each : checked) items.push_back(check_fields(each, language));
  return {{"vendor", catalog.vendor},
          {"on", catalog::Day::of(selection.on).to_string()},
          {"works", all_work(checked)},
          {"items", std::move(items)}};
}

}  // namespace sallyport::reach
