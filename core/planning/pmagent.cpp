// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/pmagent.h"

#include "core/agents/roles/fence.h"
#include "core/agents/roles/role.h"
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

namespace slipway::planning {

namespace {

constexpr int maxContinuations = 2; ///< of one section that was cut off
constexpr int maxSizeRounds = 6; ///< of the whole document
constexpr int maxCorrections = 6; ///< after the consistency pass
constexpr qsizetype shownBefore = 24 * 1024; ///< of what was written before, shown to the next section

} // namespace

/// The document in the making, shared by the coroutines of one call.
struct PmAgent::Draft {
    PlanningContext context;
    PrdDocument document;
    QString folder;
    qsizetype share = 0; ///< bytes that one section should have
    QStringList warnings;

    [[nodiscard]] QString pathOf(const PrdSection &section) const
    {
        return folder + QLatin1Char('/') + section.slug + QStringLiteral(".md");
    }
    [[nodiscard]] Result<> save(const PrdSection &section) const
    {
        return folder.isEmpty() ? Result<> {} : base::writeFileAtomically(pathOf(section), section.text.toUtf8());
    }
    /// Values that every section's prompt has.
    [[nodiscard]] QVariantHash values(qsizetype index) const
    {
        const PrdSection &section = document.sections[index];
        QString before;
        for (qsizetype i = 0; i < index; ++i)
            before += document.sections[i].text.trimmed() + QStringLiteral("\n\n");
        return {
            { QStringLiteral("project"), context.project },
            { QStringLiteral("idea"), agents::fenced(QStringLiteral("idea"), context.idea, 4000) },
            { QStringLiteral("document"), document.title },
            { QStringLiteral("outline"), document.outline() },
            { QStringLiteral("title"), section.title },
            { QStringLiteral("brief"), section.brief },
            { QStringLiteral("number"), index + 1 },
            { QStringLiteral("bytes"), share },
            { QStringLiteral("min_bytes"), share * 85 / 100 },
            { QStringLiteral("max_bytes"), share * 115 / 100 },
            { QStringLiteral("before"),
              before.isEmpty() ? QString() : agents::fenced(QStringLiteral("sections so far"), before, shownBefore) },
            { QStringLiteral("memory"),
              context.memory.isEmpty() ? QString() : agents::fenced(QStringLiteral("notes"), context.memory, 8192) }
        };
    }
};

PmAgent::PmAgent(RunAgent run, PrdLimits limits)
    : m_run(std::move(run))
    , m_limits(limits)
{
}

Async<Prd> PmAgent::createPrdFromScratch(PrdRequest request, PrdProgress progress, std::stop_token stop)
{
    auto draft = std::make_shared<Draft>();
    draft->context = request.context;
    draft->folder = request.draftFolder;
    const QString outlinePath = draft->folder + QStringLiteral("/outline.json");
    const auto saved
        = draft->folder.isEmpty() ? Result<QJsonObject>(QJsonObject {}) : base::readJsonObject(outlinePath);
    if (auto known = outlineFromJson(saved.value_or(QJsonObject {}), m_limits)) {
        draft->document = *known;
    } else {
        if (progress)
            progress(QStringLiteral("Outline"), 0, 1);
        CO_TRY(draft->document, co_await makeOutline(request.context));
        if (!draft->folder.isEmpty()) {
            CO_CHECK(base::makeFolder(draft->folder));
            CO_CHECK(base::writeJsonObject(outlinePath, outlineToJson(draft->document)));
        }
    }
    draft->document.idea = request.context.idea;
    const qsizetype count = draft->document.sections.size();
    draft->share = m_limits.targetBytes() / count;
    for (qsizetype i = 0; i < count; ++i) {
        if (stop.stop_requested())
            co_return fail(ErrorCode::Cancelled, QStringLiteral("Writing the requirements was stopped"));
        if (progress) {
            progress(
                QStringLiteral("Section %1 of %2: %3").arg(i + 1).arg(count).arg(draft->document.sections[i].title),
                static_cast<int>(i), static_cast<int>(count));
        }
        CO_CHECK(co_await writeSection(draft, i));
    }
    if (progress)
        progress(QStringLiteral("Checking the document"), static_cast<int>(count), static_cast<int>(count));
    CO_CHECK(co_await fitSize(draft));
    CO_CHECK(co_await checkConsistency(draft));
    CO_TRY(Prd prd, finish(*draft));
    if (!request.outputPath.isEmpty()) {
        CO_CHECK(base::makeFolder(QFileInfo(request.outputPath).path()));
        CO_CHECK(base::writeFileAtomically(request.outputPath, prd.markdown.toUtf8()));
    }
    if (!draft->folder.isEmpty())
        QDir(draft->folder).removeRecursively();
    co_return prd;
}

Async<PrdDocument> PmAgent::makeOutline(PlanningContext context)
{
    QString complaint;
    for (int round = 0; round < 2; ++round) {
        CO_TRY(agents::AgentRequest request, requestFor(context, QStringLiteral("pm"), QStringLiteral("prd.outline")));
        QVariantHash values {
            { QStringLiteral("project"), context.project },
            { QStringLiteral("idea"), agents::fenced(QStringLiteral("idea"), context.idea, 4000) },
            { QStringLiteral("complaint"), complaint },
            { QStringLiteral("memory"),
              context.memory.isEmpty() ? QString() : agents::fenced(QStringLiteral("notes"), context.memory, 8192) }
        };
        CO_TRY(request.prompt, agents::renderPrompt(QStringLiteral("planning/prd-outline"), values));
        request.round = round;
        request.schema = outlineSchema();
        const agents::AgentResult result = co_await m_run(std::move(request));
        if (!result.ok() && !isOnlyBadAnswer(result))
            co_return std::unexpected(errorOf(result, QStringLiteral("The outline of the requirements")));
        auto document = result.ok()
            ? outlineFromJson(result.structured, m_limits)
            : Result<PrdDocument>(std::unexpected(errorOf(result, QStringLiteral("The outline"))));
        if (document || round > 0)
            co_return document;
        complaint = document.error().message;
    }
    co_return fail(ErrorCode::Internal, QStringLiteral("The outline was never asked for"));
}

Async<> PmAgent::writeSection(std::shared_ptr<Draft> draft, qsizetype index)
{
    PrdSection &section = draft->document.sections[index];
    if (!draft->folder.isEmpty()) {
        const auto saved = base::readFile(draft->pathOf(section));
        if (saved && !isTruncated(QString::fromUtf8(*saved))) {
            section.text = QString::fromUtf8(*saved);
            co_return {};
        }
    }
    CO_TRY(agents::AgentRequest request,
           requestFor(draft->context, QStringLiteral("pm"), QStringLiteral("prd.section")));
    CO_TRY(request.prompt, agents::renderPrompt(QStringLiteral("planning/prd-section"), draft->values(index)));
    request.subject = section.slug;
    const agents::AgentResult result = co_await m_run(std::move(request));
    if (!result.ok())
        co_return std::unexpected(
            errorOf(result, QStringLiteral("Section \"%1\" of the requirements").arg(section.title)));
    section.text = sectionText(result.text, section);
    if (section.text.isEmpty()) {
        co_return fail(ErrorCode::Invalid,
                       QStringLiteral("The agent gave no text for section \"%1\"").arg(section.title),
                       QStringLiteral("Look at the run's transcript, then retry"));
    }
    for (int i = 0; i < maxContinuations && isTruncated(section.text); ++i) {
        CO_TRY(const bool changed, co_await reviseSection(draft, index, Change::Continue, {}));
        if (!changed)
            break;
    }
    // Far too short for what it has to cover: asked for once more, with what is missing as the task.
    if (section.text.toUtf8().size() < draft->share / 4)
        CO_CHECK(co_await reviseSection(draft, index, Change::Extend, {}));
    co_return draft->save(section);
}

Async<bool> PmAgent::reviseSection(std::shared_ptr<Draft> draft, qsizetype index, Change change, QString note)
{
    static const QMap<Change, QString> names { { Change::Continue, QStringLiteral("continue") },
                                               { Change::Extend, QStringLiteral("extend") },
                                               { Change::Condense, QStringLiteral("condense") },
                                               { Change::Correct, QStringLiteral("correct") } };
    PrdSection &section = draft->document.sections[index];
    ++section.revision;
    QVariantHash values = draft->values(index);
    values.insert(QStringLiteral("change"), names.value(change));
    values.insert(names.value(change), true);
    values.insert(QStringLiteral("note"),
                  note.isEmpty() ? QString() : agents::fenced(QStringLiteral("problems"), note, 8192));
    values.insert(QStringLiteral("text"), agents::fenced(QStringLiteral("section"), section.text, 64 * 1024));
    CO_TRY(agents::AgentRequest request,
           requestFor(draft->context, QStringLiteral("pm"), QStringLiteral("prd.section")));
    CO_TRY(request.prompt, agents::renderPrompt(QStringLiteral("planning/prd-revise"), values));
    request.subject = section.slug;
    request.round = section.revision;
    const agents::AgentResult result = co_await m_run(std::move(request));
    if (!result.ok()) {
        if (!isOnlyBadAnswer(result))
            co_return std::unexpected(errorOf(result, QStringLiteral("Revising section \"%1\"").arg(section.title)));
        draft->warnings.append(
            QStringLiteral("Section \"%1\" could not be revised: %2").arg(section.title, result.detail));
        co_return false;
    }
    const QString before = section.text;
    if (change == Change::Continue || change == Change::Extend)
        section.text = continued(section.text, result.text);
    else if (const QString answer = sectionText(result.text, section); !isTruncated(answer))
        section.text = answer;
    CO_CHECK(draft->save(section));
    co_return section.text != before;
}

Async<> PmAgent::fitSize(std::shared_ptr<Draft> draft)
{
    for (int round = 0; round < maxSizeRounds; ++round) {
        const qsizetype bytes = draft->document.bytes();
        if (bytes >= m_limits.minBytes && bytes <= m_limits.maxBytes)
            co_return {};
        const bool isShort = bytes < m_limits.minBytes;
        qsizetype chosen = 0;
        for (qsizetype i = 1; i < draft->document.sections.size(); ++i) {
            const auto &candidate = draft->document.sections[i].text;
            const auto &best = draft->document.sections[chosen].text;
            if (isShort ? candidate.size() < best.size() : candidate.size() > best.size())
                chosen = i;
        }
        const auto change = isShort ? Change::Extend : Change::Condense;
        CO_TRY(const bool changed, co_await reviseSection(draft, chosen, change, {}));
        if (!changed)
            co_return {}; // asking again would change nothing either
    }
    co_return {};
}

Async<> PmAgent::checkConsistency(std::shared_ptr<Draft> draft)
{
    CO_TRY(agents::AgentRequest request,
           requestFor(draft->context, QStringLiteral("pm"), QStringLiteral("prd.review")));
    QVariantHash values { { QStringLiteral("outline"), draft->document.outline() },
                          { QStringLiteral("prd"),
                            agents::fenced(QStringLiteral("requirements"), draft->document.markdown(), 96 * 1024) } };
    CO_TRY(request.prompt, agents::renderPrompt(QStringLiteral("planning/prd-review"), values));
    request.schema = prdReviewSchema();
    const agents::AgentResult result = co_await m_run(std::move(request));
    if (!result.ok()) {
        if (!isOnlyBadAnswer(result))
            co_return std::unexpected(errorOf(result, QStringLiteral("The check of the requirements")));
        draft->warnings.append(
            QStringLiteral("The requirements were not checked for consistency: %1").arg(result.detail));
        co_return {};
    }
    QMap<QString, QStringList> problems;
    const QJsonArray found = result.structured.value(QLatin1String("problems")).toArray();
    for (const auto &value : found) {
        const QJsonObject problem = value.toObject();
        problems[problem.value(QLatin1String("section")).toString()].append(
            problem.value(QLatin1String("problem")).toString());
    }
    int corrected = 0;
    for (qsizetype i = 0; i < draft->document.sections.size() && corrected < maxCorrections; ++i) {
        const PrdSection section = draft->document.sections[i];
        const QStringList here = problems.value(section.slug) + problems.value(section.title);
        if (here.isEmpty())
            continue;
        ++corrected;
        CO_TRY(const bool changed, co_await reviseSection(draft, i, Change::Correct, here.join(QLatin1Char('\n'))));
        if (!changed)
            draft->warnings.append(
                QStringLiteral("Section \"%1\" may be inconsistent: %2").arg(section.title, here.first()));
    }
    if (corrected > 0)
        CO_CHECK(co_await fitSize(draft));
    co_return {};
}

Result<Prd> PmAgent::finish(const Draft &draft) const
{
    Prd prd { draft.document.title, draft.document.markdown(), draft.warnings };
    const qsizetype bytes = prd.markdown.toUtf8().size();
    // The bound is what is aimed at; a document a little outside of it is still better than none, a stump is not.
    if (bytes < m_limits.minBytes * 3 / 4 || bytes > m_limits.maxBytes * 5 / 4) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The requirements have %1 bytes; %2 to %3 are needed")
                        .arg(bytes)
                        .arg(m_limits.minBytes)
                        .arg(m_limits.maxBytes),
                    QStringLiteral("Retry, or choose another agent for the role pm"));
    }
    if (bytes < m_limits.minBytes || bytes > m_limits.maxBytes) {
        prd.warnings.append(QStringLiteral("The requirements have %1 bytes instead of %2 to %3")
                                .arg(bytes)
                                .arg(m_limits.minBytes)
                                .arg(m_limits.maxBytes));
    }
    return prd;
}

} // namespace slipway::planning
