// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace slipway::deploy {

struct DockerSettings {
    QString home; ///< tells the containers of several homes apart; empty: ProcessRuntimeSettings::stateFolder
    QString homeId; ///< stands in the names of containers, images and volumes (homeIdOf()); empty: the names of old
    int containerPort = 8000;
    QString memory = QStringLiteral("512m"); ///< empty: no limit
    QString cpus; ///< empty: no limit
    int processes = 256; ///< 0: no limit
    int stopSeconds = 10; ///< from SIGTERM to SIGKILL
    QStringList runOptions; ///< further options of `run`
    QStringList buildOptions; ///< further options of `build`
};

} // namespace slipway::deploy
