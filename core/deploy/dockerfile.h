// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace slipway::deploy {

/// What the process runtime needs to know of a Dockerfile: the state of its last stage. Value, any thread.
/// Understood: continuation lines, comments, the escape directive, here-documents, ARG with defaults, variables, stages that
/// build on former ones, exec and shell form, SHELL. Build steps (RUN) are listed, not run.
class Dockerfile final {
public:
    struct Copy {
        QStringList sources;
        QString target; ///< absolute
    };
    struct Stage {
        QString name; ///< after AS, lower case
        QString baseImage; ///< what FROM names, followed through former stages to a real image
        QMap<QString, QString> environment;
        QString workingDirectory; ///< absolute; empty: never set
        QStringList entrypoint, command; ///< arguments; the shell form is already `<shell> -c text`
        bool shellEntrypoint = false; ///< in shell form: the command is not passed to it
        QStringList ports, volumes, runs;
        QList<Copy> copies; ///< from the build context only
        QString user;
    };

    /// `known`: variables taken as set in every base image (PATH). Invalid with the line number if it cannot be read.
    [[nodiscard]] static Result<Dockerfile> parse(const QString &text, const QMap<QString, QString> &known = {});

    [[nodiscard]] const QList<Stage> &stages() const { return m_stages; }
    [[nodiscard]] const Stage &last() const { return m_stages.last(); }
    /// ENTRYPOINT and CMD put together as Docker does; empty if the base image would decide.
    [[nodiscard]] QStringList startCommand() const;
    /// Images that have to be there or be pulled before a build, without duplicates, `scratch` left out.
    [[nodiscard]] QStringList baseImages() const;

private:
    class Reader;
    QList<Stage> m_stages;
    QStringList m_images;
};

} // namespace slipway::deploy
