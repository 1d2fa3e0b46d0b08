# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
set(CPACK_PACKAGE_NAME slipway)
set(CPACK_PACKAGE_VENDOR "The Slipway authors")
set(CPACK_PACKAGE_CONTACT "The Slipway authors <maintainers@slipway.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "From one line to a live, tested web service")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_GENERATOR "TGZ;DEB")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "redis-server | redis-tools, git, bubblewrap, python3")
include(CPack)
