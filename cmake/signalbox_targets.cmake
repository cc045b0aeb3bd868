# How a room, a program, a test and a benchmark are declared. Each is one call in the folder it is about.

# signalbox_library(core_learn SOURCES … USES signalbox::core_base … PACKAGES Eigen3::Eigen …)
# USES are rooms and PACKAGES are libraries; what a public header includes goes after PUBLIC_PACKAGES.
function(signalbox_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PUBLIC_PACKAGES;PACKAGES" ${ARGN})
  add_library(signalbox_${name} STATIC ${ARG_SOURCES})
  add_library(signalbox::${name} ALIAS signalbox_${name})
  target_link_libraries(signalbox_${name}
    PUBLIC signalbox::options ${ARG_USES} ${ARG_PUBLIC_PACKAGES}
    PRIVATE signalbox::warnings ${ARG_PACKAGES})
  if(name MATCHES "^ui_")
    signalbox_precompile(signalbox_${name} UI)
  endif()
endfunction()

# signalbox_program(signalboxctl SOURCES … USES …)
function(signalbox_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PACKAGES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE signalbox::options signalbox::warnings ${ARG_USES} ${ARG_PACKAGES})
  target_compile_definitions(${name} PRIVATE SIGNALBOX_VERSION="${PROJECT_VERSION}")
endfunction()

# signalbox_test(tst_csv LABEL core USES signalbox::core_learn): tst_csv.cpp with a Qt Test main.
# Tests find `tests/<room>` as SIGNALBOX_TEST_DATA, the checkout as SIGNALBOX_SOURCE_DIR and the reference data
# beside it, where there is any, as SIGNALBOX_SHARED_DIR.
function(signalbox_test name)
  cmake_parse_arguments(ARG "SERIAL" "LABEL;TIMEOUT" "SOURCES;USES;PACKAGES;ENVIRONMENT" ${ARGN})
  add_executable(${name} ${name}.cpp ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE signalbox::options signalbox::warnings Qt6::Test ${ARG_USES} ${ARG_PACKAGES})
  target_compile_definitions(${name} PRIVATE
    SIGNALBOX_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}"
    SIGNALBOX_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    SIGNALBOX_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared"
    SIGNALBOX_PROGRAM_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set(environment QT_QPA_PLATFORM=offscreen ${SIGNALBOX_SANITIZER_ENVIRONMENT} ${ARG_ENVIRONMENT})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "${environment}")
  if(ARG_USES MATCHES "signalbox::ui_")
    signalbox_precompile(${name} UI)
  else()
    signalbox_precompile(${name} TEST)
  endif()
  if(ARG_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
  if(ARG_LABEL STREQUAL "core")
    add_dependencies(core_tests ${name})
  endif()
endfunction()

# signalbox_benchmark(bench_learn USES …): bench_learn.cpp with Google Benchmark's main. As a test it runs once,
# only to show that it still runs.
function(signalbox_benchmark name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PACKAGES" ${ARGN})
  add_executable(${name} ${name}.cpp ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE signalbox::options signalbox::warnings benchmark::benchmark
    benchmark::benchmark_main ${ARG_USES} ${ARG_PACKAGES})
  target_compile_definitions(${name} PRIVATE SIGNALBOX_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
  add_dependencies(benchmarks ${name})
endfunction()
