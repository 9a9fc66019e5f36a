# SPDX-License-Identifier: Apache-2.0
# The shapes of target this project has. A folder's CMakeLists.txt is a few lines of these.

include(GoogleTest)

# namesake_library(<folder> SOURCES a.cc ... DEPENDS namesake::base ... [PRIVATE_DEPENDS PkgConfig::RE2 ...]
#                  [PRECOMPILE <header> ...])
# One library for the folder src/<folder>. DEPENDS and PRIVATE_DEPENDS are its allowed dependencies;
# tests/structure holds the #include lines against them.
function(namesake_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS;PRECOMPILE" ${ARGN})
  add_library(namesake_${name} STATIC ${ARG_SOURCES})
  add_library(namesake::${name} ALIAS namesake_${name})
  target_include_directories(namesake_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(namesake_${name} PUBLIC ${ARG_DEPENDS} PRIVATE namesake_warnings ${ARG_PRIVATE_DEPENDS})
  if(ARG_PRECOMPILE)
    target_precompile_headers(namesake_${name} PRIVATE ${ARG_PRECOMPILE})
  endif()
endfunction()

# One precompiled header for every test program: GoogleTest and the standard containers.
add_library(namesake_test_pch OBJECT ${PROJECT_SOURCE_DIR}/cmake/test_pch.cc)
target_link_libraries(namesake_test_pch PUBLIC GTest::gtest GTest::gmock PRIVATE namesake_warnings)
# A precompiled header fits only where everything is compiled alike, and CMake would compile a
# library with -fPIC and a program with -fPIE.
set_target_properties(namesake_test_pch PROPERTIES POSITION_INDEPENDENT_CODE OFF)
target_compile_options(namesake_test_pch PUBLIC -fPIC)
target_precompile_headers(namesake_test_pch PUBLIC <gmock/gmock.h> <gtest/gtest.h> <map> <memory> <string>
                          <string_view> <vector>)

# namesake_tests(<folder> SOURCES a_test.cc ... [DEPENDS ...])
# One test program for the folder; every TEST is a ctest of its own name.
function(namesake_tests name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  target_link_libraries(${name}_test PRIVATE namesake::${name} ${ARG_DEPENDS} namesake_warnings GTest::gtest
                        GTest::gmock GTest::gtest_main)
  set_target_properties(${name}_test PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${name}_test PRIVATE -fPIC)
  target_precompile_headers(${name}_test REUSE_FROM namesake_test_pch)
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}." NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()

# namesake_benchmark(<name> SOURCES a_bench.cc ... DEPENDS ...)
function(namesake_benchmark name)
  if(NAMESAKE_BENCHMARKS)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} namesake_warnings benchmark::benchmark
                          benchmark::benchmark_main)
  endif()
endfunction()

# All fuzz targets: what fuzzing has to build.
add_custom_target(fuzz_targets)

# namesake_fuzz(<name> SOURCE a_fuzz.cc DEPENDS ...)
# Built always: with libFuzzer when NAMESAKE_FUZZ, else with a main that replays files. The corpus
# fuzz/corpus/<name>/ is replayed as a test in every build.
function(namesake_fuzz name)
  cmake_parse_arguments(ARG "" "SOURCE" "DEPENDS" ${ARGN})
  add_executable(${name}_fuzz ${ARG_SOURCE})
  target_link_libraries(${name}_fuzz PRIVATE ${ARG_DEPENDS} namesake_warnings)
  add_dependencies(fuzz_targets ${name}_fuzz)
  if(NAMESAKE_FUZZ)
    target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
    add_test(NAME fuzz.${name}.replays_corpus
             COMMAND ${name}_fuzz -runs=0 ${PROJECT_SOURCE_DIR}/fuzz/corpus/${name})
  else()
    target_sources(${name}_fuzz PRIVATE ${PROJECT_SOURCE_DIR}/fuzz/replay_main.cc)
    add_test(NAME fuzz.${name}.replays_corpus
             COMMAND ${name}_fuzz ${PROJECT_SOURCE_DIR}/fuzz/corpus/${name})
  endif()
endfunction()
