// SPDX-License-Identifier: Apache-2.0
#include "console/encoding.h"

#include <gtest/gtest.h>

namespace namesake::console {
namespace {

TEST(Accepts, FindsTheEncodingByItsWholeName) {
  EXPECT_TRUE(Accepts("gzip, deflate, br", Encoding::kBrotli));
  EXPECT_TRUE(Accepts("GZIP;q=0.5", Encoding::kGzip));
  EXPECT_FALSE(Accepts("x-gzip", Encoding::kGzip));
  EXPECT_FALSE(Accepts("", Encoding::kGzip));
  EXPECT_FALSE(Accepts("*", Encoding::kGzip));
}

TEST(Accepts, TakesAWeightOfZeroForNo) {
  EXPECT_FALSE(Accepts("br;q=0, gzip", Encoding::kBrotli));
  EXPECT_FALSE(Accepts("br ; q = 0.000", Encoding::kBrotli));
  EXPECT_TRUE(Accepts("br;q=0.001", Encoding::kBrotli));
}

}  // namespace
}  // namespace namesake::console
