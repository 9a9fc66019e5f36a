// SPDX-License-Identifier: Apache-2.0
#include <syslog.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/expected.h"
#include "events/event.h"
#include "events/line_sink.h"

namespace namesake::events {
namespace {

struct Facility {
  std::string_view name;
  int number;
};

// The choices of the setting events.syslog.
constexpr std::array<Facility, 13> kFacilities = {{{"user", LOG_USER},
                                                   {"mail", LOG_MAIL},
                                                   {"daemon", LOG_DAEMON},
                                                   {"auth", LOG_AUTH},
                                                   {"authpriv", LOG_AUTHPRIV},
                                                   {"local0", LOG_LOCAL0},
                                                   {"local1", LOG_LOCAL1},
                                                   {"local2", LOG_LOCAL2},
                                                   {"local3", LOG_LOCAL3},
                                                   {"local4", LOG_LOCAL4},
                                                   {"local5", LOG_LOCAL5},
                                                   {"local6", LOG_LOCAL6},
                                                   {"local7", LOG_LOCAL7}}};

int FacilityNumber(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kFacilities, name, &Facility::name);
  return found == kFacilities.end() ? LOG_USER : found->number;
}

void WriteToSystem(int priority, const std::string& line) { syslog(priority, "%s", line.c_str()); }

class SyslogSink final : public LineSink {
 public:
  SyslogSink(int facility, WriteSyslog write) : facility_(facility), write_(std::move(write)) {
    openlog("namesake", LOG_PID, LOG_USER);  // the facility is told with each line
  }
  ~SyslogSink() override { closelog(); }

  base::Status Write(const Event& event) override {
    const int severity = event.type == "message.flagged" ? LOG_WARNING : LOG_NOTICE;
    write_(LOG_MAKEPRI(facility_, severity), event.json);
    return base::Ok();
  }

 private:
  const int facility_;
  const WriteSyslog write_;
};

}  // namespace

std::unique_ptr<LineSink> MakeSyslogSink(std::string_view facility, WriteSyslog write) {
  return std::make_unique<SyslogSink>(FacilityNumber(facility),
                                      write ? std::move(write) : WriteToSystem);
}

}  // namespace namesake::events
