# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later

# One precompiled header for all of core: Qt Core, QCoro and the standard library make up most of each file's parse time.
add_library(slipway_pch STATIC "${CMAKE_CURRENT_LIST_DIR}/pch.cpp")
target_link_libraries(slipway_pch PUBLIC Slipway::flags Qt6::Core QCoro6::Core)
target_precompile_headers(slipway_pch PRIVATE "${CMAKE_CURRENT_LIST_DIR}/pch.h")

# slipway_add_module(NAME base SOURCES … PUBLIC_DEPENDS … PRIVATE_DEPENDS …)
# One core folder = one static library `slipway_<name>` with the alias `Slipway::<name>`. The dependencies named here
# are the folder's whole permission to include others; tests/architecture compares every #include with them.
function(slipway_add_module)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;PUBLIC_DEPENDS;PRIVATE_DEPENDS" ${ARGN})
    set(_target slipway_${ARG_NAME})
    add_library(${_target} STATIC ${ARG_SOURCES})
    add_library(Slipway::${ARG_NAME} ALIAS ${_target})
    set_target_properties(${_target} PROPERTIES AUTOMOC ON)
    target_link_libraries(${_target} PUBLIC Slipway::flags Qt6::Core QCoro6::Core ${ARG_PUBLIC_DEPENDS}
                                     PRIVATE ${ARG_PRIVATE_DEPENDS})
    target_precompile_headers(${_target} REUSE_FROM slipway_pch)
    set(_ours ${ARG_PUBLIC_DEPENDS} ${ARG_PRIVATE_DEPENDS})
    list(FILTER _ours INCLUDE REGEX "^Slipway::")
    list(TRANSFORM _ours REPLACE "^Slipway::" "")
    list(JOIN _ours "," _ours)
    set_property(GLOBAL APPEND PROPERTY SLIPWAY_MODULES "${ARG_NAME}=${_ours}")
endfunction()

# slipway_add_test(NAME tst_queue SOURCES … LIBRARIES … [LABELS …] [GUI] [TIMEOUT s])
# One executable; every SOURCES file holds one QObject test class and registers it (tests/support/testmain.h).
function(slipway_add_test)
    cmake_parse_arguments(ARG "GUI" "NAME;TIMEOUT" "SOURCES;LIBRARIES;LABELS" ${ARGN})
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    set_target_properties(${ARG_NAME} PROPERTIES AUTOMOC ON)
    target_link_libraries(${ARG_NAME} PRIVATE Slipway::flags Slipway::testsupport Qt6::Test ${ARG_LIBRARIES})
    target_compile_definitions(${ARG_NAME} PRIVATE SLIPWAY_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
        SLIPWAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SLIPWAY_BINARY_DIR="${CMAKE_BINARY_DIR}")
    if(NOT ARG_GUI)
        target_precompile_headers(${ARG_NAME} REUSE_FROM slipway_pch)
    endif()
    add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;NO_COLOR=1;QTEST_FUNCTION_TIMEOUT=${ARG_TIMEOUT}000") # Qt's own limit is 5 min
endfunction()
