# SPDX-License-Identifier: Apache-2.0
# Compiler, linker, warnings, sanitizers: everything that holds for each target.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# Boost 1.81's and GoogleTest's templates are the bulk of a translation unit: -g1 keeps line numbers
# for backtraces at a third of the object size.
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

if(NAMESAKE_SANITIZE)
  add_compile_options(-fsanitize=${NAMESAKE_SANITIZE} -fno-omit-frame-pointer -O1)
  if(NAMESAKE_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  add_link_options(-fsanitize=${NAMESAKE_SANITIZE})
endif()
if(NAMESAKE_FUZZ)
  # Every library, not the targets alone: libFuzzer keeps an input for the branches it sees taken.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Warnings for our own code only; they are errors where NAMESAKE_WERROR says so.
add_library(namesake_warnings INTERFACE)
target_compile_options(namesake_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(NAMESAKE_WERROR)
  target_compile_options(namesake_warnings INTERFACE -Werror)
endif()
