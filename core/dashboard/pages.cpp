// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/pages.h"

#include <KTextTemplate/Context>
#include <KTextTemplate/Engine>
#include <KTextTemplate/Template>
#include <KTextTemplate/TemplateLoader>

#include <QCryptographicHash>
#include <QFile>

namespace slipway::dashboard {

namespace {

struct StaticFile {
    const char *name, *type;
};
constexpr StaticFile staticFiles[] { { "htmx.min.js", "text/javascript; charset=utf-8" },
                                     { "style.css", "text/css; charset=utf-8" },
                                     { "icon.svg", "image/svg+xml" } };

Result<QByteArray> resource(const QString &path)
{
    QFile file(QStringLiteral(":/slipway/dashboard/") % path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, QStringLiteral("The dashboard has no file %1").arg(path));
    return file.readAll();
}

} // namespace

struct Pages::Private {
    Private()
    {
        auto loader = QSharedPointer<KTextTemplate::InMemoryTemplateLoader>::create();
        for (const char *name : { "base.html", "index.html", "live.html", "bar.html", "gates.html", "workers.html",
                                  "project.html", "projectlive.html", "message.html" }) {
            const QString file = QLatin1String(name);
            loader->setTemplate(
                file, QString::fromUtf8(resource(QStringLiteral("templates/") % file).value_or(QByteArray())));
        }
        engine.addTemplateLoader(loader);
        engine.setSmartTrimEnabled(true);
    }
    // Parsing a template needs a non-const engine; what it holds stays the same.
    mutable KTextTemplate::Engine engine;
    mutable QHash<QString, KTextTemplate::Template> parsed;
};

Pages::Pages()
    : d(std::make_unique<Private>())
{
}

Pages::~Pages() = default;

Result<QByteArray> Pages::render(const QString &name, const QVariantHash &values) const
{
    KTextTemplate::Template page = d->parsed.value(name);
    if (!page) {
        page = d->engine.loadByName(name);
        d->parsed.insert(name, page);
    }
    if (page->error() != KTextTemplate::NoError)
        return fail(ErrorCode::Internal, QStringLiteral("The dashboard's page %1 is broken").arg(name), {},
                    page->errorString());
    KTextTemplate::Context context(values);
    context.insert(QStringLiteral("static"), QVariant(staticVersion()));
    const QString text = page->render(&context);
    if (page->error() != KTextTemplate::NoError)
        return fail(ErrorCode::Internal, QStringLiteral("The dashboard's page %1 cannot be filled").arg(name), {},
                    page->errorString());
    return text.toUtf8();
}

Result<QByteArray> Pages::staticFile(const QString &name, QByteArray *type)
{
    for (const StaticFile &file : staticFiles) {
        if (name == QLatin1String(file.name)) {
            *type = file.type;
            return resource(QStringLiteral("static/") % name);
        }
    }
    return fail(ErrorCode::NotFound, QStringLiteral("There is no file %1").arg(name));
}

QString Pages::staticVersion()
{
    static const QString version = [] {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        for (const StaticFile &file : staticFiles)
            hash.addData(resource(QStringLiteral("static/") % QLatin1String(file.name)).value_or(QByteArray()));
        return QString::fromLatin1(hash.result().toHex().left(12));
    }();
    return version;
}

} // namespace slipway::dashboard
