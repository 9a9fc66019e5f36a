// SPDX-License-Identifier: Apache-2.0
#include "names/nickname.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "names/nickname_rows.h"
#include "names/word_index.h"
#include "names/word_list.h"

namespace namesake::names {
namespace {

// "bob" or "alex:90"
struct WeighedName {
  std::string_view name;
  std::uint32_t percent = 100;
};

constexpr WeighedName Weighed(std::string_view item) {
  const std::size_t colon = item.find(':');
  if (colon == std::string_view::npos) return {.name = item};
  std::uint32_t percent = 0;
  for (const char digit : item.substr(colon + 1)) {
    percent = percent * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return {.name = item.substr(0, colon), .percent = percent};
}

struct Link {
  std::uint16_t name = 0;
  Relation relation = Relation::kSpelling;
  std::uint32_t percent = 0;
};

// Calls visit(name, other, relation of the other, percent) for everything that the tables state, in
// both directions.
template <typename Visit>
constexpr void VisitLinks(Visit visit) {
  for (const std::span<const NicknameRow> rows : kNicknameRows) {
    for (const NicknameRow& row : rows) {
      for (const std::string_view item : WordList(row.short_forms)) {
        const auto [name, percent] = Weighed(item);
        visit(row.full_name, name, Relation::kShortForm, percent);
        visit(name, row.full_name, Relation::kFullForm, percent);
      }
    }
  }
  for (const std::string_view group : kSpellingGroups) {
    for (const std::string_view name : WordList(group)) {
      for (const std::string_view other : WordList(group)) {
        if (name != other) visit(name, other, Relation::kSpelling, std::uint32_t{100});
      }
    }
  }
}

consteval std::size_t CountLinks() {
  std::size_t count = 0;
  for (const std::span<const NicknameRow> rows : kNicknameRows) {
    for (const NicknameRow& row : rows) count += 2 * WordList(row.short_forms).size();
  }
  for (const std::string_view group : kSpellingGroups) {
    const std::size_t size = WordList(group).size();
    count += size * (size - 1);
  }
  return count;
}
constexpr std::size_t kLinkCount = CountLinks();
// Every link has its counterpart, and no name is without one: there are at most as many names.
constexpr std::size_t kMaxNames = kLinkCount;

// What is left of the weight over two steps.
constexpr std::uint32_t kThroughSpelling = 95;
constexpr std::uint32_t kThroughFullForm = 60;
// Less is not worth a place.
constexpr std::uint32_t kLeastPercent = 5;

// What two steps make: nothing where they do not lead to the same person. Over a short form one
// comes from Alexander to Alexandra.
constexpr Link Join(const Link& first, const Link& second) {
  const auto joined = [&](Relation relation, std::uint32_t percent) {
    return Link{second.name, relation, first.percent * second.percent * percent / 10000};
  };
  if (first.relation == Relation::kSpelling) return joined(second.relation, kThroughSpelling);
  if (second.relation == Relation::kSpelling) return joined(first.relation, kThroughSpelling);
  if (first.relation == Relation::kFullForm && second.relation == Relation::kShortForm) {
    return joined(Relation::kSameFullForm, kThroughFullForm);
  }
  return {};
}

// The relatives of one name, each by its heaviest link, the heaviest first.
class Relatives {
 public:
  void Add(const Link& link) {
    std::size_t place = 0;
    while (place < size_ && links_[place].name != link.name) ++place;
    if (place < size_) {
      if (links_[place].percent >= link.percent) return;
    } else if (size_ < kMaxRelatedNames) {
      ++size_;
    } else if (links_[--place].percent >= link.percent) {
      return;
    }
    for (; place > 0 && links_[place - 1].percent < link.percent; --place) {
      links_[place] = links_[place - 1];
    }
    links_[place] = link;
  }

  [[nodiscard]] std::span<const Link> links() const { return std::span(links_).first(size_); }

 private:
  std::array<Link, kMaxRelatedNames> links_{};
  std::size_t size_ = 0;
};

// The tables in the form in which they are asked: two steps over some ten thousand pairs are more
// than compilers like to evaluate, and take a few milliseconds when the first name is asked for.
class NicknameIndex {
 public:
  NicknameIndex() {
    VisitLinks([&](std::string_view name, std::string_view, Relation, std::uint32_t) {
      ++links_of_[names_.Add(name) + 1U];
    });
    for (std::size_t i = 0; i < names_.size(); ++i) links_of_[i + 1] += links_of_[i];
    auto next = links_of_;
    VisitLinks([&](std::string_view name, std::string_view other, Relation relation,
                   std::uint32_t percent) {
      links_[next[names_.Find(name)]++] = {names_.Find(other), relation, percent};
    });
    for (std::size_t name = 0; name < names_.size(); ++name) AddRelatives(name);
  }

  [[nodiscard]] std::string_view NameOf(std::uint16_t number) const noexcept {
    return names_.word(number);
  }

  [[nodiscard]] std::span<const RelatedName> RelatedTo(std::string_view name) const noexcept {
    const std::uint16_t number = names_.Find(name);
    if (number == kNoWord) return {};
    return std::span(related_).subspan(related_of_[number],
                                       related_of_[number + 1U] - related_of_[number]);
  }

 private:
  [[nodiscard]] std::span<const Link> LinksOf(std::size_t name) const {
    return std::span(links_).subspan(links_of_[name], links_of_[name + 1] - links_of_[name]);
  }

  void AddRelatives(std::size_t name) {
    Relatives relatives;
    for (const Link& first : LinksOf(name)) {
      relatives.Add(first);
      for (const Link& second : LinksOf(first.name)) {
        const Link both = Join(first, second);
        if (both.name != name && both.percent >= kLeastPercent) relatives.Add(both);
      }
    }
    std::uint32_t next = related_of_[name];
    for (const Link& link : relatives.links()) {
      related_[next++] =
          RelatedName(link.name, link.relation, static_cast<std::uint8_t>(link.percent));
    }
    related_of_[name + 1] = next;
  }

  WordIndex<kMaxNames> names_;
  std::array<std::uint32_t, kMaxNames + 1> links_of_{};
  std::array<Link, kLinkCount> links_{};
  std::array<std::uint32_t, kMaxNames + 1> related_of_{};
  std::array<RelatedName, kMaxNames * kMaxRelatedNames> related_{};
};

const NicknameIndex& Index() noexcept {
  static const NicknameIndex index;
  return index;
}

}  // namespace

std::string_view RelatedName::name() const noexcept { return Index().NameOf(number_); }

std::span<const RelatedName> RelatedGivenNames(std::string_view folded) noexcept {
  return Index().RelatedTo(folded);
}

}  // namespace namesake::names
