// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/prddocument.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

namespace slipway::planning {

namespace {

QJsonObject typed(const char *type)
{
    return { { QStringLiteral("type"), QString::fromLatin1(type) } };
}

QJsonObject objectSchema(const QJsonObject &properties)
{
    return { { QStringLiteral("type"), QStringLiteral("object") },
             { QStringLiteral("properties"), properties },
             { QStringLiteral("required"), QJsonArray::fromStringList(properties.keys()) } };
}

QJsonObject listSchema(const QJsonObject &items)
{
    return { { QStringLiteral("type"), QStringLiteral("array") }, { QStringLiteral("items"), items } };
}

QString headingOf(const QString &text)
{
    return text.trimmed().section(QLatin1Char('\n'), 0, 0).trimmed();
}

bool hasOpenFence(const QString &text)
{
    static const QRegularExpression fence(QStringLiteral("^ {0,3}(```|~~~)"), QRegularExpression::MultilineOption);
    return text.count(fence) % 2 == 1;
}

} // namespace

QString PrdDocument::markdown() const
{
    QString text = QStringLiteral("# %1\n\nProduct requirements for: %2\n").arg(title, idea.simplified());
    for (const PrdSection &section : sections)
        text += QLatin1Char('\n') + section.text.trimmed() + QLatin1Char('\n');
    return text;
}

qsizetype PrdDocument::bytes() const
{
    return markdown().toUtf8().size();
}

PrdSection *PrdDocument::section(const QString &slug)
{
    const auto found = std::ranges::find(sections, slug, &PrdSection::slug);
    return found == sections.end() ? nullptr : &*found;
}

QString PrdDocument::outline() const
{
    QString text;
    for (qsizetype i = 0; i < sections.size(); ++i)
        text += QStringLiteral("%1. %2 (%3): %4\n")
                    .arg(i + 1)
                    .arg(sections[i].title, sections[i].slug, sections[i].brief);
    return text.trimmed();
}

Result<PrdDocument> outlineFromJson(const QJsonObject &json, const PrdLimits &limits)
{
    PrdDocument document;
    QStringList broken;
    document.title = json.value(QLatin1String("title")).toString().simplified();
    if (document.title.isEmpty())
        broken.append(QStringLiteral("the document has no title"));
    QSet<QString> slugs;
    for (const auto &value : json.value(QLatin1String("sections")).toArray()) {
        const QJsonObject object = value.toObject();
        PrdSection section;
        section.slug = object.value(QLatin1String("slug")).toString();
        section.title = object.value(QLatin1String("title")).toString().simplified();
        section.brief = object.value(QLatin1String("brief")).toString().simplified();
        static const QRegularExpression slugShape(QStringLiteral("^[a-z0-9][a-z0-9-]{0,59}$"));
        if (!slugShape.match(section.slug).hasMatch())
            broken.append(
                QStringLiteral("the slug \"%1\" is not lower-case letters, digits and dashes").arg(section.slug));
        if (slugs.contains(section.slug))
            broken.append(QStringLiteral("the slug \"%1\" is used twice").arg(section.slug));
        if (section.title.isEmpty())
            broken.append(QStringLiteral("section \"%1\" has no title").arg(section.slug));
        slugs.insert(section.slug);
        document.sections.append(section);
    }
    if (document.sections.size() < limits.minSections || document.sections.size() > limits.maxSections) {
        broken.append(QStringLiteral("there are %1 sections; %2 to %3 are needed")
                          .arg(document.sections.size())
                          .arg(limits.minSections)
                          .arg(limits.maxSections));
    }
    if (!broken.isEmpty())
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The outline is not usable: %1").arg(broken.join(QStringLiteral("; "))));
    return document;
}

QJsonObject outlineToJson(const PrdDocument &document)
{
    QJsonArray sections;
    for (const PrdSection &section : document.sections) {
        sections.append(QJsonObject { { QStringLiteral("slug"), section.slug },
                                      { QStringLiteral("title"), section.title },
                                      { QStringLiteral("brief"), section.brief } });
    }
    return { { QStringLiteral("title"), document.title }, { QStringLiteral("sections"), sections } };
}

QJsonObject outlineSchema()
{
    const QJsonObject section = objectSchema({ { QStringLiteral("slug"), typed("string") },
                                               { QStringLiteral("title"), typed("string") },
                                               { QStringLiteral("brief"), typed("string") } });
    return objectSchema(
        { { QStringLiteral("title"), typed("string") }, { QStringLiteral("sections"), listSchema(section) } });
}

QJsonObject prdReviewSchema()
{
    const QJsonObject problem = objectSchema(
        { { QStringLiteral("section"), typed("string") }, { QStringLiteral("problem"), typed("string") } });
    return objectSchema(
        { { QStringLiteral("consistent"), typed("boolean") }, { QStringLiteral("problems"), listSchema(problem) } });
}

QString sectionText(const QString &answer, const PrdSection &section)
{
    static const QRegularExpression heading(QStringLiteral("^## .+$"), QRegularExpression::MultilineOption);
    QString text = answer.trimmed();
    // The whole answer inside one ```markdown fence is a habit of some models.
    static const QRegularExpression wrapped(QStringLiteral("^```(?:markdown|md)\\n(.*)\\n```$"),
                                            QRegularExpression::DotMatchesEverythingOption);
    if (const auto match = wrapped.match(text); match.hasMatch())
        text = match.captured(1).trimmed();
    const auto match = heading.match(text);
    // A heading far down is one of the section's own: then only the first heading is missing.
    if (match.hasMatch() && match.capturedStart() < 600)
        return text.mid(match.capturedStart());
    return text.isEmpty() ? QString() : QStringLiteral("## %1\n\n").arg(section.title) + text;
}

bool isTruncated(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || hasOpenFence(trimmed))
        return true;
    const QString last = trimmed.section(QLatin1Char('\n'), -1).trimmed();
    if (last.startsWith(QLatin1Char('#')))
        return true;
    if (last.startsWith(QLatin1Char('|')))
        return !last.endsWith(QLatin1Char('|'));
    static const QRegularExpression halfSentence(
        QStringLiteral("([,;:(\\[]|\\b(and|or|the|a|an|of|to|with|for|that|which|is|are))$"));
    return halfSentence.match(last).hasMatch();
}

QString continued(const QString &text, const QString &continuation)
{
    const QString more = continuation.trimmed();
    if (more.isEmpty())
        return text;
    // Sometimes with a word of talk before it.
    const QString heading = QLatin1Char('\n') + headingOf(text) + QLatin1Char('\n');
    const qsizetype again = QString(QLatin1Char('\n') + more).indexOf(heading);
    if (again >= 0 && again < 600)
        return more.size() - again > text.size() ? more.mid(again) : text;
    if (!isTruncated(text))
        return text.trimmed() + QStringLiteral("\n\n") + more;
    return text.trimmed() + (hasOpenFence(text) ? QLatin1Char('\n') : QLatin1Char(' ')) + more;
}

} // namespace slipway::planning
