// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/roles/role.h"

#include "core/base/files.h"

#include <QDir>
#include <QRegularExpression>

#include <KTextTemplate/Context>
#include <KTextTemplate/Engine>
#include <KTextTemplate/Template>

namespace slipway::agents {

namespace {

QString root()
{
    return QStringLiteral(":/slipway/prompts/");
}

struct Record {
    QString title;
    QStringList tools;
    QString text;
};

/// `---`, lines of `key: value`, `---`, text.
Record parseRecord(const QString &source)
{
    Record record;
    if (!source.startsWith(QLatin1String("---\n"))) {
        record.text = source;
        return record;
    }
    const qsizetype end = source.indexOf(QLatin1String("\n---\n"), 3);
    const auto lines = source.mid(4, end - 4).split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        const QString value = line.section(QLatin1Char(':'), 1).trimmed();
        if (line.startsWith(QLatin1String("title:")))
            record.title = value;
        else if (line.startsWith(QLatin1String("tools:")))
            record.tools = value.split(QLatin1String(", "), Qt::SkipEmptyParts);
    }
    record.text = source.mid(end + 5).trimmed();
    return record;
}

/// Lines that hold nothing but `{% … %}` leave no line behind. (The engine's own way to do that also joins lines that hold
/// nothing but a value, and a data block has to begin and end with a line of its own.)
QString withoutTagLines(QString source)
{
    static const QRegularExpression tags(QStringLiteral("^[ \\t]*((?:\\{%[^%\\n]*%\\}[ \\t]*)+)\\n"),
                                         QRegularExpression::MultilineOption);
    return source.replace(tags, QStringLiteral("\\1"));
}

} // namespace

Result<Role> roleByName(const QString &name)
{
    if (!roleNames().contains(name)) {
        return fail(ErrorCode::NotFound, QStringLiteral("There is no role \"%1\"").arg(name),
                    QStringLiteral("Roles: %1").arg(roleNames().join(QStringLiteral(", "))));
    }
    TRY(const QByteArray source, base::readFile(root() + QStringLiteral("roles/") + name + QStringLiteral(".md")));
    TRY(const QByteArray rules, base::readFile(root() + QStringLiteral("rules.md")));
    const Record record = parseRecord(QString::fromUtf8(source));
    return Role { name, record.title,
                  record.text + QStringLiteral("\n\n") + QString::fromUtf8(rules).trimmed() + QLatin1Char('\n'),
                  record.tools };
}

QStringList roleNames()
{
    QStringList names
        = QDir(root() + QStringLiteral("roles")).entryList({ QStringLiteral("*.md") }, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(3);
    return names;
}

Result<QString> renderPrompt(const QString &path, const QVariantHash &values)
{
    TRY(const QByteArray source, base::readFile(root() + path + QStringLiteral(".md")));
    // One engine a call: they are cheap and not made for several threads.
    KTextTemplate::Engine engine;
    const auto parsed = engine.newTemplate(withoutTagLines(QString::fromUtf8(source)), path);
    KTextTemplate::Context context(values);
    context.setAutoEscape(false); // plain text, not HTML
    QString text = parsed->render(&context);
    if (parsed->error() != KTextTemplate::NoError)
        return fail(ErrorCode::Invalid, QStringLiteral("The prompt %1 cannot be rendered").arg(path), {},
                    parsed->errorString());
    return text.trimmed() + QLatin1Char('\n');
}

} // namespace slipway::agents
