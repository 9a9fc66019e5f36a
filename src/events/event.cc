// SPDX-License-Identifier: Apache-2.0
#include "events/event.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "live/account_settings.h"
#include "record/message_record.h"
#include "record/record_feed.h"
#include "registry/account.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "report/json_line.h"
#include "report/message_object.h"
#include "report/registry_object.h"

namespace namesake::events {
namespace {

namespace json = boost::json;
using base::Expected;
using registry::AccountId;
using registry::Change;
using registry::ChangeKind;

Event MakeEvent(std::optional<AccountId> account, std::string_view type, std::string id,
                base::Time time, json::object data, Place place) {
  const json::value shown_account =
      account ? json::value(registry::FormatAccountId(*account)) : json::value();
  std::string line = report::JsonLine(json::object{{"type", type},
                                                   {"id", id},
                                                   {"time", base::FormatRfc3339(time)},
                                                   {"account", shown_account},
                                                   {"data", std::move(data)}});
  return {account, type, std::move(id), std::move(line), place};
}

// What a change says, without what every event has.
struct Content {
  std::string_view type;
  base::Time time;
  json::object data;
};

template <typename Thing>
bool IsNew(const Thing& thing) {
  return thing.created_at == thing.modified_at;
}

std::optional<Content> EntryContent(const Change& change, base::Time now) {
  if (change.kind == ChangeKind::kEntryDeleted) {
    return Content{"entry.deleted", now, {{"id", base::FormatUuid(change.entry_id)}}};
  }
  if (!change.entry) return std::nullopt;
  return Content{IsNew(*change.entry) ? "entry.created" : "entry.changed",
                 change.entry->modified_at, report::EntryObject(*change.entry)};
}

Content PolicyContent(const Change& change, base::Time now) {
  if (!change.policy) {
    return {"policy.deleted", now, {{"id", base::FormatUuid(change.policy_id)}}};
  }
  json::object data{{"kind", registry::PolicyKindName(change.policy->kind())}};
  for (auto& [name, value] : report::PolicyObject(*change.policy)) data[name] = value;
  return {IsNew(*change.policy) ? "policy.created" : "policy.changed", change.policy->modified_at,
          std::move(data)};
}

Expected<Content> DomainContent(const AccountId& account, registry::Store& store, base::Time now) {
  const auto domains = store.ListDomains();
  if (!domains) return base::Fail(domains.error());
  json::array names;
  for (const registry::Domain& domain : *domains) {
    if (domain.account == account) names.emplace_back(domain.name);
  }
  return Content{"domain.changed", now, {{"domains", std::move(names)}}};
}

Expected<Content> AccountContent(const AccountId& id, registry::Store& store, base::Time now) {
  const auto account = store.GetAccount(id);
  if (!account) return base::Fail(account.error());
  Content content{"account.changed", now, {}};
  if (!*account) return content;
  json::object settings;
  for (const live::AccountSetting& setting : live::AllAccountSettings()) {
    settings[setting.name] = live::ShownAccountSetting((*account)->settings, setting);
  }
  content.data = {{"name", (*account)->name}, {"settings", std::move(settings)}};
  return content;
}

Expected<std::optional<Content>> ContentOf(const Change& change, registry::Store& store,
                                           base::Time now) {
  switch (change.kind) {
    case ChangeKind::kEntryPut:
    case ChangeKind::kEntryDeleted:
      return EntryContent(change, now);
    case ChangeKind::kPolicy:
      return PolicyContent(change, now);
    case ChangeKind::kDomain:
      return DomainContent(change.account, store, now);
    case ChangeKind::kAccount:
      return AccountContent(change.account, store, now);
    case ChangeKind::kCredential:
      return Content{"credential.changed", now, {}};
  }
  return std::nullopt;  // of a newer version
}

}  // namespace

Event MessageEvent(const record::NumberedRecord& message, Place place) {
  const record::MessageRecord& record = message.record;
  return MakeEvent(record.account, "message.flagged", "message-" + record.id, record.scanned_at,
                   report::MessageObject(record, {}), place);
}

Expected<std::optional<Event>> ChangeEvent(const Change& change, registry::Store& store,
                                           base::Time now, Place place) {
  auto content = ContentOf(change, store, now);
  if (!content) return base::Fail(std::move(content.error()));
  if (!*content) return std::nullopt;
  return MakeEvent(change.account, (*content)->type, fmt::format("change-{}", change.sequence),
                   (*content)->time, std::move((*content)->data), place);
}

Event GapEvent(std::uint64_t from, std::uint64_t to, base::Time now, Place place) {
  return MakeEvent(std::nullopt, "feed.gap", fmt::format("gap-{}-{}", from, to), now,
                   {{"from", from}, {"to", to}}, place);
}

}  // namespace namesake::events
