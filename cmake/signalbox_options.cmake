# Two INTERFACE targets: what every target is built with, and what our own code is warned about.

add_library(signalbox_options INTERFACE)
add_library(signalbox::options ALIAS signalbox_options)
add_library(signalbox_warnings INTERFACE)
add_library(signalbox::warnings ALIAS signalbox_warnings)

target_include_directories(signalbox_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(signalbox_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400)

if(MSVC)
  target_compile_options(signalbox_options INTERFACE /utf-8 /permissive- /Zc:__cplusplus /Zc:preprocessor /bigobj
    /guard:cf /sdl)
  target_compile_definitions(signalbox_options INTERFACE NOMINMAX WIN32_LEAN_AND_MEAN _WIN32_WINNT=0x0A00)
  target_link_options(signalbox_options INTERFACE /guard:cf)
  target_compile_options(signalbox_warnings INTERFACE /W4)
else()
  target_compile_options(signalbox_options INTERFACE -fstack-protector-strong)
  target_compile_definitions(signalbox_options INTERFACE _GLIBCXX_ASSERTIONS)
  if(NOT SIGNALBOX_SANITIZE)
    target_compile_options(signalbox_options INTERFACE
      $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
  endif()
  if(NOT APPLE)
    target_link_options(signalbox_options INTERFACE -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
      target_compile_options(signalbox_options INTERFACE -fcf-protection=full)
    endif()
  endif()
  target_compile_options(signalbox_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
    -Wcast-align -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Wextra-semi)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(signalbox_warnings INTERFACE -Wduplicated-cond -Wlogical-op)
  endif()
endif()

if(SIGNALBOX_WARNINGS_AS_ERRORS)
  target_compile_options(signalbox_warnings INTERFACE $<IF:$<CXX_COMPILER_ID:MSVC>,/WX,-Werror>)
endif()

# Debug symbols cost most of the build time and space; one level is enough for a stack trace.
if(NOT MSVC)
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
endif()

if(SIGNALBOX_SANITIZE)
  target_compile_options(signalbox_options INTERFACE
    -fsanitize=${SIGNALBOX_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(signalbox_options INTERFACE -fsanitize=${SIGNALBOX_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND SIGNALBOX_SANITIZE MATCHES "address")
    # Its checks hide from GCC what is initialised; the other presets keep the warning.
    target_compile_options(signalbox_warnings INTERFACE -Wno-maybe-uninitialized)
  endif()
  # What tests run with; the files say why each library is excused.
  set(SIGNALBOX_SANITIZER_ENVIRONMENT
    "TSAN_OPTIONS=suppressions='${PROJECT_SOURCE_DIR}/cmake/sanitizers/tsan.supp':second_deadlock_stack=1"
    "LSAN_OPTIONS=suppressions='${PROJECT_SOURCE_DIR}/cmake/sanitizers/lsan.supp':print_suppressions=0"
    "UBSAN_OPTIONS=print_stacktrace=1")
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # ccache needs these to accept precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${CCACHE_PROGRAM}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND SIGNALBOX_PCH)
    target_compile_options(signalbox_options INTERFACE -fpch-preprocess)
  endif()
endif()
