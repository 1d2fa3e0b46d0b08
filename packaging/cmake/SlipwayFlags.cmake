# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

add_library(slipway_flags INTERFACE)
add_library(Slipway::flags ALIAS slipway_flags)
target_compile_options(slipway_flags INTERFACE
    -fPIC # executables too, so that one precompiled header serves everything
    -Wall -Wextra -Wpedantic -Wshadow=local -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough)
target_compile_definitions(slipway_flags INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_CONTEXTLESS_CONNECT QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_KEYWORDS QT_NO_FOREACH
    QT_USE_QSTRINGBUILDER QT_DISABLE_DEPRECATED_UP_TO=0x060800)
target_include_directories(slipway_flags INTERFACE "${PROJECT_SOURCE_DIR}")
if(SLIPWAY_SANITIZE)
    list(JOIN SLIPWAY_SANITIZE "," _sanitizers)
    target_compile_options(slipway_flags INTERFACE -fsanitize=${_sanitizers} -fno-omit-frame-pointer)
    target_link_options(slipway_flags INTERFACE -fsanitize=${_sanitizers})
endif()
