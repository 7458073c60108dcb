#include "base/spreadsheet.h"

#include <gtest/gtest.h>

#include <random>

namespace sallyport {
namespace {

TEST(Spreadsheet, WhatBeginsLikeAFormulaBecomesText) {
  for (const char* text :
       {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "'=1", "''@"}) {
    EXPECT_EQ(guard_cell(text), std::string("'") + text);
    EXPECT_EQ(unguard_cell(guard_cell(text)), text);
  }
  for (const char* text : {"", "office", "a=b", "'", "'tis", " =1", "\uff1e"}) {
    EXPECT_EQ(guard_cell(text), text);
    EXPECT_EQ(unguard_cell(text), text);
  }
}

TEST(Spreadsheet, EveryTextComesBack) {
  std::mt19937 random(7);
  constexpr std::string_view kParts[] = {"'", "=", "-", "a", "\uff1d", " ", "\t"};
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (auto n = random() % 6; n > 0; --n) text += kParts[random() % std::size(kParts)];
    const std::string cell = guard_cell(text);
    EXPECT_EQ(unguard_cell(cell), text);
    EXPECT_EQ(std::string_view("=-\t").find(cell.empty() ? 'x' : cell.front()), std::string_view::npos)
        << text;
  }
}

}  // namespace
}  // namespace sallyport
