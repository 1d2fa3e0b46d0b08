// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/github/githubrepositories.h"

namespace slipway::forge {

namespace {

QString colorOf(const Label &label)
{
    QString color = label.color.toLower();
    color.remove(QLatin1Char('#'));
    return color.isEmpty() ? QStringLiteral("ededed") : color;
}

} // namespace

Async<> GitHubRepositories::ensureLabels(QString repo, QList<Label> labels)
{
    CO_CHECK(checkFullName(repo));
    const auto held = co_await m.locks.lock(QStringLiteral("labels ") + repo);
    const QString path = repoPath(repo, QStringLiteral("/labels"));
    CO_TRY(const QJsonArray there, co_await m.api.list(QStringLiteral("Reading the labels of ") + repo, path));
    QHash<QString, QJsonObject> known;
    for (const auto &entry : there) {
        const QJsonObject label = entry.toObject();
        known.insert(label.value(QLatin1String("name")).toString().toLower(), label);
    }
    for (const Label &label : labels)
        CO_CHECK(co_await ensureLabel(repo, label, known.value(label.name.toLower())));
    co_return {};
}

Async<> GitHubRepositories::ensureLabel(QString repo, Label wanted, QJsonObject known)
{
    const QString description = wanted.description.simplified().left(100);
    ApiCall call;
    call.what = QStringLiteral("Making the label %1 of %2").arg(wanted.name, repo);
    call.path = repoPath(repo, QStringLiteral("/labels"));
    call.kind = net::RequestKind::Write;
    QJsonObject body { { QStringLiteral("color"), colorOf(wanted) }, { QStringLiteral("description"), description } };
    if (known.isEmpty()) {
        call.method = "POST";
        body.insert(QStringLiteral("name"), wanted.name.left(50));
        call.body = body;
        const ApiReply made = co_await m.api.send(call); // again after a lost answer: 422, see below
        if (made.ok())
            co_return {};
        if (!alreadyExists(made))
            co_return made.failure();
    } else if (known.value(QLatin1String("color")).toString() == colorOf(wanted)
               && known.value(QLatin1String("description")).toString() == description) {
        co_return {};
    }
    call.method = "PATCH";
    call.path += QLatin1Char('/') + GitHubApi::segment(wanted.name);
    body.remove(QStringLiteral("name"));
    call.body = body;
    const ApiReply changed = co_await m.api.send(call);
    if (!changed.ok())
        co_return changed.failure();
    co_return {};
}

} // namespace slipway::forge
