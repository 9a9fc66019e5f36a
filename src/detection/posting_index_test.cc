// SPDX-License-Identifier: Apache-2.0
#include "detection/posting_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

namespace namesake::detection {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;

using Posting = PostingIndex::Posting;

constexpr std::uint64_t kCounts = ~std::uint64_t{0} << 24U;  // the leading 40 bits

std::vector<Posting> RandomPostings(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Posting> postings;
  for (std::size_t i = 0; i < count; ++i) {
    postings.push_back({random(), static_cast<std::uint32_t>(i)});
    if (i % 7 == 0) postings.push_back({postings.back().key, static_cast<std::uint32_t>(i + 1)});
  }
  return postings;
}

TEST(PostingIndex, FindsNothingWhenEmpty) {
  const PostingIndex index;
  EXPECT_THAT(index.Find(0), IsEmpty());
  EXPECT_FALSE(index.MayHave(1));
  index.Prefetch(2);
}

class OfSize : public testing::TestWithParam<std::size_t> {};

TEST_P(OfSize, FindsWhatAMultimapFinds) {
  const std::vector<Posting> postings = RandomPostings(GetParam(), 1);
  std::multimap<std::uint64_t, std::uint32_t> model;
  for (const Posting& posting : postings) model.emplace(posting.key & kCounts, posting.number);
  const PostingIndex index(postings);
  EXPECT_EQ(index.size(), postings.size());
  for (const Posting& posting : postings) {
    std::vector<std::uint32_t> wanted;
    const auto [begin, end] = model.equal_range(posting.key & kCounts);
    for (auto at = begin; at != end; ++at) wanted.push_back(at->second);
    EXPECT_TRUE(index.MayHave(posting.key));
    EXPECT_THAT(index.Find(posting.key), ElementsAreArray(wanted));
  }
}

TEST_P(OfSize, HandsOutItsPostingsInOrder) {
  const std::vector<Posting> postings = RandomPostings(GetParam(), 2);
  const PostingIndex index(postings);
  std::vector<Posting> again;
  index.ForEach([&](std::uint64_t key, std::uint32_t number) {
    EXPECT_LE(again.empty() ? 0 : again.back().key, key);
    again.push_back({key, number});
  });
  ASSERT_EQ(again.size(), postings.size());
  // What is built from them is the same index.
  const PostingIndex rebuilt(again);
  for (const Posting& posting : postings) {
    EXPECT_THAT(rebuilt.Find(posting.key), ElementsAreArray(index.Find(posting.key)));
  }
}

TEST_P(OfSize, SeldomHasToLookForWhatIsNotThere) {
  const PostingIndex index(RandomPostings(GetParam(), 3));
  std::mt19937_64 random(4);
  std::size_t looked = 0;
  for (int i = 0; i < 10'000; ++i) looked += index.MayHave(random()) ? 1U : 0U;
  EXPECT_LT(looked, 2'500U);
}

INSTANTIATE_TEST_SUITE_P(All, OfSize, testing::Values(1U, 2U, 100U, 5'000U, 100'000U));

}  // namespace
}  // namespace namesake::detection
