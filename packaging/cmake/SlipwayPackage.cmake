# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
include(GNUInstallDirs)
set(_linux "${PROJECT_SOURCE_DIR}/packaging/linux")
install(FILES "${_linux}/slipway.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${_linux}/slipway.service" DESTINATION lib/systemd/user)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/slipway" RENAME copyright)
if(SLIPWAY_BUILD_UI)
    install(FILES "${_linux}/org.slipway.Slipway.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES "${_linux}/org.slipway.Slipway.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
    install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/slipway.svg"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
endif()

set(CPACK_PACKAGE_NAME slipway)
set(CPACK_PACKAGE_VENDOR "The Slipway authors")
set(CPACK_PACKAGE_CONTACT "The Slipway authors <maintainers@slipway.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "From one line to a live, tested web service")
set(CPACK_PACKAGE_DESCRIPTION "Slipway takes one line to a running, reviewed and tested web service with a URL, and keeps
a team of coding agents working on it until its backlog is empty: a Qt desktop control centre, the same engine without a
display, and a small dashboard for the browser.")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR "TGZ;DEB")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Not linked, but used at run time: plugins that Qt and KTextTemplate load, and the programs Slipway starts.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "redis-server, git, bubblewrap, python3, libqt6sql6-sqlite, libkf6texttemplate6, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-svg-plugins, gnome-keyring | kwalletmanager")
include(CPack)
