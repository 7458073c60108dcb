# How the folders of src/ become targets: one library a folder, one test program a folder.

add_library(sallyport_options INTERFACE)
target_include_directories(sallyport_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(
  sallyport_options
  INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
            -Woverloaded-virtual -fstack-protector-strong $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees dangling and uninitialised values where there are none, in the standard library itself.
  target_compile_options(sallyport_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
endif()
option(SALLYPORT_WERROR "Treat warnings as errors" ON)
if(SALLYPORT_WERROR)
  target_compile_options(sallyport_options INTERFACE -Werror)
endif()
if(SALLYPORT_SANITIZERS)
  target_compile_options(sallyport_options INTERFACE -fsanitize=${SALLYPORT_SANITIZERS}
                                                     -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(sallyport_options INTERFACE -fsanitize=${SALLYPORT_SANITIZERS})
endif()

if(SALLYPORT_FUZZERS)
  # Without it a fuzzer sees only its own file, not the library that it drives.
  target_compile_options(sallyport_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Under sanitizers these wait for disks, peers and people more than they compute: to optimize them takes longer than their
# tests do.
set(SALLYPORT_UNHURRIED reach store notify lookup api scenario app cli)

# sallyport_library(NAME SOURCES a.cc ... [DEPENDS target ...] [PRIVATE_DEPENDS target ...])
function(sallyport_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(sallyport_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(
    sallyport_${name}
    PUBLIC sallyport_options ${ARG_DEPENDS}
    PRIVATE ${ARG_PRIVATE_DEPENDS})
  if(SALLYPORT_SANITIZERS AND name IN_LIST SALLYPORT_UNHURRIED)
    target_compile_options(sallyport_${name} PRIVATE -O0)
  endif()
endfunction()

# Tests spend their time in the libraries: optimizing their own sources, and measuring their coverage for the
# fuzzers, would cost more than all of the rest.
set(SALLYPORT_TEST_OPTIONS -O0 -U_FORTIFY_SOURCE)
if(SALLYPORT_FUZZERS)
  list(APPEND SALLYPORT_TEST_OPTIONS -fno-sanitize=fuzzer-no-link)
endif()

# All test programs and fuzzers, without the two programs themselves: what the sanitizer builds make.
add_custom_target(unit_tests)

# sallyport_test(NAME [HEAVY] SOURCES a_test.cc ... [DEPENDS target ...] [TIMEOUT seconds])
# HEAVY: it computes much itself, and is optimized.
function(sallyport_test name)
  if(NOT SALLYPORT_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "HEAVY" "TIMEOUT" "SOURCES;DEPENDS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE sallyport_options ${ARG_DEPENDS} GTest::gtest_main)
  if(NOT ARG_HEAVY)
    target_compile_options(${name} PRIVATE ${SALLYPORT_TEST_OPTIONS})
  endif()
  add_dependencies(unit_tests ${name})
  if(SALLYPORT_SANITIZERS)
    # All of a program's tests in one process: with a sanitizer, to start one takes longer than most tests do.
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
    set_tests_properties(${name} PROPERTIES TIMEOUT 900 LABELS unit)
    return()
  endif()
  gtest_discover_tests(
    ${name}
    TEST_PREFIX "${name}/"
    DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS unit)
endfunction()

# sallyport_fuzzer(NAME SOURCES x_fuzz.cc CORPUS folder [DEPENDS target ...])
# Under clang with SALLYPORT_FUZZERS: a libFuzzer program, which begins with its corpus. Elsewhere, with tests: a program that
# replays the corpus once, so that what a fuzzer found stays found under every compiler.
function(sallyport_fuzzer name)
  cmake_parse_arguments(ARG "" "CORPUS" "SOURCES;DEPENDS" ${ARGN})
  if(SALLYPORT_FUZZERS)
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE sallyport_options ${ARG_DEPENDS})
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    add_dependencies(unit_tests ${name})
    set_property(GLOBAL APPEND PROPERTY SALLYPORT_FUZZ_CORPORA "${name} ${CMAKE_SOURCE_DIR}/tests/corpus/${ARG_CORPUS}")
  endif()
  if(SALLYPORT_TESTS AND NOT SALLYPORT_FUZZERS)
    add_executable(${name}_replay ${ARG_SOURCES} ${CMAKE_SOURCE_DIR}/tests/support/fuzz_replay.cc)
    target_link_libraries(${name}_replay PRIVATE sallyport_options ${ARG_DEPENDS})
    target_compile_options(${name}_replay PRIVATE ${SALLYPORT_TEST_OPTIONS})
    add_dependencies(unit_tests ${name}_replay)
    add_test(NAME ${name}_replay COMMAND ${name}_replay ${CMAKE_SOURCE_DIR}/tests/corpus/${ARG_CORPUS})
    set_tests_properties(${name}_replay PROPERTIES LABELS unit)
  endif()
endfunction()

# sallyport_benchmark(NAME SOURCES x_bench.cc [DEPENDS target ...])
function(sallyport_benchmark name)
  if(NOT SALLYPORT_BENCHMARKS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE sallyport_options ${ARG_DEPENDS})
endfunction()
