// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "names/service.h"
#include "names/word_index.h"
#include "names/word_list.h"

namespace namesake::names {
namespace {

// Compiled by hand from general knowledge. Ascending by domain; what several services of one domain
// have in common with it is said by the first.
// clang-format off
constexpr auto kServices = std::to_array<NotificationService>({
    {"1password.com", "1Password", ServiceKind::kSharing, ""},
    {"3.basecamp.com", "Basecamp", ServiceKind::kTracker, ""},
    {"academia-mail.com", "Academia.edu", ServiceKind::kSocial, ""},
    {"accounts.paperlesspost.com", "Paperless Post", ServiceKind::kInvitation, ""},
    {"activecampaign.com", "ActiveCampaign", ServiceKind::kBulk, ""},
    {"acuityscheduling.com", "Acuity Scheduling", ServiceKind::kCalendar, ""},
    {"adobe.com", "Adobe", ServiceKind::kSharing, "message noreply no-reply"},
    {"adobesign.com", "Adobe Acrobat Sign", ServiceKind::kSigning, ""},
    {"airtable.com", "Airtable", ServiceKind::kTracker, "noreply"},
    {"am.atlassian.com", "Atlassian", ServiceKind::kTracker, ""},
    {"amazonses.com", "Amazon SES", ServiceKind::kBulk, ""},
    {"ariba.com", "SAP Ariba", ServiceKind::kTracker, ""},
    {"asana.com", "Asana", ServiceKind::kTracker, "no-reply noreply"},
    {"atlassian.com", "Atlassian", ServiceKind::kTracker, "no-reply noreply"},
    {"atlassian.net", "Atlassian", ServiceKind::kTracker, ""},
    {"aweber.com", "AWeber", ServiceKind::kBulk, ""},
    {"bamboohr.com", "BambooHR", ServiceKind::kTracker, ""},
    {"basecamp.com", "Basecamp", ServiceKind::kTracker, "notifications"},
    {"beehiiv.com", "beehiiv", ServiceKind::kBulk, ""},
    {"bill.com", "BILL", ServiceKind::kPayment, "account-services inform noreply"},
    {"bitbucket.org", "Bitbucket", ServiceKind::kTracker, ""},
    {"bnc3.mailjet.com", "Mailjet", ServiceKind::kBulk, ""},
    {"boards.trello.com", "Trello", ServiceKind::kTracker, ""},
    {"bookings.microsoft.com", "Microsoft Bookings", ServiceKind::kCalendar, ""},
    {"box.com", "Box", ServiceKind::kSharing, "noreply no-reply"},
    {"brevosend.com", "Brevo", ServiceKind::kBulk, ""},
    {"bugs.debian.org", "Debian BTS", ServiceKind::kTracker, ""},
    {"bugs.launchpad.net", "Launchpad", ServiceKind::kTracker, ""},
    {"cal.com", "Cal.com", ServiceKind::kCalendar, "hello no-reply noreply"},
    {"calendar.google.com", "Google Calendar", ServiceKind::kCalendar, ""},
    {"calendly.com", "Calendly", ServiceKind::kCalendar, "notifications no-reply noreply"},
    {"campaignmonitor.com", "Campaign Monitor", ServiceKind::kBulk, ""},
    {"canva.com", "Canva", ServiceKind::kSharing, "no-reply noreply"},
    {"cash.app", "Cash App", ServiceKind::kPayment, "cash"},
    {"ccsend.com", "Constant Contact", ServiceKind::kBulk, ""},
    {"change.org", "Change.org", ServiceKind::kInvitation, ""},
    {"classroom.google.com", "Google Classroom", ServiceKind::kTracker, ""},
    {"cleverreach.com", "CleverReach", ServiceKind::kBulk, ""},
    {"clickup.com", "ClickUp", ServiceKind::kTracker, "notifications noreply"},
    {"cmail19.com", "Campaign Monitor", ServiceKind::kBulk, ""},
    {"cmail20.com", "Campaign Monitor", ServiceKind::kBulk, ""},
    {"concursolutions.com", "SAP Concur", ServiceKind::kTracker, ""},
    {"constantcontact.com", "Constant Contact", ServiceKind::kBulk, ""},
    {"convertkit-mail.com", "Kit", ServiceKind::kBulk, ""},
    {"convertkit-mail2.com", "Kit", ServiceKind::kBulk, ""},
    {"coupahost.com", "Coupa", ServiceKind::kTracker, ""},
    {"createsend.com", "Campaign Monitor", ServiceKind::kBulk, ""},
    {"cvent-planner.com", "Cvent", ServiceKind::kInvitation, ""},
    {"cvent.com", "Cvent", ServiceKind::kInvitation, ""},
    {"discord.com", "Discord", ServiceKind::kSocial, "noreply"},
    {"discoursemail.com", "Discourse", ServiceKind::kMailingList, ""},
    {"docs.google.com", "Google Docs", ServiceKind::kSharing, ""},
    {"docusign.com", "DocuSign", ServiceKind::kSigning, "dse* no-reply noreply"},
    {"docusign.net", "DocuSign", ServiceKind::kSigning, ""},
    {"doodle.com", "Doodle", ServiceKind::kCalendar, ""},
    {"drive.google.com", "Google Drive", ServiceKind::kSharing, ""},
    {"dropbox.com", "Dropbox", ServiceKind::kSharing, "no-reply noreply"},
    {"dropboxmail.com", "Dropbox", ServiceKind::kSharing, ""},
    {"dropboxsign.com", "Dropbox Sign", ServiceKind::kSigning, ""},
    {"e.linkedin.com", "LinkedIn", ServiceKind::kSocial, ""},
    {"easychair.org", "EasyChair", ServiceKind::kTracker, ""},
    {"echosign.com", "Adobe Acrobat Sign", ServiceKind::kSigning, ""},
    {"editorialmanager.com", "Editorial Manager", ServiceKind::kTracker, ""},
    {"egnyte.com", "Egnyte", ServiceKind::kSharing, ""},
    {"eloqua.com", "Eloqua", ServiceKind::kBulk, ""},
    {"email.figma.com", "Figma", ServiceKind::kSharing, ""},
    {"email.meetup.com", "Meetup", ServiceKind::kSocial, ""},
    {"email.teams.microsoft.com", "Microsoft Teams", ServiceKind::kTracker, ""},
    {"email.venmo.com", "Venmo", ServiceKind::kPayment, ""},
    {"engage.mail.microsoft", "Viva Engage", ServiceKind::kSocial, ""},
    {"eumail.docusign.net", "DocuSign", ServiceKind::kSigning, ""},
    {"event.eventbrite.com", "Eventbrite", ServiceKind::kInvitation, ""},
    {"eventbrite.com", "Eventbrite", ServiceKind::kInvitation, "noreply no-reply"},
    {"evernote.com", "Evernote", ServiceKind::kSharing, "no-reply noreply"},
    {"evite.com", "Evite", ServiceKind::kInvitation, ""},
    {"exacttarget.com", "Salesforce Marketing Cloud", ServiceKind::kBulk, ""},
    {"expensify.com", "Expensify", ServiceKind::kPayment, "concierge noreply"},
    {"explore.pinterest.com", "Pinterest", ServiceKind::kSocial, ""},
    {"facebookmail.com", "Facebook", ServiceKind::kSocial, ""},
    {"figma.com", "Figma", ServiceKind::kSharing, "no-reply noreply comments-noreply"},
    {"freelists.org", "FreeLists", ServiceKind::kMailingList, ""},
    {"freshbooks.com", "FreshBooks", ServiceKind::kPayment, "mail"},
    {"freshdesk.com", "Freshdesk", ServiceKind::kTicket, ""},
    {"freshemail.io", "Freshworks", ServiceKind::kTicket, ""},
    {"freshservice.com", "Freshservice", ServiceKind::kTicket, ""},
    {"fromsmash.com", "Smash", ServiceKind::kSharing, ""},
    {"frontapp.com", "Front", ServiceKind::kTicket, ""},
    {"gaggle.email", "Gaggle Mail", ServiceKind::kMailingList, ""},
    {"getresponse-mail.com", "GetResponse", ServiceKind::kBulk, ""},
    {"getresponse.com", "GetResponse", ServiceKind::kBulk, ""},
    {"github.com", "GitHub", ServiceKind::kTracker, "notifications noreply"},
    {"gitlab.com", "GitLab", ServiceKind::kTracker, "gitlab"},
    {"gladly.com", "Gladly", ServiceKind::kTicket, ""},
    {"gofundme.com", "GoFundMe", ServiceKind::kInvitation, ""},
    {"goodreads.com", "Goodreads", ServiceKind::kSocial, "no-reply"},
    {"google.com", "Google Drive", ServiceKind::kSharing,
     "drive-shares-noreply drive-shares-dm-noreply drive-noreply"},
    {"google.com", "Google Calendar", ServiceKind::kCalendar,
     "calendar-notification calendar-server"},
    {"google.com", "Google", ServiceKind::kTracker, "comments-noreply tasks-noreply"},
    {"google.com", "Google Groups", ServiceKind::kMailingList, "noreply-groups"},
    {"googlegroups.com", "Google Groups", ServiceKind::kMailingList, ""},
    {"gorgias.io", "Gorgias", ServiceKind::kTicket, ""},
    {"goto.com", "GoTo", ServiceKind::kCalendar, "customerservice noreply"},
    {"gotomeeting.com", "GoTo Meeting", ServiceKind::kCalendar, ""},
    {"greenhouse-mail.io", "Greenhouse", ServiceKind::kTracker, ""},
    {"greenhouse.io", "Greenhouse", ServiceKind::kTracker, ""},
    {"greetingsisland.com", "Greetings Island", ServiceKind::kInvitation, ""},
    {"groovehq.com", "Groove", ServiceKind::kTicket, ""},
    {"groups.google.com", "Google Groups", ServiceKind::kMailingList, ""},
    {"groups.io", "Groups.io", ServiceKind::kMailingList, ""},
    {"happyfox.com", "HappyFox", ServiceKind::kTicket, ""},
    {"hellosign.com", "Dropbox Sign", ServiceKind::kSigning, ""},
    {"helpscout.net", "Help Scout", ServiceKind::kTicket, ""},
    {"helpscoutapp.com", "Help Scout", ServiceKind::kTicket, ""},
    {"hightail.com", "Hightail", ServiceKind::kSharing, ""},
    {"hire.lever.co", "Lever", ServiceKind::kTracker, ""},
    {"hq.bill.com", "BILL", ServiceKind::kPayment, ""},
    {"hs-send.com", "HubSpot", ServiceKind::kBulk, ""},
    {"hubspot.com", "HubSpot", ServiceKind::kBulk, "noreply"},
    {"hubspotemail.net", "HubSpot", ServiceKind::kBulk, ""},
    {"hubspotlinks.com", "HubSpot", ServiceKind::kBulk, ""},
    {"info.wise.com", "Wise", ServiceKind::kPayment, ""},
    {"instagram.com", "Instagram", ServiceKind::kSocial, "no-reply"},
    {"instructure.com", "Canvas", ServiceKind::kTracker, ""},
    {"intercom-mail.com", "Intercom", ServiceKind::kTicket, ""},
    {"intercom.io", "Intercom", ServiceKind::kTicket, ""},
    {"intl.paypal.com", "PayPal", ServiceKind::kPayment, ""},
    {"intuit.com", "QuickBooks", ServiceKind::kPayment, "quickbooks no_reply noreply"},
    {"jacquielawson.com", "Jacquie Lawson", ServiceKind::kInvitation, ""},
    {"jetbrains.space", "JetBrains Space", ServiceKind::kTracker, ""},
    {"jira.com", "Jira", ServiceKind::kTracker, ""},
    {"jitbit.com", "Jitbit", ServiceKind::kTicket, ""},
    {"jotform.com", "Jotform", ServiceKind::kInvitation, "noreply"},
    {"kayako.com", "Kayako", ServiceKind::kTicket, ""},
    {"klaviyomail.com", "Klaviyo", ServiceKind::kBulk, ""},
    {"kudoboard.com", "Kudoboard", ServiceKind::kInvitation, ""},
    {"lastpass.com", "LastPass", ServiceKind::kSharing, ""},
    {"launchpad.net", "Launchpad", ServiceKind::kTracker, ""},
    {"lever.co", "Lever", ServiceKind::kTracker, ""},
    {"limesurvey.org", "LimeSurvey", ServiceKind::kInvitation, ""},
    {"linear.app", "Linear", ServiceKind::kTracker, "notifications"},
    {"linkedin.com", "LinkedIn", ServiceKind::kSocial,
     "messages-noreply invitations notifications-noreply messaging-digest-noreply hit-reply "
     "member* groups-noreply jobs-noreply"},
    {"lists.sourceforge.net", "SourceForge", ServiceKind::kMailingList, ""},
    {"loom.com", "Loom", ServiceKind::kSharing, "no-reply noreply"},
    {"lu.ma", "Luma", ServiceKind::kInvitation, ""},
    {"lucid.co", "Lucid", ServiceKind::kSharing, ""},
    {"luma-mail.com", "Luma", ServiceKind::kInvitation, ""},
    {"mail.adobe.com", "Adobe", ServiceKind::kSharing, ""},
    {"mail.asana.com", "Asana", ServiceKind::kTracker, ""},
    {"mail.beehiiv.com", "beehiiv", ServiceKind::kBulk, ""},
    {"mail.evite.com", "Evite", ServiceKind::kInvitation, ""},
    {"mail.hellosign.com", "Dropbox Sign", ServiceKind::kSigning, ""},
    {"mail.instagram.com", "Instagram", ServiceKind::kSocial, ""},
    {"mail.notion.so", "Notion", ServiceKind::kSharing, ""},
    {"mail.paypal.com", "PayPal", ServiceKind::kPayment, ""},
    {"mail.xing.com", "Xing", ServiceKind::kSocial, ""},
    {"mailchimp.com", "Mailchimp", ServiceKind::kBulk, "no-reply"},
    {"mailchimpapp.net", "Mailchimp", ServiceKind::kBulk, ""},
    {"mailerlite.com", "MailerLite", ServiceKind::kBulk, ""},
    {"mailgun.net", "Mailgun", ServiceKind::kBulk, ""},
    {"mailgun.org", "Mailgun", ServiceKind::kBulk, ""},
    {"mailjet.com", "Mailjet", ServiceKind::kBulk, ""},
    {"makenotion.com", "Notion", ServiceKind::kSharing, "notify"},
    {"mandrillapp.com", "Mandrill", ServiceKind::kBulk, ""},
    {"manuscriptcentral.com", "ScholarOne", ServiceKind::kTracker, ""},
    {"marketo.org", "Marketo", ServiceKind::kBulk, ""},
    {"mcdlv.net", "Mailchimp", ServiceKind::kBulk, ""},
    {"mcsv.net", "Mailchimp", ServiceKind::kBulk, ""},
    {"medium.com", "Medium", ServiceKind::kSocial, "noreply"},
    {"meetup.com", "Meetup", ServiceKind::kSocial, "info noreply"},
    {"messaging.squareup.com", "Square", ServiceKind::kPayment, ""},
    {"mg.gitlab.com", "GitLab", ServiceKind::kTracker, ""},
    {"microsoft.com", "Microsoft 365", ServiceKind::kSharing, "no-reply noreply"},
    {"miro.com", "Miro", ServiceKind::kSharing, "noreply no-reply"},
    {"mktomail.com", "Marketo", ServiceKind::kBulk, ""},
    {"mlsend.com", "MailerLite", ServiceKind::kBulk, ""},
    {"monday.com", "monday.com", ServiceKind::kTracker, "noreply no-reply notifications"},
    {"mtasv.net", "Postmark", ServiceKind::kBulk, ""},
    {"myworkday.com", "Workday", ServiceKind::kTracker, ""},
    {"newsletter2go.com", "Newsletter2Go", ServiceKind::kBulk, ""},
    {"nextdoor.com", "Nextdoor", ServiceKind::kSocial, "no-reply reply"},
    {"noreply.github.com", "GitHub", ServiceKind::kTracker, ""},
    {"notification.intuit.com", "QuickBooks", ServiceKind::kPayment, ""},
    {"notifications.monday.com", "monday.com", ServiceKind::kTracker, ""},
    {"notify.vk.com", "VK", ServiceKind::kSocial, ""},
    {"notion.so", "Notion", ServiceKind::kSharing, ""},
    {"onedrive.com", "Microsoft OneDrive", ServiceKind::kSharing, ""},
    {"overleaf.com", "Overleaf", ServiceKind::kSharing, ""},
    {"pagerduty.com", "PagerDuty", ServiceKind::kTracker, "no-reply"},
    {"pandadoc.com", "PandaDoc", ServiceKind::kSigning, "docs noreply"},
    {"pandadoc.net", "PandaDoc", ServiceKind::kSigning, ""},
    {"paperlesspost.com", "Paperless Post", ServiceKind::kInvitation, ""},
    {"pardot.com", "Salesforce Pardot", ServiceKind::kBulk, ""},
    {"partiful.com", "Partiful", ServiceKind::kInvitation, ""},
    {"paypal.co.uk", "PayPal", ServiceKind::kPayment, "service"},
    {"paypal.com", "PayPal", ServiceKind::kPayment, "service member noreply"},
    {"paypal.de", "PayPal", ServiceKind::kPayment, "service"},
    {"personio.de", "Personio", ServiceKind::kTracker, ""},
    {"piazza.com", "Piazza", ServiceKind::kTracker, ""},
    {"pinterest.com", "Pinterest", ServiceKind::kSocial, ""},
    {"planner.office365.com", "Microsoft Planner", ServiceKind::kTracker, ""},
    {"podio.com", "Podio", ServiceKind::kTracker, ""},
    {"post.xero.com", "Xero", ServiceKind::kPayment, ""},
    {"postmarkapp.com", "Postmark", ServiceKind::kBulk, ""},
    {"powerapps.com", "Microsoft Power Apps", ServiceKind::kSharing, ""},
    {"prezi.com", "Prezi", ServiceKind::kSharing, ""},
    {"punchbowl.com", "Punchbowl", ServiceKind::kInvitation, ""},
    {"qemailserver.com", "Qualtrics", ServiceKind::kInvitation, ""},
    {"qualtrics.com", "Qualtrics", ServiceKind::kInvitation, "noreply no-reply"},
    {"quickbooks.com", "QuickBooks", ServiceKind::kPayment, ""},
    {"quora.com", "Quora", ServiceKind::kSocial, ""},
    {"rapidmail.de", "rapidmail", ServiceKind::kBulk, ""},
    {"reddit.com", "Reddit", ServiceKind::kSocial, "noreply"},
    {"redditmail.com", "Reddit", ServiceKind::kSocial, ""},
    {"reply.github.com", "GitHub", ServiceKind::kTracker, ""},
    {"researchgatemail.net", "ResearchGate", ServiceKind::kSocial, ""},
    {"revolut.com", "Revolut", ServiceKind::kPayment, "no-reply noreply"},
    {"rsgsv.net", "Mailchimp", ServiceKind::kBulk, ""},
    {"salesforce.com", "Salesforce", ServiceKind::kBulk, "noreply"},
    {"scrive.com", "Scrive", ServiceKind::kSigning, "noreply"},
    {"sendgrid.info", "SendGrid", ServiceKind::kBulk, ""},
    {"sendgrid.net", "SendGrid", ServiceKind::kBulk, ""},
    {"sendinblue.com", "Brevo", ServiceKind::kBulk, ""},
    {"sentry.io", "Sentry", ServiceKind::kTracker, "noreply"},
    {"service-now.com", "ServiceNow", ServiceKind::kTicket, ""},
    {"servicenow.com", "ServiceNow", ServiceKind::kTicket, "noreply"},
    {"setmore.com", "Setmore", ServiceKind::kCalendar, ""},
    {"sf-notifications.com", "ShareFile", ServiceKind::kSharing, ""},
    {"sharefile.com", "ShareFile", ServiceKind::kSharing, ""},
    {"sharepoint.com", "Microsoft SharePoint", ServiceKind::kSharing, ""},
    {"sharepointonline.com", "Microsoft SharePoint", ServiceKind::kSharing, ""},
    {"signnow.com", "signNow", ServiceKind::kSigning, "mail noreply"},
    {"signupgenius.com", "SignUpGenius", ServiceKind::kInvitation, ""},
    {"signwell.com", "SignWell", ServiceKind::kSigning, "noreply"},
    {"simplelists.com", "Simplelists", ServiceKind::kMailingList, ""},
    {"skribble.com", "Skribble", ServiceKind::kSigning, ""},
    {"skype.com", "Skype", ServiceKind::kSocial, ""},
    {"slack-mail.com", "Slack", ServiceKind::kSocial, ""},
    {"slack.com", "Slack", ServiceKind::kSocial, "notification feedback no-reply noreply"},
    {"smartrecruiters.com", "SmartRecruiters", ServiceKind::kTracker, ""},
    {"smartsheet.com", "Smartsheet", ServiceKind::kTracker, "user noreply"},
    {"sourceforge.net", "SourceForge", ServiceKind::kMailingList, "noreply"},
    {"sparkpostmail.com", "SparkPost", ServiceKind::kBulk, ""},
    {"spiceworks.com", "Spiceworks", ServiceKind::kTicket, ""},
    {"square.com", "Square", ServiceKind::kPayment, "cash noreply"},
    {"squareup.com", "Square", ServiceKind::kPayment, "cash noreply"},
    {"strava.com", "Strava", ServiceKind::kSocial, "no-reply"},
    {"stripe.com", "Stripe", ServiceKind::kPayment, "receipts* invoice* notifications noreply"},
    {"substack.com", "Substack", ServiceKind::kBulk, ""},
    {"successfactors.com", "SAP SuccessFactors", ServiceKind::kTracker, ""},
    {"successfactors.eu", "SAP SuccessFactors", ServiceKind::kTracker, ""},
    {"surveymonkey.com", "SurveyMonkey", ServiceKind::kInvitation, ""},
    {"surveymonkeyuser.com", "SurveyMonkey", ServiceKind::kInvitation, ""},
    {"swisstransfer.com", "SwissTransfer", ServiceKind::kSharing, ""},
    {"tasks.clickup.com", "ClickUp", ServiceKind::kTracker, ""},
    {"teams.mail.microsoft", "Microsoft Teams", ServiceKind::kTracker, ""},
    {"teamwork.com", "Teamwork", ServiceKind::kTracker, ""},
    {"telegram.org", "Telegram", ServiceKind::kSocial, "noreply"},
    {"todoist.com", "Todoist", ServiceKind::kTracker, "no-reply"},
    {"transfernow.net", "TransferNow", ServiceKind::kSharing, ""},
    {"transferwise.com", "Wise", ServiceKind::kPayment, "noreply"},
    {"trello.com", "Trello", ServiceKind::kTracker, "do-not-reply noreply invitation-do-not-reply"},
    {"twitter.com", "X", ServiceKind::kSocial, "notify info"},
    {"typeform.com", "Typeform", ServiceKind::kInvitation, ""},
    {"uservoice.com", "UserVoice", ServiceKind::kTicket, ""},
    {"venmo.com", "Venmo", ServiceKind::kPayment, "venmo noreply"},
    {"viadeo.com", "Viadeo", ServiceKind::kSocial, ""},
    {"visualstudio.com", "Azure DevOps", ServiceKind::kTracker, ""},
    {"vk.com", "VK", ServiceKind::kSocial, "admin notify"},
    {"waveapps.com", "Wave", ServiceKind::kPayment, ""},
    {"webex.com", "Webex", ServiceKind::kCalendar, "messenger noreply"},
    {"wetransfer.com", "WeTransfer", ServiceKind::kSharing, "noreply"},
    {"when2meet.com", "When2meet", ServiceKind::kCalendar, ""},
    {"wise.com", "Wise", ServiceKind::kPayment, "noreply"},
    {"workday.com", "Workday", ServiceKind::kTracker, ""},
    {"wrike.com", "Wrike", ServiceKind::kTracker, ""},
    {"x.com", "X", ServiceKind::kSocial, "notify info"},
    {"xero.com", "Xero", ServiceKind::kPayment, "messaging-service* noreply"},
    {"xing.com", "Xing", ServiceKind::kSocial, "mailrobot notifications noreply no-reply"},
    {"yahoogroups.com", "Yahoo Groups", ServiceKind::kMailingList, ""},
    {"yammer.com", "Yammer", ServiceKind::kSocial, ""},
    {"youcanbook.me", "YouCanBookMe", ServiceKind::kCalendar, ""},
    {"yousign.com", "Yousign", ServiceKind::kSigning, ""},
    {"youtrack.cloud", "YouTrack", ServiceKind::kTracker, ""},
    {"youtube.com", "YouTube", ServiceKind::kSocial, "noreply no-reply"},
    {"zellepay.com", "Zelle", ServiceKind::kPayment, ""},
    {"zendesk.com", "Zendesk", ServiceKind::kTicket, ""},
    {"zohodesk.com", "Zoho Desk", ServiceKind::kTicket, ""},
    {"zohosupport.com", "Zoho Desk", ServiceKind::kTicket, ""},
    {"zoom.com", "Zoom", ServiceKind::kCalendar, "no-reply noreply"},
    {"zoom.us", "Zoom", ServiceKind::kCalendar, "no-reply noreply"},
});
// clang-format on

consteval bool ServicesAreSorted() {
  for (std::size_t i = 1; i < kServices.size(); ++i) {
    const NotificationService& before = kServices[i - 1];
    if (before.domain > kServices[i].domain) return false;
    // Behind one that takes every local part nothing is found.
    if (before.domain == kServices[i].domain && before.local_parts.empty()) return false;
  }
  return true;
}
static_assert(ServicesAreSorted());

struct ServiceIndex {
  WordIndex<kServices.size()> domains;
  std::array<std::uint16_t, kServices.size() + 1> first{};  // row of a domain's first service
};

consteval ServiceIndex IndexServices() {
  ServiceIndex index;
  for (std::size_t row = 0; row < kServices.size(); ++row) {
    const std::uint16_t domain = index.domains.Add(kServices[row].domain);
    index.first.at(domain + 1U) = static_cast<std::uint16_t>(row + 1);
  }
  return index;
}
constexpr ServiceIndex kIndex = IndexServices();

constexpr bool Sends(const NotificationService& service, std::string_view local_part) {
  if (service.local_parts.empty()) return true;
  for (const std::string_view known : WordList(service.local_parts)) {
    if (known.ends_with('*') ? local_part.starts_with(known.substr(0, known.size() - 1))
                             : local_part == known) {
      return true;
    }
  }
  return false;
}

// Calls visit(first row, row behind the last) for the domain and each above it that is known, until
// it returns a service.
template <typename Visit>
const NotificationService* Climb(std::string_view domain, Visit visit) noexcept {
  while (!domain.empty()) {
    if (const std::uint16_t number = kIndex.domains.Find(domain); number != kNoWord) {
      if (const auto* found = visit(kIndex.first[number], kIndex.first[number + 1U])) return found;
    }
    const std::size_t dot = domain.find('.');
    if (dot == std::string_view::npos) break;
    domain.remove_prefix(dot + 1);
  }
  return nullptr;
}

}  // namespace

const NotificationService* FindService(std::string_view domain) noexcept {
  return Climb(domain, [](std::size_t first, std::size_t) { return &kServices[first]; });
}

const NotificationService* FindService(std::string_view local_part,
                                       std::string_view domain) noexcept {
  return Climb(domain, [&](std::size_t first, std::size_t end) -> const NotificationService* {
    for (std::size_t row = first; row < end; ++row) {
      if (Sends(kServices[row], local_part)) return &kServices[row];
    }
    return nullptr;
  });
}

}  // namespace namesake::names
