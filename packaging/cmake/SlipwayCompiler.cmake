# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
# The code is C++23 with std::expected and coroutines: GCC 14 or Clang 19. Debian 12's default g++ is 12, so a plain
# `cmake -S . -B B` takes the newer one that packaging/setup installs beside it, unless the caller names a compiler.
if(NOT DEFINED CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
    find_program(SLIPWAY_GXX NAMES g++-15 g++-14)
    if(SLIPWAY_GXX)
        set(CMAKE_CXX_COMPILER "${SLIPWAY_GXX}")
    endif()
endif()
if(NOT DEFINED CMAKE_C_COMPILER AND NOT DEFINED ENV{CC})
    find_program(SLIPWAY_GCC NAMES gcc-15 gcc-14)
    if(SLIPWAY_GCC)
        set(CMAKE_C_COMPILER "${SLIPWAY_GCC}")
    endif()
endif()
if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(SLIPWAY_CCACHE ccache)
    if(SLIPWAY_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER
            "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
            "${SLIPWAY_CCACHE}")
    endif()
endif()
