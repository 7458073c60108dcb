// When members are told about alerts: at once, but not more often than every mail_interval; what comes in
// between waits for one digest. What a mail tells is put into it when it leaves: all that is open then, and
// of which its recipient was not told. While one waits, none is added for the same member and organization.
//
// Thread safety: as the change's.
#pragma once

#include <string>
#include <vector>

#include "control/change.h"
#include "control/ports/store_rows.h"

namespace sallyport::control {

// Who hears what happens to an organization: its members that manage addresses, or, where it has none, those
// of the nearest organization above that has some.
Result<std::vector<std::string>> people_to_tell(Reader& reader, const Organization& organization);

// Something new is to be told: a mail now, or a digest as soon as the interval is over.
Result<void> tell_about_alerts(Change& change, const Organization& organization);

// Somebody can be told now who could not before, in this organization or below: what nobody was told of is
// due.
Result<void> alerts_due_again(Change& change, OrganizationId top);

// Puts into an alert mail what is to be told now, with links. Returns whether there is anything: otherwise it
// is taken off. A mail with another content than at its last attempt gets another id.
Result<bool> write_alert_mail(Change& change, OutboxRow& row);

// An alert mail is in other hands; the caller takes it off.
Result<void> alert_mail_left(Change& change, const OutboxRow& row);

}  // namespace sallyport::control
