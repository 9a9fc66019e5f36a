// SPDX-License-Identifier: Apache-2.0
#include "registry/ip_network.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace namesake::registry {
namespace {

TEST(IpNetwork, ReadsBothFamilies) {
  ASSERT_TRUE(ParseIpAddress("192.0.2.1"));
  EXPECT_EQ(ParseIpAddress("192.0.2.1")->prefix_bits, 128);
  ASSERT_TRUE(ParseIpAddress("2001:DB8::1"));
  EXPECT_EQ(ParseIpAddress("2001:DB8::1"), ParseIpAddress("2001:db8:0:0::0:1"));
}

TEST(IpNetwork, TakesAMappedAddressForTheIpv4AddressItIs) {
  EXPECT_EQ(ParseIpAddress("::ffff:192.0.2.1"), ParseIpAddress("192.0.2.1"));
  EXPECT_EQ(ParseIpNetwork("::ffff:192.0.2.0/120"), ParseIpNetwork("192.0.2.0/24"));
}

TEST(IpNetwork, RefusesWhatIsNoAddress) {
  const std::vector<std::string> texts = {"",
                                          "192.0.2",
                                          "192.0.2.1.1",
                                          "192.0.2.256",
                                          "192.0.2.01",
                                          " 192.0.2.1",
                                          "example",
                                          "192.0.2.1:25",
                                          "[2001:db8::1]",
                                          "fe80::1%lo",
                                          "2001:db8:::1",
                                          "192.0.2.1 ",
                                          std::string("192.0.2.1\0x", 11)};
  for (const std::string& text : texts) {
    EXPECT_FALSE(ParseIpAddress(text)) << text;
    EXPECT_FALSE(ParseIpNetwork(text)) << text;
  }
  EXPECT_FALSE(ParseIpAddress("192.0.2.0/24"));
}

TEST(IpNetwork, RefusesAPrefixThatDoesNotFit) {
  for (const std::string text : {"192.0.2.0/33", "2001:db8::/129", "192.0.2.0/", "192.0.2.0/-1",
                                 "192.0.2.0/+1", "192.0.2.0/024", "192.0.2.0/24x", "/24",
                                 "192.0.2.0/24/24", "192.0.2.0/ 24", "192.0.2.0/255.255.255.0"}) {
    EXPECT_FALSE(ParseIpNetwork(text)) << text;
  }
}

TEST(IpNetwork, DropsWhatIsBeyondThePrefix) {
  EXPECT_EQ(ParseIpNetwork("198.51.100.77/20"), ParseIpNetwork("198.51.96.0/20"));
  EXPECT_NE(ParseIpNetwork("198.51.96.0/20"), ParseIpNetwork("198.51.96.0/21"));
  EXPECT_EQ(Widen(*ParseIpAddress("198.51.100.77"), 96 + 24), *ParseIpNetwork("198.51.100.0/24"));
}

TEST(IpNetwork, WritesTheShortestText) {
  EXPECT_EQ(FormatIpAddress(*ParseIpAddress("::FFFF:192.0.2.1")), "192.0.2.1");
  EXPECT_EQ(FormatIpAddress(*ParseIpAddress("2001:DB8:0:0::1")), "2001:db8::1");
}

TEST(IpNetwork, KnowsWhatIsNotOfTheInternet) {
  struct Case {
    std::string network;
    std::string use;
  };
  const std::vector<Case> cases = {{"10.1.2.3", "private"},          {"172.16.0.0/12", "private"},
                                   {"172.31.255.255", "private"},    {"192.168.1.0/24", "private"},
                                   {"fc00::1", "private"},           {"fdff::/16", "private"},
                                   {"127.0.0.1", "loopback"},        {"::1", "loopback"},
                                   {"169.254.9.9", "link-local"},    {"fe80::1", "link-local"},
                                   {"0.0.0.0", "unspecified"},       {"::", "unspecified"},
                                   {"255.255.255.255", "broadcast"}, {"::ffff:10.0.0.1", "private"},
                                   {"::ffff:127.0.0.1", "loopback"}, {"0.0.0.0/0", "unspecified"},
                                   {"8.0.0.0/6", "private"},  // holds 10.0.0.0/8
                                   {"::/0", "unspecified"}};
  for (const Case& test : cases) {
    EXPECT_EQ(SpecialUse(*ParseIpNetwork(test.network)), test.use) << test.network;
  }
  for (const std::string text :
       {"192.0.2.1", "172.32.0.0/16", "11.0.0.0/8", "100.64.0.1", "2001:db8::/32", "255.255.255.0",
        "2000::/3", "203.0.113.0/24", "128.0.0.1"}) {
    EXPECT_EQ(SpecialUse(*ParseIpNetwork(text)), "") << text;
  }
}

}  // namespace
}  // namespace namesake::registry
