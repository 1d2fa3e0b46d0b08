# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
include(CMakeDependentOption)
option(SLIPWAY_BUILD_UI "Build the desktop (off: a small server without Qt Widgets)" ON)
set(SLIPWAY_SANITIZE "" CACHE STRING "Sanitizers: empty, address;undefined or thread")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
