// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/invocation.h"

namespace slipway::app {

namespace {
const QString verbs = QStringLiteral(
    "build new run deploy rollback undeploy projects switch open delete status workers pause resume tasks task "
    "plan gates approve reject logs diff audit login config doctor mcp completion");
}

QString completionScript(const QString &shell)
{
    const QString projects
        = QStringLiteral("slipway projects --json 2>/dev/null | sed -n 's/.*\"name\": \"\\([^\"]*\\)\".*/\\1/p'");
    if (shell == QLatin1String("bash")) {
        return QStringLiteral("_slipway() {\n"
                              "    local word=${COMP_WORDS[COMP_CWORD]}\n"
                              "    if ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W '%1 --server --worker --help "
                              "--version' -- \"$word\"));\n"
                              "    elif [[ ${COMP_WORDS[1]} == workers ]]; then COMPREPLY=($(compgen -W 'start stop "
                              "list' -- \"$word\"));\n"
                              "    elif [[ ${COMP_WORDS[1]} == mcp ]]; then COMPREPLY=($(compgen -W '--allow-control' "
                              "-- \"$word\"));\n"
                              "    elif [[ ${COMP_WORDS[1]} == task && $COMP_CWORD -eq 2 ]]; then COMPREPLY=($(compgen "
                              "-W 'show retry cancel release prioritise message' -- \"$word\"));\n"
                              "    elif [[ ${COMP_WORDS[1]} == plan && $COMP_CWORD -eq 2 ]]; then COMPREPLY=($(compgen "
                              "-W 'show edit' -- \"$word\"));\n"
                              "    elif [[ ${COMP_WORDS[1]} == config && $COMP_CWORD -eq 2 ]]; then "
                              "COMPREPLY=($(compgen -W 'get set' -- \"$word\"));\n"
                              "    else COMPREPLY=($(compgen -W \"$(%2)\" -- \"$word\")); fi\n"
                              "}\ncomplete -F _slipway slipway\n")
            .arg(verbs, projects);
    }
    if (shell == QLatin1String("zsh")) {
        return QStringLiteral("#compdef slipway\n_arguments '1:command:(%1)' \"*:project:($(%2))\"\n")
            .arg(verbs, projects);
    }
    if (shell == QLatin1String("fish")) {
        return QStringLiteral("complete -c slipway -f\n"
                              "complete -c slipway -n '__fish_use_subcommand' -a '%1'\n"
                              "complete -c slipway -n '__fish_seen_subcommand_from mcp' -l allow-control\n"
                              "complete -c slipway -n 'not __fish_use_subcommand' -a '(%2)'\n")
            .arg(verbs, projects);
    }
    return {};
}

} // namespace slipway::app
